// What a register's fields are to a page: which name the record, which stand in columns, why one cannot be typed. Pure.
import { kindOf } from '../../forms/kinds.ts';
import type { Register, RegisterField, View } from '../../records/register.ts';
import type { RegisterItem } from '../reach/shapes.ts';

export type Why = 'process' | 'ledger' | 'formula' | 'import' | 'rights';
/** Why nobody, or not this person, types into it; undefined: he may. */
export function whyLocked(register: RegisterItem, field: RegisterField): Why | undefined {
  switch (field.by.who) {
    case 'people':
      return register.may[`change.${field.id}`] ? undefined : 'rights';
    default:
      return field.by.who;
  }
}

/** Said beside the name already: the key, and the title where it is one field. */
export function namesRecord(register: Register, { id }: RegisterField): boolean {
  return id === register.keyField || id === titleField(register);
}
export function titleField(register: Register): string | undefined {
  if (register.title === undefined) return register.fields.find((field) => kindOf(field).names)?.id;
  return /^=?\s*([\p{L}_][\p{L}\p{N}_]*)\s*$/u.exec(register.title)?.[1];
}
export const pictureField = ({ fields }: Register): RegisterField | undefined =>
  fields.find((field) => field.type === 'file' && field.images);

const FIRST = 7;
/** Columns of a view; without any, the first that fit. */
export function columnsOf(register: Register, view: View): RegisterField[] {
  const picture = pictureField(register);
  const fields = register.fields.filter(
    (field) => !namesRecord(register, field) && field.id !== picture?.id && kindOf(field).stored !== 'rows',
  );
  if (view.columns.length === 0) return fields.slice(0, FIRST);
  return view.columns.flatMap((id) => fields.find((field) => field.id === id) ?? []);
}
export const isNumeric = (field: RegisterField): boolean => kindOf(field).stored === 'number';
/** Quantities of a ledger add up; prices and limits do not. */
export const addsUp = ({ by }: RegisterField): boolean => by.who === 'ledger';
