// What a list of records is asked by: which fields it can be, what a value means, and whether a record fits. A scenario's world decides by
// this; a shop's database is asked the same (db/record-filters.ts).
import type { Value, Variables } from '../feel/value.ts';
import { type Filter, fieldOf, isGuarded, otherField, type Register } from './register.ts';
import { comparable, inSlot, type Slot, slotsOf } from './slots.ts';

/** What every record has beside its fields. */
export const BESIDE = ['title', 'key', 'owner', 'department', 'updated', 'tree'] as const;
export type Beside = (typeof BESIDE)[number];
export const isBeside = (field: string): field is Beside => (BESIDE as readonly string[]).includes(field);

/** Whether a field stands where lists look for it. */
export const isFindable = (register: Register, field: string): boolean =>
  slotsOf(register).has(field) || fieldOf(register, field)?.by.who === 'ledger' || isBeside(field);
/** Whether a list can be asked so: a branch is one of a single record. */
export function canAsk(register: Register, { field: id, is }: Filter): boolean {
  if (is !== 'under') return isFindable(register, id);
  const field = fieldOf(register, id);
  return field?.type === 'record' && !field.many && (id === register.parentField || isFindable(register, id));
}

/** Shop day, for `@today`; person, for `@me`. */
export type When = { today: string; me: string };
const DAY_MS = 86_400_000;
type Literal = string | number | boolean;
export function meant(value: Literal, { today, me }: When): Literal {
  if (value === '@me') return me;
  const day = /^@today(?:([+-]\d{1,4}))?$/.exec(String(value));
  return day
    ? new Date(Date.parse(`${today}T00:00:00Z`) + Number(day[1] ?? 0) * DAY_MS).toISOString().slice(0, 10)
    : value;
}

/** `balances`: what ledgers hold of it, by field. */
type Row = { key: string; title: string; values: Variables; balances: Variables };
/** But for branches, which need the tree. */
export function fits(register: Register, { field, is, value }: Filter, row: Row, when: When): boolean {
  const slot = slotsOf(register).get(field);
  const isBalance = !slot && fieldOf(register, field)?.by.who === 'ledger';
  const held = (id: string, at: Slot) => {
    const of = fieldOf(register, id);
    return inSlot(at, of && comparable(of, row.values[id]));
  };
  const beside: Record<string, Value> = { key: row.key, title: row.title };
  const left = slot ? held(field, slot) : isBalance ? (row.balances[field] ?? 0) : (beside[field] ?? null);
  const literal = (one: Literal) => {
    const said = meant(one, when);
    if (isBalance) return Number(said);
    return slot ? inSlot(slot, said) : String(said);
  };
  if (is === 'empty' || is === 'filled') return (left === null) === (is === 'empty');
  if (left === null || value === undefined) return false;
  if (is === 'in') return [value].flat().some((one) => literal(one) === left);
  const other = otherField(value);
  const otherSlot = other === undefined ? undefined : slotsOf(register).get(other);
  if (other !== undefined && otherSlot?.[0] !== (isBalance ? 'n' : slot?.[0])) return false;
  const right = other !== undefined && otherSlot ? held(other, otherSlot) : literal([value].flat()[0] ?? '');
  if (right === null) return false;
  if (is === '=') return left === right;
  if (is === '<') return left < right;
  if (is === '<=') return left <= right;
  return is === '>' ? left > right : left >= right;
}

/** What lint has to know of a register. */
export const factsOfRegister = (
  key: string,
  register: Register,
): { key: string; ledger: boolean; fields: string[]; findable: string[]; secrets: string[] } => {
  const fields = register.fields.map(({ id }) => id);
  return {
    key,
    ledger: register.ledger !== undefined,
    fields,
    findable: [...BESIDE, ...fields].filter((field) => isFindable(register, field)),
    secrets: register.fields.filter(isGuarded).map(({ id }) => id),
  };
};
