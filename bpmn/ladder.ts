// The ladder of a limit (core-semantics §4): what happens on the way to it and beyond: people are told, the task goes to others, the model
// hears of it, the step decides. One rung at a time, in the order of their instants.
import { ok } from './answer.ts';
import { excludedFrom, factsFor, refsFrom } from './assignment.ts';
import { counted, isTimed, keepClocks, limitsOf, type Timed, type Turn, timeOf, turnsOf } from './clocks.ts';
import { type PeopleWait, shutOut, whose } from './convene.ts';
import type { DeadlineRule } from './definition.ts';
import type { Draft } from './draft.ts';
import type { Answer, Clock, Occurrence, Resolved, Token, Wait } from './instance.ts';
import { isHeld } from './parking.ts';
import { ableAmong } from './spread.ts';
import { closeTask } from './task-verbs.ts';
import { bodyOf, castVote } from './voting.ts';

type Of<T extends Occurrence['type']> = Extract<Occurrence, { type: T }>;
type UserTask = Extract<Wait, { kind: 'userTask' }>;
const ownerOf = ({ owner }: Wait) => ('token' in owner ? { token: owner.token } : {});

/** The first of what has come due. False: nothing has. */
export function ring(d: Draft, wait: Timed): boolean {
  const rules = limitsOf(d, wait);
  const [first] = wait.clocks
    .flatMap((clock, index) => {
      const [turn] = turnsOf(d, clock, rules[clock.rule]);
      return turn && turn.at <= d.at ? [{ ...turn, clock, index }] : [];
    })
    .sort((a, b) => a.at - b.at);
  if (!first) return false;
  takeTurn(d, wait, first.index, first);
  return true;
}

function takeTurn(d: Draft, wait: Timed, index: number, { at, rung }: Turn) {
  const clock = wait.clocks[index] as Clock;
  const rule = limitsOf(d, wait)[clock.rule];
  const now: Clock =
    rung === undefined ? { ...clock, missed: true } : { ...clock, fired: [...(clock.fired ?? []), rung] };
  keepClocks(d, wait, { clocks: wait.clocks.with(index, counted(d, now, rule)) });
  if (rung === undefined) {
    d.row('clock', {
      element: wait.element,
      ...ownerOf(wait),
      why: timeOf(d, clock, clock.spec, at),
      data: { kind: clock.kind, state: 'missed' },
    });
    return;
  }
  const step = rule?.steps[rung];
  if (!step) return;
  d.row('acted', {
    element: wait.element,
    ...ownerOf(wait),
    why: timeOf(d, clock, step.at, at),
    data: { kind: clock.kind, act: step.act, ...(step.to !== undefined && { to: step.to }) },
  });
  climb(d, d.waits.must(wait.id) as Timed, step);
}

/** Another date for the limit of an open task. Of the rungs that this passes by only the last has its turn. */
export function changeDeadline(d: Draft, { task, due, kind = 'resolution' }: Of<'deadlineChanged'>): Answer {
  const open = d.waits.get(task);
  if (open?.kind !== 'userTask' || !('token' in open.owner)) return { ok: false, code: 'notOpen' };
  const clocks = open.clocks ?? [];
  const index = clocks.findIndex((clock) => clock.kind === kind);
  const known = clocks[index];
  // It has been looked at, whatever the date.
  if (known?.met) return { ok: false, code: 'notOpen' };
  const base: Clock = known ?? { kind, rule: -1, spec: '', since: d.at, used: 0, mark: d.at, due };
  const { goal: _goal, missed: _missed, cap: _cap, ...rest } = base;
  const rule = limitsOf(d, open)[base.rule];
  const now: Clock = { ...rest, spec: new Date(due).toISOString(), date: due, due };
  const passed = turnsOf(d, now, rule).filter(({ at, rung }) => at <= d.at && rung !== undefined);
  const last = passed.at(-1)?.rung;
  const skipped = passed.flatMap(({ rung }) => (rung === undefined || rung === last ? [] : [rung]));
  const names = skipped.map((rung) => rule?.steps[rung]?.at ?? '');
  d.row('clock', {
    element: open.element,
    token: open.owner.token,
    data: { kind, state: 'changed', due, ...(names.length > 0 && { skipped: names }) },
  });
  const fired = [...(now.fired ?? []), ...skipped];
  const changed = counted(d, { ...now, ...(fired.length && { fired }) }, rule);
  const before: Timed = { ...open, clocks };
  keepClocks(d, before, { clocks: known ? clocks.with(index, changed) : [...clocks, changed] });
  for (let wait = d.waits.get(task); isTimed(wait) && ring(d, wait); wait = d.waits.get(task));
  return ok;
}

/** What a rung can do; `escalation:CODE` and `vote:VERDICT` bring theirs. */
export const ACTS = ['remind', 'cc', 'escalate', 'reassign'] as const;
export const actOf = (
  act: string,
): { act: (typeof ACTS)[number] } | { raises: string } | { votes: 'agree' | 'refuse' } | undefined => {
  const [, code] = /^escalation:(.+)$/.exec(act) ?? [];
  if (code !== undefined) return { raises: code };
  if (act === 'vote:agree' || act === 'vote:refuse') return { votes: act === 'vote:agree' ? 'agree' : 'refuse' };
  return ACTS.some((one) => one === act) ? { act: act as 'remind' } : undefined;
};

