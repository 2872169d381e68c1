// Time limits of people's work, of what is waited for and of whole cases (core-semantics §4): when they run out, when they stand. What
// happens on the way is in ladder.ts. Whether a clock stands is worked out once at the end of an occurrence, whatever has led to it.

import type { Called } from '../words/message.ts';
import { ok } from './answer.ts';
import { addWorking, backWorking, workingBetween } from './calendar.ts';
import { expr, type Node } from './compile.ts';
import type { DeadlineRule } from './definition.ts';
import { byAge, calledNode, type Draft, Fault, shown, tell } from './draft.ts';
import { addDuration, parseDuration, parseInstant, zoneOf } from './duration.ts';
import {
  type Answer,
  type Clock,
  type Instant,
  type Occurrence,
  ROOT,
  type Shown,
  type Token,
  type Wait,
  type WaitId,
  type Why,
} from './instance.ts';
import { parkedAround } from './parking.ts';
import { recountedTimer, type TimerWait } from './standing.ts';
import { on, type Place, value } from './variables.ts';
import { after } from './waits.ts';

export type Timed = Extract<Wait, { kind: 'userTask' | 'clock' }> & { clocks: Clock[] };
export const isTimed = (wait: Wait | undefined): wait is Timed =>
  (wait?.kind === 'userTask' || wait?.kind === 'clock') && wait.clocks !== undefined;

/** What the model says of them: the step's limits, or those of the case. */
export const limitsOf = (d: Draft, { element, owner }: Wait): DeadlineRule[] =>
  ('scope' in owner ? d.model.definition.zf.deadline : d.node(element).element.zf?.deadline) ?? [];

/**
 * All limits of a step that begins now, or of the case.
 * @param latest a new place among others is due no later than these
 * @throws Fault where one is no time
 */
export function clocksFrom(d: Draft, place: Place, rules: DeadlineRule[], step: Called, latest?: Instant): Clock[] {
  return rules.map((rule, index) => {
    const { calendar } = rule;
    const spec = value(d, place, expr(rule.target));
    const wrong = (): Fault => new Fault('timerSpec', tell('timerSpec.limit', { step, value: shown(spec) }));
    if (typeof spec !== 'string') throw wrong();
    const date = parseInstant(spec, zoneOf(d.env.zone));
    const due = date ?? after(d, d.at, spec, calendar);
    if (due === null) throw wrong();
    const cap = least(capOf(d, place, rule, step), latest);
    const clock: Clock = {
      kind: rule.kind,
      rule: index,
      spec,
      ...(date === null ? { goal: between(d, calendar, d.at, due) } : { date }),
      ...(calendar && { calendar }),
      since: d.at,
      used: 0,
      mark: d.at,
      due,
      ...(cap !== undefined && { cap }),
    };
    return counted(d, clock, rule);
  });
}

/** No later than this, whatever the calendar says: a date, or a stretch of all time; null where the data know of none. */
function capOf(d: Draft, place: Place, { cap }: DeadlineRule, step: Called): Instant | undefined {
  if (cap === undefined) return undefined;
  const found = value(d, place, expr(cap));
  if (found === null || found === undefined) return undefined;
  const text = String(found);
  const latest = parseInstant(text, zoneOf(d.env.zone)) ?? after(d, d.at, text, undefined);
  if (latest === null) throw new Fault('timerSpec', tell('timerSpec.limit', { step, value: shown(found) }));
  return latest;
}
const least = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

const contentOf = (d: Draft, calendar: string | undefined) => {
  if (!calendar) return undefined;
  d.readsShop = true;
  return d.env.calendars?.[calendar];
};
/** Milliseconds that count. */
function between(d: Draft, calendar: string | undefined, from: Instant, to: Instant): number {
  const content = contentOf(d, calendar);
  return content && to > from ? workingBetween(content, from, to) : to - from;
}
/** `ms` of the calendar's time later, or earlier. */
function plus(d: Draft, calendar: string | undefined, from: Instant, ms: number): Instant {
  const content = contentOf(d, calendar);
  const found = content && (ms < 0 ? backWorking(content, from, -ms) : addWorking(content, from, ms));
  return found ?? from + ms;
}

/** Due and next by what holds now. What is missed keeps the instant at which it was. */
export function counted(d: Draft, clock: Clock, rule: DeadlineRule | undefined): Clock {
  const { next: _next, version: _version, ...rest } = clock;
  const { calendar, goal, date = clock.due, cap, mark, used } = rest;
  const free = goal === undefined ? date : plus(d, calendar, mark, goal - used);
  const due = rest.missed ? rest.due : rest.stands === 'paused' ? (cap ?? free) : (least(free, cap) as Instant);
  const version = contentOf(d, calendar)?.version;
  const now = { ...rest, due, ...(version !== undefined && { version }) };
  const [first] = turnsOf(d, now, rule);
  return { ...now, ...(first && { next: first.at }) };
}

