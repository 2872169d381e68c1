// What a path finds in a value (DMN 1.5, 10.3.2.5 and table 65): entries of contexts, properties of dates, times, durations, ranges.
import { weekday } from './calendar.ts';
import { type Context, entryOf, FeelValue, isContext } from './kind.ts';
import { canonical, Decimal } from './number.ts';
import { FeelRange } from './range.ts';
import { FeelDate, FeelDateTime, FeelDuration, FeelMonths, FeelTime, offsetOf, secondsToNanos } from './temporal.ts';

type Table<T> = Record<string, (value: T) => unknown>;

const DAY: Table<FeelDate | FeelDateTime> = {
  year: ({ day }) => day.year,
  month: ({ day }) => day.month,
  day: ({ day }) => day.day,
  weekday: ({ day }) => weekday(day),
};
const CLOCK: Table<FeelTime | FeelDateTime> = {
  hour: ({ nanos }) => Math.floor(nanos / 3600e9),
  minute: ({ nanos }) => Math.floor(nanos / 60e9) % 60,
  second: ({ nanos }) => canonical(new Decimal(nanos % 60e9).div(1e9)),
  'time offset': (value) => {
    const offset = offsetOf(value);
    return offset === null ? null : new FeelDuration(secondsToNanos(offset));
  },
  timezone: ({ zone }) => (zone && 'id' in zone ? zone.id : null),
};
const part = (unit: bigint, of: bigint) => (value: FeelDuration) => Number((value.nanos / unit) % of);
const DURATION: Table<FeelDuration> = {
  days: ({ nanos }) => Number(nanos / 86_400_000_000_000n),
  hours: part(3_600_000_000_000n, 24n),
  minutes: part(60_000_000_000n, 60n),
  seconds: ({ nanos }) => canonical(new Decimal((nanos % 60_000_000_000n).toString()).div(1e9)),
};
const MONTHS: Table<FeelMonths> = {
  years: ({ months }) => Math.trunc(months / 12),
  months: ({ months }) => months % 12 || 0,
};
const RANGE: Table<FeelRange> = {
  start: ({ start }) => start,
  end: ({ end }) => end,
  'start included': ({ startIncluded }) => startIncluded,
  'end included': ({ endIncluded }) => endIncluded,
};

function tableOf(value: FeelValue): Table<never> | undefined {
  if (value instanceof FeelDate) return DAY;
  if (value instanceof FeelDateTime) return { ...DAY, ...CLOCK };
  if (value instanceof FeelTime) return CLOCK;
  if (value instanceof FeelDuration) return DURATION;
  if (value instanceof FeelMonths) return MONTHS;
  if (value instanceof FeelRange) return RANGE;
  return undefined;
}

/** undefined where there is no such entry or property. */
export function member(value: unknown, name: string): unknown {
  if (value instanceof FeelValue) {
    const table = tableOf(value);
    return table && Object.hasOwn(table, name) ? table[name]?.(value as never) : undefined;
  }
  return isContext(value) ? entryOf(value as Context, name) : undefined;
}
