// What stands in a record and would not be taken today: its register has changed since it was written, by a manager or with a pack.
import type { Clock } from '../feel/expression.ts';
import type { Variables } from '../feel/value.ts';
import type { Field } from '../forms/form.ts';
import { recordsOf } from '../forms/kinds/record.ts';
import { isEmpty, validate } from '../forms/validate.ts';
import { isWritten, type Register } from './register.ts';

/** Fields that hold what they do not take; empty ones are no misfits. @param now shop time, with the zone whose day is today */
export function misfits(register: Register, values: Variables, now: Clock): string[] {
  const held = register.fields.filter((field) => isWritten(field) && !isEmpty(values[field.id]));
  const asked = held.map((field): Field => ({ ...field, readOnly: false, visibleWhen: undefined }));
  const { errors } = validate({ key: register.key, title: register.name, fields: asked }, values, now, values);
  const wrong = new Set(errors.map(({ path }) => path.split('.')[0]));
  // A name that was never looked up: nobody knows whether there is such a record.
  return held
    .filter((field) => wrong.has(field.id) || (field.type === 'record' && recordsOf(values[field.id]).some(isBare)))
    .map(({ id }) => id);
}
const isBare = ({ ref, rev }: { ref?: string; rev?: number }): boolean => ref === undefined && rev === undefined;
