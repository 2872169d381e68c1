// Timers that stand while a case is held or a step waits for a correction (core-semantics §5); clocks of people's work are in clocks.ts.
import { recounted } from './calendar.ts';
import { looksLikeCron } from './cron.ts';
import type { Draft } from './draft.ts';
import { parseCycle, parseInstant } from './duration.ts';
import type { Wait } from './instance.ts';
import { shifted } from './timer.ts';
import { followingOf, left, until, versionOf } from './waits.ts';

export type TimerWait = Extract<Wait, { kind: 'timer' }>;

export const timersAmong = (waits: Iterable<Wait>): TimerWait[] =>
  [...waits].filter((wait): wait is TimerWait => wait.kind === 'timer');

/** Dates and repeats tied to dates keep their instant; what counts from its arming stands still meanwhile. */
function standsStill({ spec }: TimerWait): boolean {
  if (parseInstant(spec) !== null || looksLikeCron(spec)) return false;
  return parseCycle(spec)?.start === undefined;
}
const calendarOf = (d: Draft, timer: TimerWait): string | undefined => d.node(timer.element).element.zf?.calendar;

/** What is left to it now, in milliseconds of its calendar; undefined: it does not stand still. */
export const leftOn = (d: Draft, timer: TimerWait): number | undefined =>
  standsStill(timer) ? left(d, timer.due, d.at, calendarOf(d, timer)) : undefined;

/** It runs again from now with what was left. Of a date whose repeats came due meanwhile the last one stands for all. */
export const goesOn = (d: Draft, timer: TimerWait, rest: number | undefined): TimerWait =>
  rest === undefined
    ? lastMissed(d, timer)
    : { ...shifted(timer, until(d, rest, d.at, calendarOf(d, timer))), ...versionOf(d, calendarOf(d, timer)) };

/** Its calendar is another since it was armed: what lies behind the change is counted anew. undefined: nothing changes. */
export function recountedTimer(d: Draft, timer: TimerWait, calendar: string): TimerWait | undefined {
  const content = calendarOf(d, timer) === calendar ? d.env.calendars?.[calendar] : undefined;
  if (!content || timer.version === undefined || timer.version === content.version || !standsStill(timer))
    return undefined;
  const due = recounted(content, timer.version, timer.due);
  return due === undefined ? undefined : { ...timer, due, version: content.version };
}

/** Repeats of one cycle that came due while it stood are one. */
function lastMissed(d: Draft, timer: TimerWait): TimerWait {
  let last = timer;
  for (let following = followingOf(d, last); following && following.due <= d.at; following = followingOf(d, last))
    last = following;
  return last;
}
