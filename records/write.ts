// Who may write what into a record: decided by the register alone, the same for people, files and processes.
import type { Variables } from '../feel/value.ts';
import { same } from './check.ts';
import { fieldOf, type Register } from './register.ts';
import { type Actor, mayType, reaches, seesField } from './rights.ts';
import { comparable } from './slots.ts';

export type Writer =
  | { is: 'person'; actor: Actor }
  | { is: 'import'; actor: Actor }
  | { is: 'process'; process: string };
export type Barred =
  | { why: 'mayNot' }
  | { why: 'unknownField'; field: string }
  /** Keys of the processes that may; none: whichever writes it. */
  | { why: 'ofProcess'; field: string; processes: string[] }
  | { why: 'computed'; field: string }
  | { why: 'notYours'; field: string }
  /** Balances, links and files hang on it. */
  | { why: 'keyStands'; field: string };

/** @param before as it stands; absent: it is new. What stays as it is, is no writing. */
export function barredFrom(
  register: Register,
  writer: Writer,
  before: Variables | undefined,
  input: Variables,
  archived?: boolean,
): Barred | undefined {
  if (writer.is !== 'process' && !reaches(before ? register.change : register.add, writer.actor))
    return { why: 'mayNot' };
  if (writer.is === 'person' && archived !== undefined && !writer.actor.manager) return { why: 'mayNot' };
  for (const [id, value] of Object.entries(input)) {
    const field = fieldOf(register, id);
    // A secret that one may not see is no field for him.
    if (!field || (writer.is !== 'process' && !seesField(field, writer.actor)))
      return { why: 'unknownField', field: id };
    if (same(comparable(field, before?.[id]), comparable(field, value))) continue;
    if (before && id === register.keyField && !same(before[id], null)) return { why: 'keyStands', field: id };
    const { by } = field;
    if (by.who === 'formula' || by.who === 'ledger') return { why: 'computed', field: id };
    if (writer.is === 'process') {
      if (by.who === 'process' && by.processes.length > 0 && !by.processes.includes(writer.process))
        return { why: 'ofProcess', field: id, processes: by.processes };
      continue;
    }
    if (by.who === 'process') {
      // An import may say what a field began with, as long as it is empty.
      if (writer.is === 'import' && same(before?.[id], null)) continue;
      return { why: 'ofProcess', field: id, processes: by.processes };
    }
    if (by.who === 'import') {
      if (writer.is !== 'import') return { why: 'notYours', field: id };
      continue;
    }
    if (!mayType(register, field, writer.actor, before === undefined)) return { why: 'notYours', field: id };
  }
  return undefined;
}

/** A new record that is named by its key has it in its key field. */
export const withKey = (register: Register, key: string | undefined, isNew: boolean, input: Variables): Variables =>
  key !== undefined && isNew && register.keyField !== undefined && !Object.hasOwn(input, register.keyField)
    ? { ...input, [register.keyField]: key }
    : input;
