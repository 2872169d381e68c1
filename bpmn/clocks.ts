// Clocks that can stand: timers and the limits of tasks, while a case is held or a step waits for a correction (core-semantics §4, §5).
import { clockOf } from './behaviors/user-task.ts';
import { looksLikeCron } from './cron.ts';
import type { Draft } from './draft.ts';
import { parseCycle, parseInstant } from './duration.ts';
import type { Instant, Wait } from './instance.ts';
import { shifted } from './timer.ts';
import { followingOf, left, until } from './waits.ts';

export type TimerWait = Extract<Wait, { kind: 'timer' }>;
type TaskWait = Extract<Wait, { kind: 'userTask' }>;
export type TaskClock = TaskWait & { due: Instant; spec: string };
export type Clock = TimerWait | TaskClock;

export const isTaskClock = (wait: Wait): wait is TaskClock => wait.kind === 'userTask' && wait.due !== undefined;
export const clocksAmong = (waits: Iterable<Wait>): Clock[] =>
  [...waits].filter((wait): wait is Clock => wait.kind === 'timer' || isTaskClock(wait));

/** Dates and repeats tied to dates keep their instant; what counts from its arming stands still meanwhile. */
function standsStill({ spec }: Clock): boolean {
  if (parseInstant(spec) !== null || looksLikeCron(spec)) return false;
  return parseCycle(spec)?.start === undefined;
}
const calendarOf = (d: Draft, clock: Clock): string | undefined => {
  const node = d.node(clock.element);
  return clock.kind === 'timer' ? node.element.zf?.calendar : clockOf(node)?.calendar;
};

/** What is left to it now, in milliseconds of its calendar; undefined: it does not stand still. */
export const leftOn = (d: Draft, clock: Clock): number | undefined =>
  standsStill(clock) ? left(d, clock.due, d.at, calendarOf(d, clock)) : undefined;

/** It runs again from now with what was left. Of a date whose repeats came due meanwhile the last one stands for all. */
export function goesOn<C extends Clock>(d: Draft, clock: C, rest: number | undefined): C {
  if (clock.kind === 'timer')
    return (
      rest === undefined ? lastMissed(d, clock) : shifted(clock, until(d, rest, d.at, calendarOf(d, clock)))
    ) as C;
  return rest === undefined ? clock : { ...clock, due: until(d, rest, d.at, calendarOf(d, clock)) };
}

/** Repeats of one cycle that came due while it stood are one. */
function lastMissed(d: Draft, timer: TimerWait): TimerWait {
  let last = timer;
  for (let following = followingOf(d, last); following && following.due <= d.at; following = followingOf(d, last))
    last = following;
  return last;
}
