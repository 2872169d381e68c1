// Conversions to dates, times and durations (DMN 1.5, 10.3.4.1), temporal functions (10.3.4.9), today and now.

import { dayOf, dayOfYear, epochDay, weekday, weekOfYear } from '../calendar.ts';
import { type Environment, warn } from '../environment.ts';
import { type FeelValue, kindOf } from '../kind.ts';
import { Decimal, type FeelNumber, isWhole, truncate } from '../number.ts';
import { equal } from '../operators.ts';
import { tell } from '../reason.ts';
import {
  atInstant,
  dateOf,
  FeelDate,
  FeelDateTime,
  type FeelDuration,
  FeelMonths,
  FeelTime,
  monthsBetween,
  NANOS_OF_DAY,
  parseDate,
  parseDateTime,
  parseDuration,
  parseTime,
} from '../temporal.ts';
import { offsetAt, parseZone, type Zone, zoneText } from '../zone.ts';
import { type Builtins, form } from './builtin.ts';

type Day = FeelDate | FeelDateTime;
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const parsed = (
  what: 'date' | 'time' | 'date and time' | 'duration' | 'years and months duration',
  parse: (text: string) => FeelValue | null,
) =>
  form(
    'from: string',
    ([from]: [string], environment: Environment) =>
      parse(from) ?? warn(environment, tell('notA', { text: from, what: tell(`kind.${what}`) })),
  );

/** An offset as a duration, up to 18 hours. */
function zoneOf(offset: FeelDuration | undefined): Zone | null | undefined {
  if (!offset) return null;
  const seconds = offset.nanos / 1_000_000_000n;
  return seconds >= -64_800n && seconds <= 64_800n ? { offset: Number(seconds) } : undefined;
}

function clockOf(hour: FeelNumber, minute: FeelNumber, second: FeelNumber): number | null {
  const nanos = new Decimal(second).times(1e9).trunc().toNumber();
  if (!isWhole(hour) || !isWhole(minute)) return null;
  const [h, m] = [truncate(hour), truncate(minute)];
  if (h < 0 || h > 23 || m < 0 || m > 59 || nanos < 0 || nanos >= 60e9) return null;
  return (h * 3600 + m * 60) * 1e9 + nanos;
}

const dayFrom = (year: FeelNumber, month: FeelNumber, day: FeelNumber) =>
  [year, month, day].every(isWhole) ? dateOf(truncate(year), truncate(month), truncate(day)) : null;

function moment(parts: FeelNumber[], zone: Zone | null | undefined, environment: Environment) {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = dayFrom(year, month, day);
  const nanos = clockOf(hour, minute, second);
  return date && nanos !== null && zone !== undefined
    ? new FeelDateTime(date.day, nanos, zone)
    : warn(environment, tell('noMoment'));
}

const PARTS = 'year: number, month: number, day: number, hour: number, minute: number, second: number';
const join = ([date, time]: [Day, FeelTime]) => new FeelDateTime(date.day, time.nanos, time.zone);
const localOffset = (offset: string | undefined): Zone => (offset && parseZone(offset)) || { offset: 0 };

export const dates: Builtins = {
  date: [
    parsed('date', parseDate),
    form('from: day', ([from]: [Day]) => new FeelDate(from.day)),
    form(
      'year: number, month: number, day: number',
      ([year, month, day]: [FeelNumber, FeelNumber, FeelNumber], environment: Environment) =>
        dayFrom(year, month, day) ?? warn(environment, tell('noDay')),
    ),
  ],
  'date and time': [
    parsed('date and time', parseDateTime),
    form('from: date and time', ([from]: [FeelDateTime]) => from),
    form('date: day, time: time', join),
    form(PARTS, (parts: FeelNumber[], environment: Environment) => moment(parts, null, environment)),
    form(
      `${PARTS}, offset: days and time duration`,
      (parts: [...FeelNumber[], FeelDuration], environment: Environment) =>
        moment(parts as never, zoneOf(parts[6] as FeelDuration), environment),
    ),
    form(`${PARTS}, timezone: string`, (parts: [...FeelNumber[], string], environment: Environment) =>
      moment(parts as never, parseZone(`@${parts[6]}`) ?? undefined, environment),
    ),
  ],
  time: [
    parsed('time', parseTime),
    form('from: time', ([from]: [FeelTime]) => from),
    form('from: date and time', ([from]: [FeelDateTime]) => new FeelTime(from.nanos, from.zone)),
    form(
      'hour: number, minute: number, second: number, offset?: any',
      ([hour, minute, second, offset]: [FeelNumber, FeelNumber, FeelNumber, unknown], environment: Environment) => {
        const nanos = clockOf(hour, minute, second);
        const given = offset ?? undefined;
        const zone =
          given === undefined || kindOf(given) === 'days and time duration' ? zoneOf(given as FeelDuration) : undefined;
        return nanos === null || zone === undefined
          ? warn(environment, tell('noTime'))
          : new FeelTime(nanos % NANOS_OF_DAY, zone);
      },
    ),
  ],
  duration: [parsed('duration', parseDuration), form('from: duration', ([from]: [FeelValue]) => from)],
  'years and months duration': [
    form('from: day, to: day', ([from, to]: [Day, Day]) => new FeelMonths(monthsBetween(from, to))),
  ],
  'day of year': [form('date: day', ([date]: [Day]) => dayOfYear(date.day))],
  'day of week': [form('date: day', ([date]: [Day]) => DAYS[weekday(date.day) - 1])],
  'month of year': [form('date: day', ([date]: [Day]) => MONTHS[date.day.month - 1])],
  'week of year': [form('date: day', ([date]: [Day]) => weekOfYear(date.day))],
  now: [
    form('', (_: never[], { run: { clock } }: Environment) => atInstant(BigInt(clock.at) * 1_000_000n, { offset: 0 })),
  ],
  today: [
    form('', (_: never[], { run: { clock } }: Environment) => {
      const seconds = Math.floor(clock.at / 1000);
      return new FeelDate(dayOf(Math.floor((seconds + offsetAt(localOffset(clock.offset), seconds)) / 86_400)));
    }),
  ],
  is: [
    form('value1: any, value2: any', ([a, b]: [unknown, unknown]) => {
      if (kindOf(a) !== kindOf(b)) return false;
      // Moments are the same only where zone and reading are: `is` compares values, `=` instants.
      if (a instanceof FeelTime || a instanceof FeelDateTime) {
        const other = b as FeelTime;
        const days = a instanceof FeelDateTime ? epochDay(a.day) - epochDay((b as FeelDateTime).day) : 0;
        return days === 0 && a.nanos === other.nanos && zoneText(a.zone) === zoneText(other.zone);
      }
      return equal(a, b) === true;
    }),
  ],
};
