// What a token or a scope waits for: arming, stopping, and when due (BPMN 2.0.2 10.5, 13.5).
import { addWorking, workingBetween } from './calendar.ts';
import type { Node, Trigger } from './compile.ts';
import { byAge, type Draft, Fault, shown, tell } from './draft.ts';
import { addDuration, parseDuration, zoneOf } from './duration.ts';
import type { Instant, ScopeId, TokenId, Wait, WaitId, Why } from './instance.ts';
import { keyOf } from './keys.ts';
import { type Count, nextOf, type Timer, timerOf } from './timer.ts';
import { evaluate, on, type Place } from './variables.ts';

export type Owner = Wait['owner'];
const tokenOf = (owner: Owner) => ('token' in owner ? { token: owner.token } : {});
const placeOf = (d: Draft, owner: Owner): Place =>
  'token' in owner ? on(d.tokens.must(owner.token)) : { scope: owner.scope };

/** Arms every trigger of a catching event (or receive task) for `owner`. Error, escalation, cancel and compensation need no wait. */
export function arm(d: Draft, owner: Owner, node: Node) {
  for (const trigger of node.triggers) armOne(d, owner, node, trigger);
}

function armOne(d: Draft, owner: Owner, node: Node, trigger: Trigger) {
  const id = d.nextId();
  const place = placeOf(d, owner);
  const base = { id, owner, element: node.id };
  switch (trigger.kind) {
    case 'timer': {
      const timer = schedule(d, place, node, trigger);
      if (!timer) return;
      d.waits.set({ ...base, kind: 'timer', ...timer, ...versionOf(d, trigger.calendar) });
      const why: Why = {
        is: 'timer',
        spec: timer.spec,
        due: timer.due,
        ...(trigger.calendar && { calendar: versioned(d, trigger.calendar) }),
        ...(timer.left !== undefined && { left: timer.left }),
      };
      d.row('armed', { element: node.id, ...tokenOf(owner), why });
      d.emit({ type: 'startTimer', wait: id, element: node.id, due: timer.due, ...tokenOf(owner) });
      return;
    }
    case 'message': {
      const key = trigger.key && text(d, place, trigger.key);
      const name = text(d, place, trigger.name);
      d.waits.set({ ...base, kind: 'message', name, ...(key !== undefined && { key }) });
      d.emit({
        type: 'subscribe',
        wait: id,
        element: node.id,
        kind: 'message',
        name,
        ...((key ?? d.meta.businessKey) !== undefined && { key: key ?? d.meta.businessKey }),
        ...tokenOf(owner),
      });
      return;
    }
    case 'signal': {
      const name = text(d, place, trigger.name);
      d.waits.set({ ...base, kind: 'signal', name });
      d.emit({ type: 'subscribe', wait: id, element: node.id, kind: 'signal', name, ...tokenOf(owner) });
      return;
    }
    case 'condition': {
      d.waits.set({ ...base, kind: 'condition', last: false, names: trigger.condition.feel?.names ?? [] });
      d.emit({ type: 'subscribe', wait: id, element: node.id, kind: 'condition', name: node.id, ...tokenOf(owner) });
      d.todo({ do: 'conditions', scope: place.scope, names: null, wait: id });
      return;
    }
    default:
      return;
  }
}

function text(d: Draft, place: Place, expression: Parameters<typeof evaluate>[2]): string {
  const { value, warnings } = evaluate(d, place, expression);
  return keyOf(warnings.length ? null : value, expression.feel?.text ?? expression.literal ?? '');
}

/** undefined = a repetition beside an activity that is over already. */
function schedule(
  d: Draft,
  place: Place,
  node: Node,
  trigger: Extract<Trigger, { kind: 'timer' }>,
): (Timer & { spec: string }) | undefined {
  const { value } = evaluate(d, place, trigger.spec);
  const spec = typeof value === 'string' ? value : JSON.stringify(value);
  const timer = timerOf(spec, d.at, d.env.zone, countOf(d, trigger.calendar));
  if (timer === null || (timer !== 'never' && timer.every !== undefined && trigger.form === 'date'))
    throw new Fault(
      'timerSpec',
      tell(`timerSpec.${trigger.form}`, {
        expression: trigger.spec.feel?.text ?? shown(trigger.spec.literal),
        value: shown(value),
      }),
    );
  if (timer !== 'never') return { ...timer, spec };
  // What would wait for ever goes on, as with a date in the past.
  return node.type === 'intermediateCatchEvent' ? { due: d.at, spec } : undefined;
}
function calendarContent(d: Draft, calendar: string | undefined) {
  if (!calendar) return undefined;
  d.readsShop = true;
  return d.env.calendars?.[calendar];
}

/** By which content of its calendar a timer is counted. */
export const versionOf = (d: Draft, calendar: string | undefined): { version?: number } => {
  const version = calendarContent(d, calendar)?.version;
  return version === undefined ? {} : { version };
};

/** `office@3`: which content of the calendar the time was computed from. */
const versioned = (d: Draft, calendar: string): string => {
  const content = calendarContent(d, calendar);
  return content ? `${calendar}@${content.version}` : calendar;
};

/** `from` plus a duration, in working time where a calendar is named. */
export function after(d: Draft, from: Instant, spec: string, calendar: string | undefined): Instant | null {
  const duration = parseDuration(spec);
  if (!duration) return null;
  const content = calendarContent(d, calendar);
  if (!content) return addDuration(from, duration, zoneOf(d.env.zone));
  return addWorking(content, from, addDuration(0, duration));
}

