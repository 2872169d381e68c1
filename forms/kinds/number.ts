// Numbers: whole ones, those with decimals, amounts in whole cents, parts of a hundred, stars.
import { z } from 'zod';
import type { Value } from '../../feel/value.ts';
import type { Message } from '../../words/message.ts';
import { amountOf, moneyOf } from '../money.ts';
import { tell } from '../tell.ts';
import { type Read, readMoney, readNumber, readStars } from '../written.ts';
import { asked, asText, computable, type Fail, kind } from './kind.ts';

const bounds = { min: z.number().optional(), max: z.number().optional() };
type Bounds = { min?: number | undefined; max?: number | undefined };

export function within(
  { min, max }: Bounds,
  value: number,
  fail: Fail,
  words: (bound: number) => string = String,
): Value {
  if (min !== undefined && value < min) return fail(tell('least', { least: words(min) }));
  if (max !== undefined && value > max) return fail(tell('most', { most: words(max) }));
  return value;
}
/** What stands there was written by a person and could not be read: why. */
export const unread = (value: unknown, read: (text: string) => Read): Message | undefined => {
  const found = typeof value === 'string' ? read(value) : undefined;
  return found && 'problem' in found ? found.problem : undefined;
};
const numeric = { stored: 'number', find: 'number', feel: 'number', prefill: true } as const;

export const integer = kind(z.object({ type: z.literal('integer'), ...computable, ...bounds }), {
  ...numeric,
  check(field, value, fail) {
    if (!Number.isSafeInteger(value)) return fail(unread(value, (text) => readNumber(text, 0)) ?? tell('whole'));
    return within(field, value as number, fail);
  },
  read: (_, text) => readNumber(text, 0),
  write: asText,
});

export const number = kind(
  z.object({ type: z.literal('number'), ...computable, ...bounds, decimals: z.number().optional() }),
  {
    ...numeric,
    check(field, value, fail) {
      const { decimals } = field;
      if (typeof value !== 'number' || !Number.isFinite(value))
        return fail(unread(value, (text) => readNumber(text, decimals)) ?? tell('number'));
      if (decimals !== undefined && Math.abs(value * 10 ** decimals - Math.round(value * 10 ** decimals)) > 1e-6)
        return fail(tell('decimals', { decimals }));
      return within(field, value, fail);
    },
    read: ({ decimals }, text) => readNumber(text, decimals),
    write: asText,
  },
);

/** Value: whole cents. */
export const money = kind(
  z.object({ type: z.literal('money'), ...computable, currency: z.string().default('CNY'), ...bounds }),
  {
    ...numeric,
    check(field, value, fail) {
      if (!Number.isSafeInteger(value)) return fail(unread(value, readMoney) ?? tell('cents'));
      return within(field, value as number, fail, (bound) => moneyOf(bound, field.currency));
    },
    read: (_, text) => readMoney(text),
    write: (_, value) => amountOf(Number(value)).replaceAll(',', '').replace('−', '-'),
  },
);

/** 15 of 0.15, and back: as written, without the dust of binary fractions. */
export const ofHundred = (value: number): number => Number((value * 100).toPrecision(14));
const asFraction = (read: Read<number>): Read<number> =>
  'value' in read ? { value: Number((read.value / 100).toPrecision(14)) } : read;
const readPercent = (text: string, decimals: number): Read<number> =>
  asFraction(readNumber(text.normalize('NFKC').replace(/%\s*$/, ''), decimals));

const PLACES = 2;
/** Value: 0.15 of 15 %, so that formulas multiply by it; `decimals` of what is written. */
export const percent = kind(
  z.object({
    type: z.literal('percent'),
    ...computable,
    ...bounds,
    decimals: z.number().int().min(0).max(6).optional(),
  }),
  {
    ...numeric,
    check(field, value, fail) {
      const { decimals = PLACES } = field;
      if (typeof value !== 'number' || !Number.isFinite(value))
        return fail(unread(value, (text) => readPercent(text, decimals)) ?? tell('percent'));
      const shifted = ofHundred(value) * 10 ** decimals;
      if (Math.abs(shifted - Math.round(shifted)) > 1e-6) return fail(tell('decimals', { decimals }));
      return within(field, value, fail, (bound) => `${ofHundred(bound)}%`);
    },
    read: ({ decimals = PLACES }, text) => readPercent(text, decimals),
    write: (_, value) => `${ofHundred(Number(value))}%`,
  },
);

export const STARS = 5;
/** Value: 1 to `max` stars; a verdict, so it never begins with what the case holds. */
export const rating = kind(
  z.object({ type: z.literal('rating'), ...asked, max: z.number().int().min(2).max(10).optional() }),
  {
    ...numeric,
    prefill: false,
    check: ({ max = STARS }, value, fail) =>
      Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max
        ? (value as number)
        : fail(tell('stars', { most: max })),
    read: ({ max = STARS }, text) => readStars(text, max),
    write: asText,
  },
);
