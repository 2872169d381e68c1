// How the outside world behaves in a sandbox: an editable table of probabilities and delays, with a seed.
import { z } from 'zod';

const share = z.number().min(0).max(1);
/** From–to, in minutes of the shop clock. */
const minutes = z.tuple([z.number().min(0), z.number().min(0)]);

export const SandboxTable = z.object({
  seed: z.number().int().default(1),
  /** Buyers: the shares are drawn one after the other; the rest pays at once. */
  neverPays: share.default(0.04),
  cancelsUnpaid: share.default(0.03),
  paysAfterReminder: share.default(0.1),
  payDelay: minutes.default([1, 20]),
  cancelsBeforeShipping: share.default(0.03),
  changesAddress: share.default(0.03),
  wantsRefundAfterShipping: share.default(0.02),
  /** Carriers. */
  pickupDelay: minutes.default([60, 600]),
  deliveryDelay: minutes.default([1_440, 4_320]),
  getsStuck: share.default(0.05),
  /** After delivery: most confirm, some rate; the rest is confirmed by time. */
  confirms: share.default(0.9),
  confirmDelay: minutes.default([60, 4_320]),
  rates: share.default(0.5),
  /** Told that something is short: would rather wait than have the money back. */
  waitsForGoods: share.default(0.5),
  choiceDelay: minutes.default([30, 600]),
  /** After the sale. */
  returnsGoods: share.default(0.04),
  neverSendsBack: share.default(0.1),
  sendBackDelay: minutes.default([600, 5_760]),
  changesMind: share.default(0.03),
  platformSteps: share.default(0.05),
  complains: share.default(0.01),
  reviews: share.default(0.1),
  /** Staff: how long a task lies, and what they find. */
  taskDelay: minutes.default([5, 60]),
  auditCancels: share.default(0.05),
  shortPick: share.default(0.02),
  stuckParcelIsLost: share.default(0.3),
});
export type SandboxTable = z.infer<typeof SandboxTable>;

/** A number in [0, 1) that depends on the seed and these words only: the same order has the same fate in every run. */
export function chance(table: SandboxTable, ...words: (string | number)[]): number {
  let hash = 0x811c9dc5 ^ table.seed;
  for (const char of words.join('/')) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** Milliseconds of the shop clock. */
export const delay = (table: SandboxTable, [from, to]: [number, number], ...words: (string | number)[]): number =>
  (from + (to - from) * chance(table, 'delay', ...words)) * 60_000;