export type Turn = { at: Instant; rung?: number };
/** What it still has to do, in order: run out, and the rungs of its ladder. */
export function turnsOf(d: Draft, clock: Clock, rule: DeadlineRule | undefined): Turn[] {
  if (clock.met || (clock.stands && !runsOn(clock))) return [];
  const rungs = (rule?.steps ?? []).flatMap((step, rung): Turn[] => {
    const at = clock.fired?.includes(rung) ? undefined : instantOf(d, clock, step.at);
    return at === undefined ? [] : [{ at, rung }];
  });
  const turns = [...(clock.missed ? [] : [{ at: clock.due }]), ...rungs].sort((a, b) => a.at - b.at);
  return clock.stands ? turns.filter(({ at }) => at >= clock.due) : turns;
}

/** Dates come whatever is waited for. */
const runsOn = ({ stands, date, cap }: Clock): boolean =>
  stands !== 'held' && (date !== undefined || cap !== undefined);

/** `80%` of its time, `PT4H` after it began, `-PT4H` before it is due, `+PT4H` after that; in its calendar's time. */
function instantOf(d: Draft, clock: Clock, at: string): Instant | undefined {
  const { calendar, since, mark, used, due, goal } = clock;
  const sign = /^[+-]/.exec(at.trim())?.[0];
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(at.trim())?.[1];
  // What ends on a date, or earlier than its time would, is counted by the way from its beginning to there.
  const bySpan = goal === undefined || due === clock.cap;
  const from = (ms: number): Instant => (bySpan ? plus(d, calendar, since, ms) : plus(d, calendar, mark, ms - used));
  // Of a date that lay behind it from the beginning every part has passed.
  if (percent !== undefined && bySpan && due <= since) return due;
  if (percent !== undefined)
    return from(Math.round((Number(percent) / 100) * (bySpan ? between(d, calendar, since, due) : (goal as number))));
  const duration = parseDuration(at.trim().replace(/^[+-]/, ''));
  if (!duration) return undefined;
  const ms = addDuration(0, duration);
  return sign === undefined ? from(ms) : plus(d, calendar, due, sign === '-' ? -ms : ms);
}

/** What lists show of these limits; undefined: none of them is open. */
export function shownOf(clocks: Clock[], isEscalated: boolean | undefined): Shown | undefined {
  const open = clocks.filter(({ met }) => !met);
  const [first] = open
    .filter((clock) => !clock.stands || runsOn(clock) || clock.date !== undefined)
    .sort((a, b) => a.due - b.due);
  const left = open.map(({ goal = 0, used }) => Math.max(0, goal - used)).sort((a, b) => a - b)[0];
  if (!first && left === undefined) return isEscalated ? { escalated: true } : undefined;
  return {
    ...(first ? { due: first.due } : { left }),
    ...(first?.kind === 'response' && { response: true }),
    ...(isEscalated && { escalated: true }),
  };
}

/** Tells whoever keeps the lists, where that changes what they show. */
export function keepClocks(d: Draft, wait: Timed, change: Partial<Timed>) {
  const now = { ...wait, ...change } as Timed;
  d.waits.set(now);
  if (now.kind !== 'userTask' || wait.kind !== 'userTask') return;
  const shownNow = shownOf(now.clocks, now.escalated) ?? {};
  if (JSON.stringify(shownOf(wait.clocks, wait.escalated) ?? {}) === JSON.stringify(shownNow)) return;
  const to = 'token' in now.owner ? { token: now.owner.token } : {};
  d.emit({ type: 'clockTask', task: now.id, clock: shownNow, ...to });
}

export type Ahead = { clock: Clock; rungs: { at: Instant; act: string; to?: string }[] };
/** Of an open task the limit that lists show, and what will happen on its way. */
export function aheadOf(d: Draft, id: WaitId): Ahead | undefined {
  const wait = d.waits.get(id);
  const [clock] = isTimed(wait) ? wait.clocks.filter(({ met }) => !met).sort((a, b) => a.due - b.due) : [];
  if (!wait || !clock) return undefined;
  const rule = limitsOf(d, wait)[clock.rule];
  const rungs = turnsOf(d, clock, rule).flatMap(({ at, rung }) => {
    const step = rung === undefined ? undefined : rule?.steps[rung];
    return step ? [{ at, act: step.act, ...(step.to !== undefined && { to: step.to }) }] : [];
  });
  return { clock, rungs };
}

/** Of this wait those turns that have come, in order. */
export const turnsDue = (d: Draft, wait: Timed, until: Instant): Instant[] =>
  wait.clocks.flatMap((clock) =>
    clock.next === undefined || clock.next > until
      ? []
      : turnsOf(d, clock, limitsOf(d, wait)[clock.rule]).flatMap(({ at }) => (at <= until ? [at] : [])),
  );

