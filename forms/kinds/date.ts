// Days and moments: `2026-11-23`, `2026-11-23T08:00:00Z`.
import { z } from 'zod';
import { tell } from '../tell.ts';
import { type Reader, readDay, readMoment } from '../written.ts';
import { asText, computable, kind } from './kind.ts';
import { unread } from './number.ts';

/** Whether it can be read hangs on neither the day nor the zone. */
const ANY: Reader = { today: '2026-11-23', language: 'zh', toInstant: (wall) => wall };
const days = { stored: 'text', find: 'date', prefill: true } as const;

function isDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
}

export const date = kind(z.object({ type: z.literal('date'), ...computable }), {
  ...days,
  feel: 'date',
  check: (_, value, fail) =>
    isDate(value) ? value : fail(unread(value, (text) => readDay(text, ANY)) ?? tell('date')),
  read: (_, text, reader) => readDay(text, reader),
  write: asText,
});

export const dateTime = kind(z.object({ type: z.literal('dateTime'), ...computable }), {
  ...days,
  feel: 'date and time',
  check: (_, value, fail) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value))
      ? value
      : fail(unread(value, (text) => readMoment(text, ANY)) ?? tell('dateTime')),
  read: (_, text, reader) => readMoment(text, reader),
  write: (_, value, { toWall }) => toWall(String(value)),
});
