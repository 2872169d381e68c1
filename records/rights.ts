// Who sees and changes what of a register: the same answer for lists, pages, filters, imports and exports.
import type { Register, RegisterField } from './register.ts';

/** A person, or whatever acts for the shop: a process, an import by a manager. */
export type Actor = { refs: string[]; manager: boolean };

const named = (refs: string[], actor: Actor): boolean =>
  refs.includes('all') || refs.some((ref) => actor.refs.includes(ref));
export const reaches = (refs: string[], actor: Actor): boolean => actor.manager || named(refs, actor);

export function seesField(field: RegisterField, actor: Actor): boolean {
  if (field.secret) return field.see !== undefined && named(field.see, actor);
  return field.see === undefined || reaches(field.see, actor);
}
export const seenFields = (register: Register, actor: Actor): RegisterField[] =>
  register.fields.filter((field) => seesField(field, actor));

/** Whether a person may type into it, of a new record into what whoever adds may; what belongs to a process has its verb instead. */
export const mayType = (register: Register, field: RegisterField, actor: Actor, isNew = false): boolean =>
  field.by.who === 'people' &&
  seesField(field, actor) &&
  reaches(field.change ?? (isNew ? register.add : register.change), actor);
