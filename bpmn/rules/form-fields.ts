// A form that nobody could send in: two fields of one name, a least above the most, a pattern that cannot be read.
import { fieldPattern } from '../../feel/linear-pattern.ts';
import type { FlatField } from '../../forms/flat-field.ts';
import type { Field, Form } from '../../forms/form.ts';
import type { Message } from '../../words/message.ts';
import { type Rule, tell } from './survey.ts';

export const formFields: Rule = ({ elements, context }) => {
  const used = new Map<string, string>();
  for (const { id, zf } of elements) if (zf?.form && !used.has(zf.form)) used.set(zf.form, id);
  return [...used].flatMap(([key, element]) => {
    const form = context.forms?.[key];
    return form ? faultsOf(form).map((message) => ({ element, message })) : [];
  });
};

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
