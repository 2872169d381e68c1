// The answers of several people to one step, gathered into a list.
import type { Field, Form } from '../forms/form.ts';
import type { Definition } from './definition.ts';
import { freeId, namesTaken } from './field-ids.ts';

/** A verdict is what must not be lost. */
export const decidingFields = (fields: Field[]): Field[] =>
  fields.filter(({ type, readOnly }) => !readOnly && (type === 'choice' || type === 'choices' || type === 'yesNo'));

/** One field: a list of its answers. Several: a list of what each has answered. */
export function gather(process: Definition, forms: Record<string, Form>, fields: Field[]) {
  const [first, ...more] = fields;
  const collect = more.length === 0 ? `=${first?.id}` : `={${fields.map(({ id }) => `${id}: ${id}`).join(', ')}}`;
  return { collect, collectInto: freeId(`${first?.label.zh ?? ''}_all`, namesTaken(process, forms)) };
}
