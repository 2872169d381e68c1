// ISO 8601 instants, durations and repeating intervals, without the host's clock or zone.
import { looksLikeCron, nextCron } from './cron.ts';
import type { Instant } from './instance.ts';

export type Duration = { sign: 1 | -1; months: number; ms: number };
/** `every` is a duration, or cron; `until` ends an endless one. */
export type Cycle = { every: string; left?: number; start?: Instant; until?: Instant };

const DURATION = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const INSTANT = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?(?:\[[^\]]*\])?$/;

/** null = not a duration. */
export function parseDuration(text: string): Duration | null {
  const match = DURATION.exec(text.trim());
  if (!match || /P$|T$/.test(text.trim())) return null;
  const part = (index: number) => Number(match[index] ?? 0);
  return {
    sign: match[1] ? -1 : 1,
    months: part(2) * 12 + part(3),
    ms: ((part(4) * 7 + part(5)) * 86_400 + part(6) * 3_600 + part(7) * 60 + part(8)) * 1_000,
  };
}

/** `at` plus the duration; months by the UTC calendar, the day clipped to the month's last. */
export function addDuration(at: Instant, { sign, months, ms }: Duration): Instant {
  let from = at;
  if (months) {
    const date = new Date(at);
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + sign * months);
    date.setUTCDate(Math.min(day, new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()));
    from = date.getTime();
  }
  return from + sign * ms;
}

/** An ISO date or date-time; without an offset it is UTC. null = not one. */
export function parseInstant(text: string): Instant | null {
  const match = INSTANT.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const offset =
    zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Math.round(Number(fraction || 0) * 1000),
  );
  return Number.isNaN(at) ? null : at - offset * 60_000;
}

/** `R3/PT1H`, `R/2026-01-05T00:00:00Z/P1D`, `R/PT1H/2026-12-31T00:00:00Z`, or cron. null = not a cycle. */
export function parseCycle(text: string): Cycle | null {
  const parts = text.trim().split('/');
  const repeat = /^R(\d*)$/.exec(parts[0] ?? '');
  if (!repeat && looksLikeCron(text)) return { every: text.trim() };
  if (!repeat || parts.length < 2 || parts.length > 3) return null;
  const cycle: Cycle = { every: '', ...(repeat[1] !== '' && { left: Number(repeat[1]) }) };
  for (const [index, part] of parts.slice(1).entries()) {
    const instant = parseInstant(part);
    if (instant !== null) cycle[index === 0 ? 'start' : 'until'] = instant;
    else if (parseDuration(part)) cycle.every = part;
    else return null;
  }
  return cycle.every ? cycle : null;
}

/** The instant of a cycle that follows `from`. `offset`: minutes east of UTC, for cron. null = there is none. */
export function nextOfCycle(every: string, from: Instant, offset = 0): Instant | null {
  const duration = parseDuration(every);
  return duration ? addDuration(from, duration) : nextCron(every, from, offset);
}

/** `+08:00` in minutes east of UTC. */
export function offsetMinutes(zone: string | undefined): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '');
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
}
