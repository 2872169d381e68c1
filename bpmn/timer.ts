// When a timer is due: its first instant, and those that follow (ISO 8601 repeating intervals, cron). Start timers and timers of
// cases go by this alike.
import { nextCron } from './cron.ts';
import { addDuration, parseCycle, parseDuration, parseInstant, type Zone, zoneOf } from './duration.ts';
import type { Instant } from './instance.ts';

/**
 * `due` is the next instant. Of a cycle: `every` (a duration or cron), how often it still fires (`left`; absent = for ever) and when
 * it ends (`until`). Months, and days of a zone that changes its clocks, are counted from the `first` instant, of which `due` is the
 * `turn`-th repeat, on the clock of the `zone` that the start names (else the shop's), so that the 31st stays the 31st and ten o'clock ten.
 */
export type Timer = {
  due: Instant;
  every?: string;
  left?: number;
  until?: Instant;
  first?: Instant;
  turn?: number;
  zone?: string;
};

/** How time is counted: all of it, or the working time of a calendar. */
export type Count = {
  /** null = not a duration. */
  after(from: Instant, duration: string): Instant | null;
  /** Milliseconds that count between two instants. */
  between(from: Instant, to: Instant): number;
};
const allTime = (zone: Zone): Count => ({
  after(from, text) {
    const duration = parseDuration(text);
    return duration && addDuration(from, duration, zone);
  },
  between: (from, to) => to - from,
});

/**
 * What a spec means to whoever begins to wait now: a date, a duration, a cycle. Of a cycle whose start is past, the first instant that
 * is not: what was before the wait existed was not missed (BPMN 2.0.2 10.5.6).
 * @returns 'never' where all of it is past, null where it is none of these.
 */
export function timerOf(spec: string, now: Instant, shop: string | undefined, count?: Count): Timer | 'never' | null {
  const cycle = parseCycle(spec, zoneOf(shop));
  if (!cycle) {
    const instant = parseInstant(spec, zoneOf(shop));
    if (instant !== null) return { due: instant };
    const due = (count ?? allTime(zoneOf(shop))).after(now, spec);
    return due === null ? null : { due };
  }
  const { start, every, left, until, zone } = cycle;
  const { months = 0, days = 0 } = parseDuration(every) ?? {};
  const counted: Pick<Timer, 'first' | 'turn' | 'zone'> =
    months || (days && 'id' in zoneOf(zone ?? shop)) ? { first: start ?? now, turn: 0, ...(zone && { zone }) } : {};
  const rest = { every, ...(left !== undefined && { left }), ...(until !== undefined && { until }), ...counted };
  const due = start ?? following({ due: now, ...rest }, shop, count);
  if (due === null) return null;
  if (until !== undefined && due > until) return 'never';
  if (start === undefined) return { due, ...rest, ...(counted.first !== undefined && { turn: 1 }) };
  return notBefore({ due, ...rest }, now, shop, count) ?? 'never';
}

function following(
  { due, every = '', first, turn = 0, zone }: Timer,
  shop: string | undefined,
  count?: Count,
): Instant | null {
  const { after } = count ?? allTime(zoneOf(zone ?? shop));
  if (first !== undefined) return after(first, repeated(every, turn + 1));
  return after(due, every) ?? nextCron(every, due, zoneOf(shop));
}

/** What follows a firing: the previous due plus the interval, so that it never drifts. null = it was the last. */
export function nextOf(timer: Timer, shop: string | undefined, count?: Count): Timer | null {
  const { due, every, left, until, first, turn = 0 } = timer;
  if (every === undefined || left === 1) return null;
  const next = following(timer, shop, count);
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
  const { months, days, ms } = parseDuration(every) ?? { months: 0, days: 0, ms: 0 };
  return `P${months * turns}M${days * turns}DT${((ms - days * 86_400_000) * turns) / 1000}S`;
}

/** The first instant of a timer that is not before `now`; what was missed is passed over. null = all of it is past. */
export function notBefore(timer: Timer | null, now: Instant, shop: string | undefined, count?: Count): Timer | null {
  let at = timer;
  if (at?.every !== undefined && at.due < now) at = leap(at, now, shop, count);
  while (at && at.due < now) at = nextOf(at, shop, count);
  return at;
}

/** No month is longer. */
const MONTH = 31 * 86_400_000;

/** Most of a long way at once: whole intervals, and cron by the instant itself. */
function leap(timer: Timer, now: Instant, shop: string | undefined, count?: Count): Timer | null {
  const { due, every = '', left, first, turn = 0, zone } = timer;
  const interval = parseDuration(every);
  if (interval === null) return { ...timer, due: now - 1 };
  const { after, between } = count ?? allTime(zoneOf(zone ?? shop));
  const length = first === undefined ? interval.ms : interval.ms + interval.months * MONTH;
  const turns = Math.floor((first === undefined ? between(due, now) : now - due) / length);
  if (left !== undefined && left <= turns) return null;
  const moved = first === undefined ? after(due, repeated(every, turns)) : after(first, repeated(every, turn + turns));
  return {
    ...timer,
    due: moved ?? due,
    ...(left !== undefined && { left: left - turns }),
    ...(first !== undefined && { turn: turn + turns }),
  };
}

/** A timer whose time stood still meanwhile: it counts from its new instant. */
export const shifted = <T extends Timer>(timer: T, due: Instant): T => ({
  ...timer,
  due,
  ...(timer.first !== undefined && { first: due, turn: 0 }),
});
