// Which fields of a form are asked now: the same answer in the browser and on the server.
import { type Clock, feel } from '../feel/expression.ts';
import type { Variables } from '../feel/value.ts';
import type { Field } from './form.ts';
import { bare, withFormulas } from './formula.ts';

type Values = Record<string, unknown>;
/** `filled`: what stands in them, computed ones too; `seen`: that over what the case holds, as conditions and rules read it. */
export type Asked = { asked: Field[]; filled: Variables; seen: Values };

/**
 * A field that is not asked holds nothing of this form, so that what hangs on it goes with it; what was typed there stays with whoever
 * typed it. Of fields that hang on each other in a circle the last round stands.
 */
export function askedNow(fields: Field[], input: Values, now: Clock, known: Values = {}): Asked {
  let asked = fields;
  for (let round = 0; ; round++) {
    const left = new Set(fields.filter((field) => !asked.includes(field)).map(({ id }) => id));
    const given = left.size ? Object.fromEntries(Object.entries(input).filter(([id]) => !left.has(id))) : input;
    const filled = withFormulas(asked, given as Variables, now, known as Variables);
    const seen = { ...known, ...filled };
    const next = fields.filter((field) => isAsked(field, seen, now));
    const same = next.length === asked.length && next.every((field, n) => field === asked[n]);
    if (same || round === fields.length) return { asked: next, filled, seen };
    asked = next;
  }
}

/** Shown and asked only where its condition is true; one that cannot be read asks. */
export function isAsked(field: Field, values: Values, now: Clock): boolean {
  if (!field.visibleWhen) return true;
  const condition = feel(bare(field.visibleWhen));
  if (condition.error) return true;
  return condition.run((name) => values[name] ?? null, now).value === true;
}
