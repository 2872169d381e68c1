// When a timer is due: its first instant, and those that follow (ISO 8601 repeating intervals, cron). Start timers and timers of
// cases go by this alike.
import { nextCron } from './cron.ts';
import { addDuration, parseCycle, parseDuration, parseInstant, type Zone, zoneOf } from './duration.ts';
import type { Instant } from './instance.ts';

/**
 * `due` is the next instant. Of a cycle: `every` (a duration or cron), how often it still fires (`left`; absent = for ever) and when
 * it ends (`until`). Months are counted from the `first` instant, of which `due` is the `turn`-th repeat, so that the 31st stays the 31st.
 */
export type Timer = { due: Instant; every?: string; left?: number; until?: Instant; first?: Instant; turn?: number };

/** From an instant to one that is a duration later, in working time where a calendar counts. null = not a duration. */
export type After = (from: Instant, duration: string) => Instant | null;
export const afterIn =
  (zone: Zone): After =>
  (from, text) => {
    const duration = parseDuration(text);
    return duration && addDuration(from, duration, zone);
  };

/**
 * What a spec means to whoever begins to wait now: a date, a duration, a cycle. Of a cycle whose start is past, the first instant that
 * is not: what was before the wait existed was not missed (BPMN 2.0.2 10.5.6).
 * @returns 'never' where all of it is past, null where it is none of these.
 */
export function timerOf(spec: string, now: Instant, zone: string | undefined, after?: After): Timer | 'never' | null {
  const { iana } = zoneOf(zone);
  const count = after ?? afterIn(iana);
  const cycle = parseCycle(spec, iana);
  if (cycle) {
    const { start, every, left, until } = cycle;
    const due = start ?? following(every, now, zone, count);
    if (due === null) return null;
    const timer: Timer = {
      due,
      every,
      ...(left !== undefined && { left }),
      ...(until !== undefined && { until }),
      ...(parseDuration(every)?.months && { first: due, turn: 0 }),
    };
    if (until !== undefined && due > until) return 'never';
    return start === undefined ? timer : (notBefore(timer, now, zone, count) ?? 'never');
  }
  const instant = parseInstant(spec, iana);
  if (instant !== null) return { due: instant };
  const due = count(now, spec);
  return due === null ? null : { due };
}

function following(every: string, from: Instant, zone: string | undefined, after: After): Instant | null {
  return after(from, every) ?? nextCron(every, from, zoneOf(zone).minutes);
}

/** What follows a firing: the previous due plus the interval, so that it never drifts. null = it was the last. */
export function nextOf(timer: Timer, zone: string | undefined, after?: After): Timer | null {
  const { due, every, left, until, first, turn = 0 } = timer;
  if (every === undefined || left === 1) return null;
  const count = after ?? afterIn(zoneOf(zone).iana);
  const next = first === undefined ? following(every, due, zone, count) : count(first, repeated(every, turn + 1));
  if (next === null || next <= due || (until !== undefined && next > until)) return null;
  return {
    ...timer,
    due: next,
    ...(left !== undefined && { left: left - 1 }),
    ...(first !== undefined && { turn: turn + 1 }),
  };
}

/** `turns` times the interval, as one duration. */
function repeated(every: string, turns: number): string {
  const { months, ms } = parseDuration(every) ?? { months: 0, ms: 0 };
  return `P${months * turns}MT${(ms * turns) / 1000}S`;
}

/** The first instant of a timer that is not before `now`; what was missed is passed over. null = all of it is past. */
export function notBefore(timer: Timer | null, now: Instant, zone: string | undefined, after?: After): Timer | null {
  let at = timer;
  if (at?.every !== undefined && at.first === undefined && at.due < now) at = leap(at, now);
  while (at && at.due < now) at = nextOf(at, zone, after);
  return at;
}

/** Most of a long way at once: whole intervals of fixed length, and cron by the instant itself. */
function leap(timer: Timer, now: Instant): Timer | null {
  const { due, every = '', left } = timer;
  const interval = parseDuration(every)?.ms;
  if (interval === undefined) return { ...timer, due: now - 1 };
  const turns = Math.floor((now - due) / interval);
  if (left !== undefined && left <= turns) return null;
  return { ...timer, due: due + turns * interval, ...(left !== undefined && { left: left - turns }) };
}
