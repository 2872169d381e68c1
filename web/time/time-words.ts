// Times in words first: how long is left, which day, how long it took. Pure; the language is an argument.

import { type Calendar, workingBetween } from '../../bpmn/calendar.ts';
import { parseDuration } from '../../bpmn/duration.ts';
import type { Language } from '../../words/message.ts';
import { valueIn } from '../../words/values.ts';
import { clockTime, dayOf, wall, type Zone } from './shop-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const two = (n: number): string => String(n).padStart(2, '0');

/** `32 分`, `1 时 05 分`, `2 天 3 时`. */
export function span(ms: number, language: Language): string {
  const say = valueIn(language);
  const minutes = Math.max(1, Math.round(Math.abs(ms) / MINUTE));
  if (minutes < 60) return say('minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24)
    return minutes % 60 === 0 ? say('hours', { n: hours }) : say('hoursMinutes', { n: hours, rest: two(minutes % 60) });
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? say('days', { n: days }) : say('daysHours', { n: days, rest: hours % 24 });
}

/** `2 时`, `1 个月 3 天`, as a process says it (ISO 8601); undefined where it is none. Hours of working time make no days. */
export function duration(text: string, isWorking: boolean, language: Language): string | undefined {
  const said = parseDuration(text);
  if (!said || said.months * DAY + said.ms === 0) return undefined;
  const say = valueIn(language);
  const { months, ms } = said;
  const hours = ms / HOUR;
  const rest = isWorking && hours >= 24 && Number.isInteger(hours) ? say('hours', { n: hours }) : span(ms, language);
  return [months > 0 && say('months', { n: months }), ms > 0 && rest].filter(Boolean).join(' ');
}

/** `限工作时间 4 时，用了 6 时`: late by the clock on the wall is not late by a limit that counts no nights. */
export function limit(
  { duration: given, calendar }: { duration: string; calendar: Calendar | null },
  since: number,
  now: number,
  language: Language,
): string | undefined {
  const said = duration(given, calendar !== null, language);
  if (!said) return undefined;
  const say = valueIn(language);
  if (!calendar) return say('limit', { limit: said });
  const used = workingBetween(calendar, since, now);
  if (used < MINUTE) return say('limitWorking', { limit: said });
  const spent = used < DAY ? span(used, language) : say('hours', { n: Math.round(used / HOUR) });
  return say('limitUsed', { limit: said, used: spent });
}

type Month = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11;
type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;
const dateParts = (date: Date, language: Language) => ({
  month: valueIn(language)(`month.${date.getUTCMonth() as Month}`),
  date: date.getUTCDate(),
});

/** `11 月 13 日`; with another year, the year too. */
export function day(at: number, now: number, zone: Zone, language: Language): string {
  const date = wall(at, zone);
  const parts = dateParts(date, language);
  const year = date.getUTCFullYear();
  return year === wall(now, zone).getUTCFullYear()
    ? valueIn(language)('day', parts)
    : valueIn(language)('dayYear', { ...parts, year });
}

/** `今天 18:00`, `明天 18:00`, `昨天 09:30`, `11 月 13 日 18:00`. */
export function moment(at: number, now: number, zone: Zone, language: Language): string {
  const time = clockTime(at, zone);
  const apart = dayOf(at, zone) - dayOf(now, zone);
  const near = apart >= -1 && apart <= 1 ? valueIn(language)(`near.${apart as -1 | 0 | 1}`) : undefined;
  return near ? `${near} ${time}` : `${day(at, now, zone, language)} ${time}`;
}

/** The same in the middle of a sentence: `since yesterday 09:30`. */
export const momentWithin = (...said: Parameters<typeof moment>): string => {
  const words = moment(...said);
  return words.charAt(0).toLowerCase() + words.slice(1);
};

/** The clock alone today, the day before it otherwise: for columns and time lines. */
export const stamp = (at: number, now: number, zone: Zone): string =>
  dayOf(at, zone) === dayOf(now, zone) ? clockTime(at, zone) : `${shortDay(at, zone)} ${clockTime(at, zone)}`;

/** `11-13`. */
export const shortDay = (at: number, zone: Zone): string => {
  const date = wall(at, zone);
  return `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
};

/** `11 月 11 日 周三 14:02`. */
export function fullNow(at: number, zone: Zone, language: Language): string {
  const date = wall(at, zone);
  const week = valueIn(language)(`week.${date.getUTCDay() as Weekday}`);
  return valueIn(language)('now', { ...dateParts(date, language), week, time: clockTime(at, zone) });
}

/** How urgent: shape and colour follow from it. */
export type Urgency = 'late' | 'soon' | 'calm';
export type DueWords = { urgency: Urgency; text: string /** 0 to 1 of the time gone. */; gone: number };

export function due(limit: number, since: number, now: number, zone: Zone, language: Language): DueWords {
  const left = limit - now;
  const gone = Math.min(1, Math.max(0, (now - since) / Math.max(1, limit - since)));
  const say = valueIn(language);
  if (left <= 0) return { urgency: 'late', text: say('late', { span: span(left, language) }), gone: 1 };
  const urgency = gone >= 0.5 && left < DAY ? 'soon' : 'calm';
  if (left < 6 * HOUR || urgency === 'soon')
    return { urgency, text: say('left', { span: span(left, language) }), gone };
  const apart = dayOf(limit, zone) - dayOf(now, zone);
  return { urgency, text: apart <= 1 ? moment(limit, now, zone, language) : day(limit, now, zone, language), gone };
}

export type DueGroup = 'late' | 'today' | 'later' | 'none';
export const dueGroup = (limit: number | null, now: number, zone: Zone): DueGroup =>
  limit === null ? 'none' : limit <= now ? 'late' : dayOf(limit, zone) === dayOf(now, zone) ? 'today' : 'later';
