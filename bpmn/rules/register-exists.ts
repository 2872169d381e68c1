// A step that reads, writes or books where there is no register, or a field that it does not have, stops its case; a form that chooses
// from one offers nothing.

import { fieldsIn } from '../../forms/form.ts';
import { registerOf } from '../../forms/lookups.ts';
import type { Element } from '../definition.ts';
import { workerOf } from './connector-input.ts';
import { type Rule, type Survey, tell } from './survey.ts';

const OWN = new Set(['key', 'rev', 'reason', 'reasonEnglish', 'where', 'limit', 'lines', 'entries', 'doc', 'partial']);

export const registerExists: Rule = ({ elements, process, context, called }) => {
  const { registers } = context;
  if (!registers) return [];
  const found = elements.flatMap((one) => {
    const worker = workerOf(one);
    if (!worker || !/^(record|ledger)\./.test(worker)) return [];
    const of = worker.startsWith('ledger.') ? 'ledger' : 'register';
    const key = one.zf?.header?.find(({ name }) => name === of)?.value;
    // That one is named at all is asked for by connector-input.
    if (!key) return [];
    const register = registers.find((each) => each.key === key);
    if (!register || (of === 'ledger') !== register.ledger)
      return [{ element: one.id, message: tell('register-exists', { step: called(one), register: key }) }];
    if (of === 'ledger') return [];
    if (worker === 'record.find')
      return askedBy(one)
        .filter((field) => !register.findable.includes(field))
        .map((field) => ({
          element: one.id,
          message: tell('register-exists.find', { step: called(one), field, register: key }),
        }));
    return (one.zf?.input ?? [])
      .filter(({ target }) => !OWN.has(target) && !register.fields.includes(target))
      .map(({ target }) => ({
        element: one.id,
        message: tell('register-exists.field', { step: called(one), field: target, register: key }),
      }));
  });
  const { subject } = process.zf;
  if (subject && !registers.some(({ key }) => key === subject))
    found.push({ element: process.processId, message: tell('register-exists.subject', { register: subject }) });
  return [...found, ...fromForms(elements, context)];
};

/** The fields that a search names, as far as they stand in its text. */
const askedBy = ({ zf }: Element): string[] =>
  (zf?.input ?? []).flatMap(({ target, source }) =>
    target === 'where'
      ? [...source.matchAll(/\bfield"?\s*:\s*"([^"]+)"/g)].map(([, field = '']) => field)
      : OWN.has(target)
        ? []
        : [target],
  );

function fromForms(elements: Survey['elements'], { registers, forms }: Survey['context']) {
  const seen = new Set<string>();
  return elements.flatMap(({ id: element, zf }) => {
    const form = zf?.form ? forms?.[zf.form] : undefined;
    if (!form || seen.has(form.key)) return [];
    seen.add(form.key);
    return fieldsIn(form.fields).flatMap((field) => {
      const key = registerOf(field);
      if (key === undefined) return [];
      const register = registers?.find((each) => each.key === key && !each.ledger);
      const about = { form: form.title, field: field.label, register: key || '—' };
      if (!register) return [{ element, message: tell('register-exists.form', about) }];
      const named = [
        ...('snapshot' in field ? (field.snapshot ?? []) : []),
        ...('from' in field && field.from?.label ? [field.from.label] : []),
      ];
      return named
        .filter((name) => !register.fields.includes(name) || register.secrets.includes(name))
        .map((name) => ({ element, message: tell('register-exists.kept', { ...about, name }) }));
    });
  });
}
