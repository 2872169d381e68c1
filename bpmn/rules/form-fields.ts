// A form that nobody could send in: two fields of one name, a least above the most, a pattern that cannot be read; formulas and rules
// that cannot be read, or read what nothing brings.
import { readsOf } from '../../feel/calls.ts';
import { feel } from '../../feel/expression.ts';
import { fieldPattern } from '../../feel/linear-pattern.ts';
import type { FlatField } from '../../forms/flat-field.ts';
import type { Field, Form } from '../../forms/form.ts';
import { bare, formulaOf } from '../../forms/formula.ts';
import type { Message } from '../../words/message.ts';
import { knownNames } from './known-names.ts';
import { type Rule, tell } from './survey.ts';

export const formFields: Rule = (seen) => {
  const { elements, context } = seen;
  const names = knownNames(seen);
  const rights = elements.flatMap(({ id, zf }) => {
    const form = zf?.form ? context.forms?.[zf.form] : undefined;
    return form ? unknownRights(form, zf?.permission ?? []).map((message) => ({ element: id, message })) : [];
  });
  const used = new Map<string, string>();
  for (const { id, zf } of elements) if (zf?.form && !used.has(zf.form)) used.set(zf.form, id);
  const faults = [...used].flatMap(([key, element]) => {
    const form = context.forms?.[key];
    return form
      ? [...faultsOf(form), ...faultsOfFormulas(form, (name) => names.has(name))].map((message) => ({
          element,
          message,
        }))
      : [];
  });
  return [...faults, ...rights];
};

/** What is hidden by a name that nothing has is not hidden. */
function unknownRights({ title: form, fields }: Form, rights: { field: string }[]): Message[] {
  const known = new Set(
    fields.flatMap((field) => [
      field.id,
      ...(field.type === 'table' ? field.columns.map(({ id }) => `${field.id}.${id}`) : []),
    ]),
  );
  return rights.filter(({ field }) => !known.has(field)).map(({ field }) => tell('form-fields.right', { form, field }));
}

export function faultsOf({ title: form, fields }: Form): Message[] {
  const twice = (list: Field[] | FlatField[]): Message[] =>
    [...new Set(list.map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at))].map((id) =>
      tell('form-fields.twice', { form, id }),
    );
  const single = (field: Field | FlatField): Message[] => {
    const found: Message[] = [];
    if ('min' in field && 'max' in field && field.min !== undefined && field.max !== undefined && field.min > field.max)
      found.push(tell('form-fields.bounds', { form, field: field.label, min: field.min, max: field.max }));
    if ('pattern' in field && field.pattern && fieldPattern(field.pattern) === null)
      found.push(tell('form-fields.pattern', { form, field: field.label, pattern: field.pattern }));
    if ('options' in field) {
      const values = field.options.map(({ value }) => value);
      const again = values.find((value, at) => values.indexOf(value) !== at);
      if (again !== undefined) found.push(tell('form-fields.option', { form, field: field.label, again }));
    }
    return found;
  };
  return [
    ...twice(fields),
    ...fields.flatMap((field) => [
      ...single(field),
      ...(field.type === 'table' ? [...twice(field.columns), ...field.columns.flatMap(single)] : []),
    ]),
  ];
}

/** @param known what the case may hold beneath the form */
function faultsOfFormulas({ title: form, fields, rules = [] }: Form, known: (name: string) => boolean): Message[] {
  const own = new Set(fields.map(({ id }) => id));
  const faults = (text: string, at: Message, inRow: ReadonlySet<string> = new Set()): Message[] => {
    const { error } = feel(bare(text));
    if (error) return [tell('form-fields.unread', { form, at, text, why: error })];
    const reads = readsOf(bare(text));
    return [...(reads?.variables ?? []), ...(reads?.functions ?? [])]
      .filter((name) => !inRow.has(name) && !own.has(name) && !known(name))
      .map((name) => tell('form-fields.unknown', { form, at, name }));
  };
  const of = (field: Field, inRow?: ReadonlySet<string>): Message[] => {
    const formula = formulaOf(field);
    return formula === undefined ? [] : faults(formula, tell('form-fields.at.field', { field: field.label }), inRow);
  };
  return [
    ...circles(fields).map((field) => tell('form-fields.circle', { form, field: field.label })),
    ...fields.flatMap((field) => [
      ...of(field),
      ...(field.type === 'table'
        ? [
            ...circles(field.columns).map((column) => tell('form-fields.circle', { form, field: column.label })),
            ...field.columns.flatMap((column) => of(column, new Set(field.columns.map(({ id }) => id)))),
          ]
        : []),
    ]),
    ...rules.flatMap(({ when, say }) => faults(when, tell('form-fields.at.rule', { rule: say }))),
  ];
}

/** Computed fields that read themselves, by whatever way. */
function circles(fields: Field[]): Field[] {
  const reads = new Map(
    fields.map((field) => {
      const formula = formulaOf(field);
      return [field.id, formula === undefined ? [] : feel(bare(formula)).names];
    }),
  );
  const reaches = (from: string, to: string, passed = new Set<string>()): boolean =>
    (reads.get(from) ?? []).some((name) => {
      if (name === to) return true;
      if (passed.has(name)) return false;
      passed.add(name);
      return reaches(name, to, passed);
    });
  return fields.filter(({ id }) => reaches(id, id));
}
