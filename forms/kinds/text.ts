// A line or more of text; a code that is scanned.
import { z } from 'zod';
import { fieldPattern } from '../../feel/linear-pattern.ts';
import type { Value } from '../../feel/value.ts';
import { tell } from '../tell.ts';
import { asText, computable, data, type Fail, type Kind, kind } from './kind.ts';

export const LINE = 500;
export const TEXT = 20_000;

export function textUpTo(most: number, value: unknown, fail: Fail): Value {
  if (typeof value !== 'string') return fail(tell('text'));
  return [...value].length > most ? fail(tell('letters', { most })) : value;
}
/** A pattern that cannot be read holds nobody up; lint does not let it be published. */
const matches = (pattern: string, value: string): boolean => fieldPattern(pattern)?.test(value) ?? true;

const line = {
  maxLength: z.number().optional(),
  pattern: z.string().optional(),
  /** The register whose record it names by its key: what is worth knowing of that one is beside it. */
  names: z.string().optional(),
};
type Line = { maxLength?: number | undefined; pattern?: string | undefined };
const ofLine: Kind<Line> = {
  stored: 'text',
  find: 'text',
  feel: 'string',
  prefill: true,
  searched: (value) => [String(value)],
  names: true,
  check({ maxLength = LINE, pattern }, value, fail) {
    const clean = textUpTo(maxLength, value, fail);
    return typeof clean === 'string' && pattern && !matches(pattern, clean) ? fail(tell('pattern')) : clean;
  },
  read: (_, written) => ({ value: written }),
  write: asText,
};

export const text = kind(z.object({ type: z.literal('text'), ...computable, ...line }), ofLine);
/** The text of a bar code, by camera or scanner; one that cannot be scanned is typed. */
export const scan = kind(z.object({ type: z.literal('scan'), ...data, ...line }), ofLine);

export const longText = kind(
  z.object({ type: z.literal('longText'), ...computable, maxLength: z.number().optional() }),
  {
    stored: 'text',
    find: 'text',
    feel: 'string',
    prefill: true,
    check: ({ maxLength = TEXT }, value, fail) => textUpTo(maxLength, value, fail),
    read: (_, written) => ({ value: written }),
    write: asText,
  },
);
