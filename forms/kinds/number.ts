// Numbers: whole ones, those with decimals, amounts in whole cents.
import { z } from 'zod';
import type { Value } from '../../feel/value.ts';
import type { Message } from '../../words/message.ts';
import { amountOf, moneyOf } from '../money.ts';
import { tell } from '../tell.ts';
import { type Read, readMoney, readNumber } from '../written.ts';
import { asText, data, type Fail, kind } from './kind.ts';

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

export const integer = kind(z.object({ type: z.literal('integer'), ...data, ...bounds }), {
  ...numeric,
  check(field, value, fail) {
    if (!Number.isSafeInteger(value)) return fail(unread(value, (text) => readNumber(text, 0)) ?? tell('whole'));
    return within(field, value as number, fail);
  },
  read: (_, text) => readNumber(text, 0),
  write: asText,
});

export const number = kind(
  z.object({ type: z.literal('number'), ...data, ...bounds, decimals: z.number().optional() }),
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
  z.object({ type: z.literal('money'), ...data, currency: z.string().default('CNY'), ...bounds }),
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
