// Who sees and changes what of a register: the same answer for lists, pages, filters, imports and exports.
import type { Register, RegisterField, View } from './register.ts';

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

/** Rows that somebody may see. */
export type Rows =
  | { rows: 'all' }
  | { rows: 'department'; departments: string[]; person: string }
  | { rows: 'own'; person: string };
const namesOf = (kind: 'person' | 'department', { refs }: Actor): string[] =>
  refs.flatMap((ref) => (ref.startsWith(`${kind}:`) ? [ref.slice(kind.length + 1)] : []));
export function rowsFor({ rows }: Register, actor: Actor): Rows {
  if (rows === 'all' || actor.manager) return { rows: 'all' };
  const [person = ''] = namesOf('person', actor);
  return rows === 'own' ? { rows, person } : { rows, person, departments: namesOf('department', actor) };
}
export const seesRow = (
  rows: Rows,
  { owner, department }: { owner: string | null; department: string | null },
): boolean =>
  rows.rows === 'all' ||
  owner === rows.person ||
  (rows.rows === 'department' && department !== null && rows.departments.includes(department));

const OWN = ['title', 'key', 'updated', 'owner', 'department'];
/** A view as this reader may have it; undefined where it filters by what he may not see. */
export function fittingView(register: Register, view: View, actor: Actor): View | undefined {
  const sees = (id: string): boolean => {
    const field = register.fields.find((one) => one.id === id);
    return field ? seesField(field, actor) : OWN.includes(id);
  };
  if (!view.where.every(({ field }) => sees(field))) return undefined;
  return {
    ...view,
    columns: view.columns.filter(sees),
    sort: view.sort && sees(view.sort.field) ? view.sort : undefined,
    group: view.group !== undefined && sees(view.group) ? view.group : undefined,
  };
}
