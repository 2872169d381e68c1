// Two records of one thing become one: what of each remains. Pure.
import type { Variables } from '../feel/value.ts';
import { same } from './check.ts';
import { isWritten, type Register } from './register.ts';
import { type Actor, mayType, reaches } from './rights.ts';
import type { Barred } from './write.ts';

/** Of each field: whose value remains. Absent: the survivor's, or what only the other has. */
export type Choices = Record<string, 'survivor' | 'other'>;

/** What changes of the survivor. Nobody may choose what he could not type; what only the other has is kept, whoever it belongs to. */
export function mergeInput(
  register: Register,
  survivor: Variables,
  other: Variables,
  choices: Choices,
  actor: Actor,
): { input: Variables } | Barred {
  if (!reaches(register.change, actor)) return { why: 'mayNot' };
  const input: Variables = {};
  for (const [id, choice] of Object.entries(choices)) {
    const field = register.fields.find((one) => one.id === id);
    if (!field) return { why: 'unknownField', field: id };
    if (choice === 'survivor' || same(survivor[id], other[id])) continue;
    if (id === register.keyField) return { why: 'keyStands', field: id };
    if (field.by.who === 'process') return { why: 'ofProcess', field: id, processes: field.by.processes };
    if (!isWritten(field)) return { why: 'computed', field: id };
    if (!mayType(register, field, actor)) return { why: 'notYours', field: id };
    input[id] = other[id] ?? null;
  }
  for (const field of register.fields.filter(isWritten)) {
    const { id } = field;
    if (choices[id] === undefined && id !== register.keyField && same(survivor[id], null) && !same(other[id], null))
      input[id] = other[id] ?? null;
  }
  return { input };
}

/** A value as it names the survivor instead, wherever it names the other; undefined: it does not. */
export function renamed<V>(
  value: V,
  from: string,
  to: { ref: string; key: string; rev: number; title: string },
): V | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    const items = value.map((one) => renamed(one, from, to));
    if (items.every((one) => one === undefined)) return undefined;
    return value.map((one, at) => items[at] ?? one) as V;
  }
  if ((value as { ref?: unknown }).ref === from) return { ...value, ...to };
  const entries = Object.entries(value).map(([name, one]) => [name, one, renamed(one, from, to)] as const);
  if (entries.every(([, , one]) => one === undefined)) return undefined;
  return Object.fromEntries(entries.map(([name, before, after]) => [name, after ?? before])) as V;
}
