// A line or more of text.
import { z } from 'zod';
import { fieldPattern } from '../../feel/linear-pattern.ts';
import type { Value } from '../../feel/value.ts';
import { tell } from '../tell.ts';
import { asText, data, type Fail, kind } from './kind.ts';

export const LINE = 500;
export const TEXT = 20_000;

export function textUpTo(most: number, value: unknown, fail: Fail): Value {
  if (typeof value !== 'string') return fail(tell('text'));
  return [...value].length > most ? fail(tell('letters', { most })) : value;
}
/** A pattern that cannot be read holds nobody up; lint does not let it be published. */
const matches = (pattern: string, value: string): boolean => fieldPattern(pattern)?.test(value) ?? true;

export const text = kind(
  z.object({ type: z.literal('text'), ...data, maxLength: z.number().optional(), pattern: z.string().optional() }),
  {
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
  },
);

export const longText = kind(z.object({ type: z.literal('longText'), ...data, maxLength: z.number().optional() }), {
  stored: 'text',
  find: 'text',
  feel: 'string',
  prefill: true,
  check: ({ maxLength = TEXT }, value, fail) => textUpTo(maxLength, value, fail),
  read: (_, written) => ({ value: written }),
  write: asText,
});
