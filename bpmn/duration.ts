// ISO 8601 instants, durations and repeating intervals, without the host's clock or zone.
import { addMonths, dayOf, epochDay, isDay } from '../feel/calendar.ts';
import { offsetAt, offsetOfLocal, parseZone, type Zone } from '../feel/zone.ts';
import { looksLikeCron } from './cron.ts';
import type { Instant } from './instance.ts';

export type { Zone } from '../feel/zone.ts';

const UTC: Zone = { offset: 0 };
const DAY = 86_400_000;

/** `days` of `ms` are whole days of a calendar: 23 hours long where clocks go forward. */
export type Duration = { sign: 1 | -1; months: number; days: number; ms: number };
/** `every` is a duration, or cron; `until` ends an endless one; `zone` is that of the start, where it names one. */
export type Cycle = { every: string; left?: number; start?: Instant; until?: Instant; zone?: string };

const DURATION = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?(?:\[([^\]]*)\]|@([A-Za-z]\S*))?$/;

/** A thousand years: what lies further off is no date that anybody could show. */
const LONGEST_MONTHS = 12_000;
const LONGEST_MS = 1_000 * 366 * DAY;

/** null = not a duration, or one of more than a thousand years. */
export function parseDuration(text: string): Duration | null {
  const match = DURATION.exec(text.trim());
  if (!match || /P$|T$/.test(text.trim())) return null;
  const part = (index: number) => Number(match[index] ?? 0);
  const months = part(2) * 12 + part(3);
  const days = part(4) * 7 + part(5);
  const ms = Math.round((days * 86_400 + part(6) * 3_600 + part(7) * 60 + part(8)) * 1_000);
  return months > LONGEST_MONTHS || ms > LONGEST_MS ? null : { sign: match[1] ? -1 : 1, months, days, ms };
}

/** `at` plus the duration; months and days by the calendar of the zone, the day clipped to the month's last. */
export function addDuration(at: Instant, { sign, months, days, ms }: Duration, zone: Zone = UTC): Instant {
  if (!months && (!days || 'offset' in zone)) return at + sign * ms;
  const local = at + offsetAt(zone, at / 1000) * 1000;
  const day = Math.floor(local / DAY);
  const moved = (epochDay(addMonths(dayOf(day), sign * months)) + sign * days) * DAY + (local - day * DAY);
  return moved - offsetOfLocal(zone, moved / 1000) * 1000 + sign * (ms - days * DAY);
}

/**
 * An ISO date or date-time. Its own offset decides, else a zone named behind it (`[Europe/Berlin]`, `@Europe/Berlin`), else the
 * shop's zone: it is local time then (ISO 8601-1 5.3.1, DMN 1.5 10.3.2.3.6). null = not one, or a day or zone that does not exist.
 */
export function parseInstant(text: string, shop: Zone = UTC): Instant | null {
  const match = INSTANT.exec(text.trim());
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as Six;
  const [fraction = '', offset, bracket, named] = match.slice(7);
  if (!isDay(year, month, day) || hour > 24 || minute > 59 || second > 60) return null;
  if (hour === 24 && (minute || second || Number(fraction))) return null;
  const seconds = epochDay({ year, month, day }) * 86_400 + hour * 3600 + minute * 60 + second;
  const id = bracket ?? named;
  const place = id === undefined ? shop : parseZone(`@${id}`);
  const own = offset === undefined ? undefined : parseZone(offset.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2'));
  const zone = own === undefined ? place : own;
  if (!zone || !place) return null;
  return (seconds - offsetOfLocal(zone, seconds)) * 1000 + Math.round(Number(fraction || 0) * 1000);
}
type Six = [number, number, number, number, number, number];

/** `R3/PT1H`, `R/2026-01-05T00:00:00Z/P1D`, `R/PT1H/2026-12-31T00:00:00Z`, or cron. null = not a cycle, or one that never gets on. */
export function parseCycle(text: string, shop: Zone = UTC): Cycle | null {
  const [, count, rest = ''] = /^R(\d*)\/(.+)$/.exec(text.trim()) ?? [];
  if (count === undefined) return looksLikeCron(text) ? { every: text.trim() } : null;
  // R0 and R1 are the thing once, without a repeat.
  const times = count === '' ? {} : { left: Math.max(1, Number(count)) };
  if (isInterval(rest)) return { every: rest, ...times };
  // A zone behind the date may have a stroke in its name.
  const [last, first] = [rest.lastIndexOf('/'), rest.indexOf('/')];
  const start = parseInstant(rest.slice(0, last), shop);
  if (start !== null && isInterval(rest.slice(last + 1))) {
    const zone = ZONE.exec(rest.slice(0, last).trim())?.[0];
    return { every: rest.slice(last + 1), start, ...times, ...(zone && { zone: zone.replace(/^\[(.*)\]$/, '@$1') }) };
  }
  const until = parseInstant(rest.slice(first + 1), shop);
  return until !== null && isInterval(rest.slice(0, first)) ? { every: rest.slice(0, first), until, ...times } : null;
}
/** What a date says of its zone, the name before the offset. */
const ZONE = /\[[^\]]*\]$|@[A-Za-z]\S*$|(?:Z|[+-]\d\d:?\d\d)$/;

function isInterval(text: string): boolean {
  const duration = parseDuration(text);
  return duration !== null && duration.sign === 1 && (duration.months > 0 || duration.ms > 0);
}

/** Of a shop that has not set its own. */
export const SHOP_ZONE = '+08:00';
/** A zone as it is written: `+08:00`, `+0800`, `Z`, `@Asia/Shanghai`; UTC for none. */
export const zoneOf = (text: string | undefined): Zone =>
  (text !== undefined && parseZone(text.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2'))) || UTC;