/** undefined = all time counts, on the clock that the timer itself goes by. */
const countOf = (d: Draft, calendar: string | undefined): Count | undefined => {
  const content = calendarContent(d, calendar);
  return (
    content && {
      after: (from, duration) => after(d, from, duration, calendar),
      between: (from, to) => workingBetween(content, from, to),
    }
  );
};

/** How much of its time is left at `at`, in milliseconds of the calendar it counts in; below zero where it is over. */
export function left(d: Draft, due: Instant, at: Instant, calendar: string | undefined): number {
  const content = calendarContent(d, calendar);
  return content && due > at ? workingBetween(content, at, due) : due - at;
}

/** The instant when what was left has passed, counted from `at`. */
export function until(d: Draft, leftMs: number, at: Instant, calendar: string | undefined): Instant {
  const content = calendarContent(d, calendar);
  return (content && leftMs > 0 ? addWorking(content, at, leftMs) : null) ?? at + leftMs;
}

/** The idempotency key of a service call names this run of the element for ever: its job id is never used again. */
export const callKey = (d: Draft, element: string, wait: WaitId): string => `${d.meta.case}/${element}#${wait}`;

/** Ends one wait and tells the shell to stop what it started for it. */
export function disarm(d: Draft, id: WaitId, why = 'left') {
  const wait = d.waits.get(id);
  if (!wait) return;
  d.waits.delete(id);
  const to = tokenOf(wait.owner);
  switch (wait.kind) {
    case 'userTask':
      return d.emit({ type: 'withdrawTask', task: id, why, ...to });
    case 'job':
      // What it does may be done all the same: then it has to be undone (occurrences.ts, late).
      if (d.node(wait.element).handler) d.meta.cancelled = { ...d.meta.cancelled, [id]: wait.element };
      return d.emit({ type: 'cancelService', wait: id, ...to });
    case 'timer':
      return d.emit({ type: 'stopTimer', wait: id, ...to });
    case 'call':
      return d.emit({ type: 'cancelCase', case: wait.case, ...to });
    case 'message':
    case 'signal':
    case 'condition':
    case 'trigger':
      return d.emit({ type: 'unsubscribe', wait: id, ...to });
    // The answer of the directory comes within the same turn, and finds nothing; nobody outside knows of a clock.
    case 'people':
    case 'clock':
      return;
    default:
      return wait satisfies never;
  }
}

export function disarmAll(
  d: Draft,
  owner: TokenId | ScopeId,
  why?: string,
  only: (wait: Wait) => boolean = () => true,
) {
  for (const id of [...d.waitsOf.of(owner)]) if (only(d.waits.must(id)) && !isOfCase(d, id)) disarm(d, id, why);
}

/** The limits of the case stand as long as it does, whatever becomes of what runs in it. */
const isOfCase = (d: Draft, id: WaitId): boolean => {
  const { kind, owner } = d.waits.must(id);
  return kind === 'clock' && 'scope' in owner && d.meta.status !== 'ended';
};

type TimerWait = Extract<Wait, { kind: 'timer' }>;

/** The next repeat of a cycle. undefined = there is none. */
export function followingOf(d: Draft, wait: TimerWait): TimerWait | undefined {
  const { calendar } = d.node(wait.element).element.zf ?? {};
  const next = nextOf(wait, d.env.zone, countOf(d, calendar));
  return next ? { ...wait, ...next, ...versionOf(d, calendar) } : undefined;
}

/** After a firing. False = it was the last. */
export function repeat(d: Draft, wait: TimerWait): boolean {
  const missed = d.node(wait.element).element.zf?.missed ?? 'all';
  let following = followingOf(d, wait);
  // Repeats that were missed all fire, one after the other, unless the event says that one stands for all.
  while (following && missed !== 'all' && following.due <= d.at) following = followingOf(d, following);
  if (!following) return false;
  d.waits.set(following);
  d.emit({ type: 'startTimer', wait: wait.id, element: wait.element, due: following.due, ...tokenOf(wait.owner) });
  return true;
}

/** `missed="skip"`: repeats that are late by a whole interval do not fire at all. True = the timer has moved on to one that is not. */
export function skipMissed(d: Draft, wait: TimerWait): boolean {
  if (d.node(wait.element).element.zf?.missed !== 'skip') return false;
  let now = wait;
  for (let next = followingOf(d, now); next && next.due <= d.at; next = followingOf(d, now)) now = next;
  if (now === wait) return false;
  d.waits.set(now);
  d.emit({ type: 'startTimer', wait: wait.id, element: wait.element, due: now.due, ...tokenOf(wait.owner) });
  return true;
}

/** The armed conditions that read one of `names` (null = all), oldest first. */
export const conditionsReading = (d: Draft, names: string[] | null): WaitId[] =>
  byAge(names ? new Set(names.flatMap((name) => [...d.waitsFor.of(`condition:${name}`)])) : d.waitsFor.of('condition'));

/** Evaluates armed conditions; fires on false → true (10.5.2). */
export function checkConditions(d: Draft, ids: WaitId[]) {
  for (const id of ids) {
    const wait = d.waits.get(id);
    if (wait?.kind !== 'condition') continue;
    const trigger = d.node(wait.element).triggers.find((each) => each.kind === 'condition');
    if (!trigger) continue;
    const { value, warnings, reads } = evaluate(d, placeOf(d, wait.owner), trigger.condition);
    const now = value === true && warnings.length === 0;
    if (now === wait.last) continue;
    d.waits.set({ ...wait, last: now });
    if (now)
      d.todo({ do: 'fire', wait: id, why: { is: 'condition', condition: trigger.condition.feel?.text ?? '', reads } });
  }
}
