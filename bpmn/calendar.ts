// Working time: weekly shifts with dated exceptions, in one fixed offset from UTC (no zone database in the core).
import type { Instant } from './instance.ts';

/** Minutes from midnight, half open. */
export type Shift = [from: number, to: number];
export type Calendar = {
  id: string;
  version: number;
  /** Minutes east of UTC. */
  offset: number;
  /** Shifts by weekday, 0 = Sunday. */
  week: Shift[][];
  /** Shifts of single days, by `2026-10-01`; an empty list is a closed day. */
  days: Record<string, Shift[]>;
  /** Years whose public holidays stand in `days`; absent = it keeps none. */
  known?: number[];
};

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

const shiftsOf = (calendar: Calendar, midnight: number): Shift[] => {
  const date = new Date(midnight);
  return calendar.days[date.toISOString().slice(0, 10)] ?? calendar.week[date.getUTCDay()] ?? [];
};
/** Start of the local day that holds `at`, in local milliseconds. */
const midnightOf = (calendar: Calendar, at: Instant) => Math.floor((at + calendar.offset * MINUTE) / DAY) * DAY;

/** The instant when `ms` of working time have passed since `from`; null where the calendar never opens. */
export function addWorking(calendar: Calendar, from: Instant, ms: number): Instant | null {
  const local = from + calendar.offset * MINUTE;
  let left = ms;
  let idle = 0;
  for (let midnight = midnightOf(calendar, from); idle < HORIZON_DAYS; midnight += DAY) {
    idle += 1;
    for (const [open, close] of shiftsOf(calendar, midnight)) {
      const start = Math.max(local, midnight + open * MINUTE);
      const room = midnight + close * MINUTE - start;
      if (room <= 0) continue;
      idle = 0;
      if (left <= room) return start + left - calendar.offset * MINUTE;
      left -= room;
    }
  }
  return null;
}

/** Working milliseconds between two instants, `from` ≤ `to`. */
export function workingBetween(calendar: Calendar, from: Instant, to: Instant): number {
  const start = from + calendar.offset * MINUTE;
  const end = to + calendar.offset * MINUTE;
  let sum = 0;
  for (let midnight = midnightOf(calendar, from); midnight < end; midnight += DAY) {
    for (const [open, close] of shiftsOf(calendar, midnight)) {
      sum += Math.max(0, Math.min(end, midnight + close * MINUTE) - Math.max(start, midnight + open * MINUTE));
    }
  }
  return sum;
}
