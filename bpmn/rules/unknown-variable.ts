// A name that nothing fills is null at run time: a gateway that asks for it stands still, a step that hands it over fails.
import { asksOthers, inputNames, programFor } from '../../dmn/link.ts';
import { readsOf } from '../../feel/calls.ts';
import { decisionNamed } from '../decision-asked.ts';
import { columnsAsked } from '../decision-columns.ts';
import type { Element } from '../definition.ts';
import { askedIn } from '../field-ids.ts';
import { expressionsOf } from './expressions.ts';
import { knownNames } from './known-names.ts';
import { askFor } from './missing-name.ts';
import { type Fix, type Rule, type Survey, tell } from './survey.ts';

export const unknownVariable: Rule = (survey) => {
  const { process } = survey;
  const known = knownNames(survey);
  const meant = meantBy(survey);
  const isClosed = beginsWithForms(survey);
  // What a service or message brings is known when it comes, not here; what a person brings stands in the form.
  const payloads = new Set(
    survey.elements.flatMap(({ id, type, zf }) =>
      type === 'userTask' ? [] : (zf?.output ?? []).map(({ source }) => `${id} ${source.slice(1)}`),
    ),
  );
  const said = new Set<string>();
  const read = expressionsOf(process).map(({ element, field, text }) => ({
    element,
    field,
    names:
      payloads.has(`${element} ${text}`) ||
      (field === 'correlationKey' && begins(survey, element)) ||
      OF_WHAT_COMES.has(field)
        ? []
        : (readsOf(text)?.variables ?? []),
  }));
  const asked = survey.elements.map((one) => ({ element: one.id, field: 'decision', names: inputsOf(survey, one) }));
  return [...read, ...asked].flatMap(({ element, field, names }) =>
    names.flatMap((name) => {
      // Where people begin every case with a form, what only has a name stays empty for ever.
      const isEmpty = isClosed && known.isOnlyDeclared(name) && !known.mayCome(element, field);
      if ((known.has(name, element, field) && !isEmpty) || said.has(`${element} ${name}`)) return [];
      said.add(`${element} ${name}`);
      const other = meant(name);
      const question = other ? insteadOf(element, name, other) : askFor(survey, element, field, name);
      // Where something may come unasked, or only a title would lack a word, it is no certain fault.
      const mild = element === process.processId || field === 'optional' || known.mayCome(element, field);
      return [
        {
          element,
          message: other
            ? tell('unknown-variable.meant', { name, other: other.label })
            : tell(question ? 'unknown-variable.askable' : 'unknown-variable', { name }),
          ...(mild && { mild: 'warning' as const }),
          ...(question ? { fix: question } : !isEmpty && { fix: declare(process.processId, name) }),
        },
      ];
    }),
  );
};

/** Read before the case has any data: the variables of the message, and what it begins with. */
const OF_WHAT_COMES = new Set(['when', 'businessKey']);

const declare = (process: string, name: string): Fix => ({
  label: tell('fix.declare', { name }),
  edit: { edit: 'declareVariable', process, name },
});
const insteadOf = (at: string, from: string, { id, label }: Meant): Fix => ({
  label: tell('fix.useData', { label, id }),
  edit: { edit: 'useName', at, from, to: id },
});

type Meant = { id: string; label: string };
/** People write what a thing is called: the label of what a form asks or the process declares, in whatever case. */
function meantBy({ process, context }: Survey): (name: string) => Meant | undefined {
  const found = new Map<string, Meant>();
  const add = (written: string | undefined, one: Meant): void => {
    const key = written && plain(written);
    if (key && !found.has(key)) found.set(key, one);
  };
  for (const { field } of askedIn(process, context.forms ?? {}))
    for (const written of [field.label.zh, field.label.en, field.id])
      add(written, { id: field.id, label: field.label.zh });
  for (const { name, label } of process.zf.variable ?? [])
    for (const written of [label, name]) add(written, { id: name, label: label ?? name });
  return (name) => {
    const one = found.get(plain(name));
    return one && one.id !== name ? one : undefined;
  };
}
const plain = (text: string): string => text.replace(/[\s_]+/g, '').toLowerCase();

const beginsWithForms = ({ process, elements, context }: Survey): boolean => {
  const starts = elements.filter(({ type, scope }) => type === 'startEvent' && scope === process.processId);
  return context.forms !== null && starts.length > 0 && starts.every(({ zf }) => zf?.form && context.forms?.[zf.form]);
};

/** A message that begins a case is asked for no key. */
const begins = ({ process }: Survey, id: string): boolean =>
  process.elements[id]?.type === 'startEvent' && process.elements[id].scope === process.processId;

/** What the decision of a rule step reads from the case. */
function inputsOf({ process, context }: Survey, one: Element): string[] {
  const key = decisionNamed(one);
  if (!key) return [];
  const { decisionModels, decisions } = process;
  const program = decisionModels && programFor(decisionModels, key);
  if (program && (!decisions[key] || asksOthers(decisionModels, key))) return inputNames(program);
  const asked = columnsAsked(process, context, one);
  return asked?.inputs.flatMap(({ expression }) => readsOf(expression)?.variables ?? []) ?? [];
}