export const timeOf = (d: Draft, { calendar }: Clock, spec: string, due: Instant): Why => {
  const version = contentOf(d, calendar)?.version;
  return {
    is: 'timer',
    spec,
    due,
    ...(calendar && { calendar: version === undefined ? calendar : `${calendar}@${version}` }),
  };
};

/** At the end of an occurrence: clocks stand and go on as the case now is. */
export function settleClocks(d: Draft) {
  const standing = d.standingNow();
  const all = standing !== d.standing;
  d.standing = standing;
  const paused = new Set(d.pausing.size ? d.pausedSteps() : []);
  for (const id of byAge(all ? d.waitsFor.of('clock') : d.stirredWaits)) {
    const wait = d.waits.get(id);
    if (isTimed(wait)) settle(d, wait, paused);
  }
}

function settle(d: Draft, wait: Timed, paused: ReadonlySet<string>) {
  const rules = limitsOf(d, wait);
  const isHeld =
    d.meta.status === 'suspended' ||
    (wait.kind === 'userTask' && wait.held === true) ||
    parkedAround(d, wait) !== undefined;
  const isPaused = paused.has('scope' in wait.owner ? 'case' : wait.element);
  let changed = false;
  const clocks = wait.clocks.map((clock) => {
    const stands = isHeld ? 'held' : isPaused && clock.date === undefined ? 'paused' : undefined;
    const isOther = clock.version !== contentOf(d, clock.calendar)?.version;
    if (clock.met || (stands === clock.stands && !isOther)) return clock;
    changed = true;
    const { stands: stood, ...rest } = clock;
    // It begins to stand, goes on, or stands for another reason.
    const used = !stood && stands ? rest.used + between(d, rest.calendar, rest.mark, d.at) : rest.used;
    const mark = (stands === undefined) === (stood === undefined) ? rest.mark : d.at;
    const now: Clock = { ...rest, used, mark, ...(stands && { stands }) };
    return counted(d, now, rules[clock.rule]);
  });
  if (changed) keepClocks(d, wait, { clocks });
}

type Of<T extends Occurrence['type']> = Extract<Occurrence, { type: T }>;

/** Whoever could do it has looked at it. */
export function touch(d: Draft, { task }: Of<'taskTouched'>): Answer {
  const wait = d.waits.get(task);
  if (wait?.kind !== 'userTask') return { ok: false, code: 'notOpen' };
  if (!isTimed(wait) || !wait.clocks.some(({ kind, met }) => kind === 'response' && !met)) return ok;
  d.row('touched', { element: wait.element, ...('token' in wait.owner && { token: wait.owner.token }) });
  const clocks = wait.clocks.map((clock): Clock => {
    const { next: _next, ...rest } = clock;
    return clock.kind === 'response' ? { ...rest, met: true } : clock;
  });
  keepClocks(d, wait, { clocks });
  return ok;
}

/** Working time is another from now on: what was worked stays worked, the rest is counted anew. */
export function recount(d: Draft, { calendar }: Of<'calendarChanged'>): Answer {
  const now = contentOf(d, calendar)?.version;
  const others = byAge(d.waitsFor.of('clock')).filter((id) => {
    const wait = d.waits.get(id);
    return isTimed(wait) && wait.clocks.some((clock) => clock.calendar === calendar && clock.version !== now);
  });
  // A case that is held counts its timers as it goes on.
  const timers = d.meta.status === 'running' ? byAge(d.waitsFor.of('timer')) : [];
  const moved = timers.flatMap((id) => recountedTimer(d, d.waits.must(id) as TimerWait, calendar) ?? []);
  if (others.length + moved.length === 0) return ok;
  d.row('clock', { data: { state: 'recounted', calendar } });
  // At the end of the occurrence they are looked at.
  for (const id of others) d.stirredWaits.add(id);
  for (const timer of moved) {
    d.waits.set(timer);
    d.emit({ type: 'startTimer', wait: timer.id, element: timer.element, due: timer.due });
  }
  return ok;
}

/** Limits of a step that waits for something outside. */
export function startWaitClocks(d: Draft, token: Token, node: Node) {
  const rules = node.element.zf?.deadline ?? [];
  if (rules.length === 0) return;
  const clocks = clocksFrom(d, on(token), rules, calledNode(node));
  d.waits.set({ id: d.nextId(), owner: { token: token.id }, element: node.id, kind: 'clock', clocks });
}

/** Limits of the case as a whole. */
export function startCaseClocks(d: Draft) {
  const { zf, name, processId } = d.model.definition;
  if (!zf.deadline?.length) return;
  const step = { kind: 'process', name: name ?? processId };
  const clocks = clocksFrom(d, { scope: ROOT }, zf.deadline, step);
  d.waits.set({ id: d.nextId(), owner: { scope: ROOT }, element: processId, kind: 'clock', clocks });
}
