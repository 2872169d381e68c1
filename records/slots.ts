// Which column of the table `record` holds which field: in the order of the fields, so that the first find of a kind has the pairs' index.
import type { Value, Variables } from '../feel/value.ts';
import type { Kind } from '../forms/kinds/kind.ts';
import { kindOf } from '../forms/kinds.ts';
import { fieldOf, type Register, type RegisterField } from './register.ts';

export const SLOTS = { text: ['t1', 't2', 't3', 't4'], number: ['n1', 'n2'], date: ['d1', 'd2'] } as const;
export type Slot = (typeof SLOTS)[keyof typeof SLOTS][number];

export function slotsOf(register: Register): Map<string, Slot> {
  const found = new Map<string, Slot>();
  for (const kind of ['text', 'number', 'date'] as const)
    register.fields
      .filter(({ find }) => find === kind)
      .slice(0, SLOTS[kind].length)
      .forEach(({ id }, index) => {
        found.set(id, SLOTS[kind][index] as Slot);
      });
  return found;
}

/** What a slot can hold of the field; `find` of another kind is a fault of the register. */
export const findsAs = (field: RegisterField): Kind<RegisterField>['find'] =>
  'many' in field && field.many ? undefined : kindOf(field).find;

/** Text in a slot is compared whole: what is longer is cut, and found by its beginning. */
const LONGEST = 200;
export function inSlot(slot: Slot, value: Value | undefined): string | number | null {
  if (value === null || value === undefined || value === '') return null;
  if (slot.startsWith('t'))
    return [...(typeof value === 'string' ? value : JSON.stringify(value))].slice(0, LONGEST).join('');
  if (slot.startsWith('n')) return typeof value === 'number' ? value : null;
  const at = Date.parse(String(value).length === 10 ? `${String(value)}T00:00:00Z` : String(value));
  return Number.isNaN(at) ? null : at;
}

export const slotted = (register: Register, values: Variables): Partial<Record<Slot, string | number | null>> =>
  Object.fromEntries(
    [...slotsOf(register)].map(([id, slot]) => {
      const field = fieldOf(register, id);
      return [slot, inSlot(slot, field && comparable(field, values[id]))];
    }),
  );

/** A value as filters compare it. */
export const comparable = (field: RegisterField, value: Value | undefined): Value | undefined => {
  const { slot } = kindOf(field);
  return slot && value !== undefined && value !== null ? slot(value) : value;
};
