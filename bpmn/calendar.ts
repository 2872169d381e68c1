// Working time: weekly shifts with dated exceptions, in one fixed offset from UTC (no zone database in the core).
import type { Instant } from './instance.ts';

/** Minutes from midnight, half open. */
export type Shift = [from: number, to: number];
/** When there is work. */
type Hours = {
  /** Minutes east of UTC. */
  offset: number;
  /** Shifts by weekday, 0 = Sunday. */
  week: Shift[][];
  /** Shifts of single days, by `2026-10-01`; an empty list is a closed day. */
  days: Record<string, Shift[]>;
};
export type Calendar = Hours & {
  id: string;
  version: number;
  /** Years whose public holidays stand in `days`; absent = it keeps none. */
  known?: number[];
  /** What held before, oldest first, each up to its instant: what was worked stays worked. */
  before?: (Hours & { version: number; until: Instant })[];
};

/** A calendar as it is from `at` on; what held until then is kept for as long as clocks may still count in it. */
export function changedAt(old: Calendar | undefined, now: Calendar, at: Instant): Calendar {
  const { before: _before, ...fresh } = now;
  if (!old) return fresh;
  const { version, offset, week, days } = old;
  const kept = (old.before ?? []).filter(({ until }) => until > at - HORIZON_DAYS * DAY);
  return { ...fresh, version: version + 1, before: [...kept, { version, offset, week, days, until: at }] };
}

/**
 * The instant that was counted as `due` by an earlier version, counted anew: what lay before the change stays, the rest is by what holds now.
 * undefined: that version is not known any more, or never opens.
 */
export function recounted(calendar: Calendar, version: number, due: Instant): Instant | undefined {
  const { before = [] } = calendar;
  const index = before.findIndex((one) => one.version === version);
  const old = before[index];
  if (!old || old.until >= due) return index < 0 ? undefined : due;
  const rest = workingBetween({ ...calendar, ...old, before: before.slice(0, index) }, old.until, due);
  return addWorking(calendar, old.until, rest) ?? undefined;
}

/** Years that a calendar with holidays is soon to count in without knowing them: this one and the one that begins within 60 days. */
export function unknownYears({ known, offset }: Calendar, now: Instant): number[] {
  if (!known) return [];
  const yearAt = (at: Instant) => new Date(at + offset * MINUTE).getUTCFullYear();
  return [...new Set([yearAt(now), yearAt(now + 60 * DAY)])].filter((year) => !known.includes(year));
}

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Longest stretch without any working time that `addWorking` crosses. */
const HORIZON_DAYS = 400;

const shiftsOf = (hours: Hours, midnight: number): Shift[] => {
  const date = new Date(midnight);
  return hours.days[date.toISOString().slice(0, 10)] ?? hours.week[date.getUTCDay()] ?? [];
};
/** Start of the local day that holds `at`, in local milliseconds. */
const midnightOf = ({ offset }: Hours, at: Instant) => Math.floor((at + offset * MINUTE) / DAY) * DAY;

type Piece = { hours: Hours; from: Instant; until: Instant };
/** Which hours hold when, oldest first. */
function pieces(calendar: Calendar): Piece[] {
  let from = Number.NEGATIVE_INFINITY;
  const list = (calendar.before ?? []).map((hours): Piece => {
    const piece = { hours, from, until: hours.until };
    from = hours.until;
    return piece;
  });
  return [...list, { hours: calendar, from, until: Number.POSITIVE_INFINITY }];
}

/** The instant when `ms` of working time have passed since `from`; null where the calendar never opens. */
export function addWorking(calendar: Calendar, from: Instant, ms: number): Instant | null {
  let at = from;
  let left = ms;
  for (const { hours, until } of pieces(calendar)) {
    if (until <= at) continue;
    const room = until === Number.POSITIVE_INFINITY ? until : workedIn(hours, at, until);
    if (left <= room) return addIn(hours, at, left);
    left -= room;
    at = until;
  }
  return null;
}

function addIn(hours: Hours, from: Instant, ms: number): Instant | null {
  const local = from + hours.offset * MINUTE;
  let left = ms;
  let idle = 0;
  for (let midnight = midnightOf(hours, from); idle < HORIZON_DAYS; midnight += DAY) {
    idle += 1;
    for (const [open, close] of shiftsOf(hours, midnight)) {
      const start = Math.max(local, midnight + open * MINUTE);
      const room = midnight + close * MINUTE - start;
      if (room <= 0) continue;
      idle = 0;
      if (left <= room) return start + left - hours.offset * MINUTE;
      left -= room;
    }
  }
  return null;
}

/** The instant from which on `ms` of working time pass until `to`; null where the calendar was never open so long. */
export function backWorking(calendar: Calendar, to: Instant, ms: number): Instant | null {
  let at = to;
  let left = ms;
  for (const { hours, from } of pieces(calendar).reverse()) {
    if (from >= at) continue;
    const room = from === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : workedIn(hours, from, at);
    if (left <= room) return backIn(hours, at, left);
    left -= room;
    at = from;
  }
  return null;
}

function backIn(hours: Hours, to: Instant, ms: number): Instant | null {
  const local = to + hours.offset * MINUTE;
  let left = ms;
  let idle = 0;
  for (let midnight = midnightOf(hours, to); idle < HORIZON_DAYS; midnight -= DAY) {
    idle += 1;
    for (const [open, close] of [...shiftsOf(hours, midnight)].reverse()) {
      const end = Math.min(local, midnight + close * MINUTE);
      const room = end - (midnight + open * MINUTE);
      if (room <= 0) continue;
      idle = 0;
      if (left <= room) return end - left - hours.offset * MINUTE;
      left -= room;
    }
  }
  return null;
}

/** Working milliseconds between two instants, `from` ≤ `to`. */
export function workingBetween(calendar: Calendar, from: Instant, to: Instant): number {
  let sum = 0;
  for (const piece of pieces(calendar))
    sum += workedIn(piece.hours, Math.max(from, piece.from), Math.min(to, piece.until));
  return sum;
}

function workedIn(hours: Hours, from: Instant, to: Instant): number {
  const start = from + hours.offset * MINUTE;
  const end = to + hours.offset * MINUTE;
  let sum = 0;
  for (let midnight = midnightOf(hours, from); midnight < end; midnight += DAY) {
    for (const [open, close] of shiftsOf(hours, midnight)) {
      sum += Math.max(0, Math.min(end, midnight + close * MINUTE) - Math.max(start, midnight + open * MINUTE));
    }
  }
  return sum;
}

/** Somebody who works by it is on duty at this instant. */
export function isOpenAt(calendar: Calendar, at: Instant): boolean {
  const midnight = midnightOf(calendar, at);
  const minute = (at + calendar.offset * MINUTE - midnight) / MINUTE;
  const during = (day: number, passed: number) =>
    shiftsOf(calendar, day).some(([open, close]) => open <= minute + passed && minute + passed < close);
  // A shift of the day before may reach beyond midnight.
  return during(midnight, 0) || during(midnight - DAY, DAY / MINUTE);
}