function climb(d: Draft, wait: Timed, { act: name, to: named }: DeadlineRule['steps'][number]) {
  const act = actOf(name);
  if (!act) return;
  const task = wait.kind === 'userTask' ? { task: wait.id, ...ownerOf(wait) } : ownerOf(wait);
  const to = refsFrom(d, named);
  if ('raises' in act) {
    // Of the case itself nothing stands anywhere that could raise it.
    if ('token' in wait.owner)
      d.todo({
        do: 'raise',
        token: wait.owner.token,
        kind: 'escalation',
        code: act.raises,
        thrower: wait.element,
        beside: true,
      });
    return;
  }
  if ('votes' in act) return voteFor(d, wait, act.votes);
  switch (act.act) {
    case 'remind':
      return d.emit({ type: 'notify', what: 'reminded', to, ...task });
    case 'escalate':
      if (wait.kind === 'userTask') keepClocks(d, wait, { escalated: true });
      return d.emit({ type: 'notify', what: 'escalated', to, ...task });
    case 'cc':
      return d.emit({ type: 'copy', to, ...task });
    case 'reassign':
      return wait.kind === 'userTask' ? reassign(d, wait, to) : undefined;
    default:
      return act.act satisfies never;
  }
}

/** It is to be others': the directory says who of them is there, and whom nobody shuts out. */
function reassign(d: Draft, wait: UserTask, refs: string[]) {
  const token = 'token' in wait.owner ? d.tokens.get(wait.owner.token) : undefined;
  if (!token || refs.length === 0) return;
  const node = d.node(token.node);
  const shut = [...(wait.excluded ?? []), ...excludedFrom(d, token, node)];
  const out = shut.length ? [{ refs: shut.map((person) => `person:${person}`), out: true as const }] : [];
  const facts = node.element.zf?.certificates?.length ? factsFor(d, token, node) : undefined;
  const asked = [...refs.map((ref) => ({ refs: [ref], ...(facts && { facts }) })), ...out];
  const id = d.nextId();
  d.waits.set({
    ...{ id, owner: wait.owner, element: wait.element, kind: 'people' },
    ...{ asked, excluded: shut, gives: wait.id },
  });
  d.emit({ type: 'resolvePeople', wait: id, asked, token: token.id });
}

/** It is theirs from now on: one of them has it, several may take it. Of nobody, it stays where it is. Among several who decide only a person can take a place. */
export function giveOn(d: Draft, asking: PeopleWait, people: Resolved[][]) {
  d.waits.delete(asking.id);
  const wait = asking.gives === undefined ? undefined : d.waits.get(asking.gives);
  const token = wait && 'token' in wait.owner ? d.tokens.get(wait.owner.token) : undefined;
  if (wait?.kind !== 'userTask' || wait.held || !token) return;
  const shut = shutOut(asking, people);
  const { certificates } = d.node(token.node).element.zf ?? {};
  const there = asking.asked.flatMap(({ refs: [ref], out }, index) => {
    const able = ableAmong(out ? [] : (people[index] ?? []), { certificates }, d.at, () => true);
    const found = able.map(whose).filter((person) => !shut.has(person));
    return ref === undefined || found.length === 0 ? [] : [{ ref, found }];
  });
  const [first] = there;
  if (!first) return;
  const body = bodyOf(d, token);
  const only = there.length === 1 && first.ref.startsWith('person:') ? first.found[0] : undefined;
  const { person: _had, lent: _lent, ...rest } = wait;
  if (only === undefined) {
    if (body?.slots) return;
    const { assigned: _assigned, ...free } = token;
    d.tokens.set(free);
    d.waits.set(rest);
    const offers = certificates?.length
      ? there.flatMap(({ found }) => found.map((one) => `person:${one}`))
      : there.map(({ ref }) => ref);
    d.emit({ type: 'offerTask', task: wait.id, offers: [...new Set(offers)], token: token.id });
    return;
  }
  if (body?.slots?.some(({ person, out: gone }, index) => person === only && !gone && index !== token.run)) return;
  d.tokens.patch(token.id, { assigned: only });
  if (body?.slots)
    d.scopes.patch(token.scope, {
      body: {
        ...body,
        slots: body.slots.map((slot, index) => (index === token.run ? { ...slot, person: only } : slot)),
      },
    });
  d.waits.set({ ...rest, person: only });
  d.emit({ type: 'giveTask', task: wait.id, to: only, token: token.id });
}

/** The step decides by itself, for everybody who has not spoken. */
function voteFor(d: Draft, wait: Timed, verdict: 'agree' | 'refuse') {
  if (!('token' in wait.owner)) return;
  const token = d.tokens.must(wait.owner.token);
  const runs = bodyOf(d, token)
    ? [...d.tokensIn.of(token.scope)].map((id) => d.tokens.must(id)).sort((a, b) => (a.run ?? 0) - (b.run ?? 0))
    : [token];
  for (const run of runs) voteAt(d, run, verdict);
}

function voteAt(d: Draft, token: Token, verdict: 'agree' | 'refuse') {
  const open = [...d.waitsOf.of(token.id)].map((id) => d.waits.must(id)).find(({ kind }) => kind === 'userTask');
  if (open?.kind !== 'userTask' || isHeld(d, open)) return;
  const node = d.node(token.node);
  if (!node.voting) return;
  // Whoever has only been asked for an opinion has no vote.
  castVote(d, token, verdict, open.lent?.[0] ?? open.person ?? '', { how: 'late' });
  d.waits.delete(open.id);
  closeTask(d, open.id, token, verdict);
  d.todo({ do: 'complete', token: token.id, why: { is: 'person', verb: verdict } });
}
