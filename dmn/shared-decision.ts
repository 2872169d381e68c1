// A decision table that belongs to the shop and not to one process: whoever names its key asks it, in the newest version or in one that is
// named. Its versions stand side by side, each from an instant on.
import { z } from 'zod';
import { DecisionTable } from './schema.ts';

export const DecisionKey = z
  .string()
  .max(80)
  .regex(/^[a-z][A-Za-z0-9.-]*$/, 'a small letter, then letters, digits, - and .');

/** A row without a cell for each column is one that lost a column on the way. */
export const SharedDecision = DecisionTable.extend({ id: DecisionKey, name: z.string().min(1) });
export type SharedDecision = z.infer<typeof SharedDecision>;
