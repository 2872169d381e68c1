// What an occurrence is answered with.
import type { Answer, Refusal } from './instance.ts';

export const ok: Answer = { ok: true };
export type Refused = Extract<Answer, { ok: false }>;
/** @param detail the culprit, or what it would cost */
export const refuse = (code: Refusal, detail?: string): Refused => ({
  ok: false,
  code,
  ...(detail !== undefined && { detail }),
});
