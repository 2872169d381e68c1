// Which version of a shop's decision holds, and what it is called. No schemas: the core reads it where cases run.
import type { DecisionTable } from './schema.ts';

export type DecisionVersion = { version: number; from: number; table: DecisionTable };
/** By key, in the order in which they were published. */
export type DecisionVersions = Record<string, DecisionVersion[]>;

/** Of those that have begun by `at` the one that began last; of two that began at once, the later. */
export function versionInForce(versions: DecisionVersion[], at: number): DecisionVersion | undefined {
  let inForce: DecisionVersion | undefined;
  for (const one of versions)
    if (
      one.from <= at &&
      (!inForce || one.from > inForce.from || (one.from === inForce.from && one.version > inForce.version))
    )
      inForce = one;
  return inForce;
}

export const wordsOf = ({ id, name, text }: DecisionTable): { zh: string; en?: string } => {
  const en = text?.en?.name;
  return { zh: name ?? id, ...(en && { en }) };
};
