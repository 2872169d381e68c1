// What stands still while something is put right elsewhere (core-semantics §3.3): tokens with all inside. Tasks of others wait, clocks
// stand, services run on and their results are kept.
import { byAge, type Draft } from './draft.ts';
import type { Scope, Token, TokenId, Wait, WaitId, Work } from './instance.ts';
import { goesOn, leftOn, timersAmong } from './standing.ts';

type How = { by: TokenId } | { branch: string; from: string };

/** A token and all that lives inside. */
function* inside(d: Draft, id: TokenId): Generator<string> {
  const token = d.tokens.get(id);
  if (!token) return;
  yield id;
  if (token.child) yield* within(d, token.child);
  for (const { scope } of token.undo?.running ?? []) yield* within(d, scope);
}
function* within(d: Draft, id: string): Generator<string> {
  const scope: Scope | undefined = d.scopes.get(id);
  if (!scope) return;
  yield id;
  for (const token of d.tokensIn.of(id)) yield* inside(d, token);
  for (const child of d.scopesIn.of(id)) {
    const { owner } = d.scopes.must(child);
    if (owner === undefined || d.tokens.get(owner)?.child !== child) yield* within(d, child);
  }
}
const waitsIn = (d: Draft, token: TokenId): Wait[] =>
  [...new Set(inside(d, token))].flatMap((owner) => [...d.waitsOf.of(owner)].map((id) => d.waits.must(id)));

/** What people have to do there. */
export const tasksIn = (d: Draft, token: TokenId): Wait[] =>
  waitsIn(d, token).filter(({ kind }) => kind === 'userTask');

/** @param reopens the step inside it that begins once more, or itself */
export function park(d: Draft, id: TokenId, how: How, reopens: TokenId) {
  const waits = waitsIn(d, id);
  const remaining: Record<WaitId, number> = {};
  for (const timer of timersAmong(waits)) {
    const rest = leftOn(d, timer);
    if (rest !== undefined) remaining[timer.id] = rest;
  }
  const token = d.tokens.must(id);
  d.row('parked', { element: token.node, token: id, scope: token.scope });
  const timers: Wait[] = [];
  for (const wait of waits) {
    const to = 'token' in wait.owner ? { token: wait.owner.token } : {};
    if (wait.kind === 'timer') {
      timers.push(wait);
      d.waits.delete(wait.id);
      d.emit({ type: 'stopTimer', wait: wait.id, ...to });
    } else if (wait.kind === 'userTask' && !wait.held) d.emit({ type: 'parkTask', task: wait.id, ...to });
    else if (wait.kind === 'call') d.emit({ type: 'suspendCase', case: wait.case });
  }
  d.tokens.patch(id, { parked: { ...how, reopens, timers, remaining, buffer: [] } });
}

/** It goes on as it stood, with its time and what came in meanwhile. */
export function unpark(d: Draft, id: TokenId) {
  const token = d.tokens.must(id);
  if (!token.parked) return;
  const { timers, remaining, buffer } = token.parked;
  d.tokens.patch(id, { parked: undefined });
  d.row('unparked', { element: token.node, token: id, scope: token.scope });
  for (const timer of timers) {
    if (timer.kind !== 'timer') continue;
    const now = goesOn(d, timer, remaining[timer.id]);
    d.waits.set(now);
    d.emit({ type: 'startTimer', wait: now.id, element: now.element, due: now.due });
  }
  for (const wait of waitsIn(d, id)) {
    const to = 'token' in wait.owner ? { token: wait.owner.token } : {};
    if (wait.kind === 'userTask' && !wait.held) d.emit({ type: 'unparkTask', task: wait.id, ...to });
    else if (wait.kind === 'call') d.emit({ type: 'resumeCase', case: wait.case });
  }
  for (const work of buffer) d.push({ ...work, cause: d.meta.seq });
}

/** The parked token that this wait belongs to, if one is. */
export function parkedAround(d: Draft, { owner }: Wait): TokenId | undefined {
  if (d.parked.size === 0) return undefined;
  let token = 'token' in owner ? d.tokens.get(owner.token) : undefined;
  let scope = 'scope' in owner ? d.scopes.get(owner.scope) : undefined;
  for (;;) {
    if (token && d.parked.has(token.id)) return token.id;
    if (token) scope = d.scopes.get(token.scope);
    if (!scope) return undefined;
    token = scope.owner ? d.tokens.get(scope.owner) : undefined;
    if (!token) {
      scope = scope.parent ? d.scopes.get(scope.parent) : undefined;
      if (!scope) return undefined;
    }
  }
}

/** Comes to its turn once the step goes on. */
export function keepForParked(d: Draft, id: TokenId, work: Work) {
  const { parked } = d.tokens.must(id);
  if (parked) d.tokens.patch(id, { parked: { ...parked, buffer: [...parked.buffer, work] } });
}

export const parkedBy = (d: Draft, by: TokenId): Token[] =>
  byAge(d.parked)
    .map((id) => d.tokens.must(id))
    .filter(({ parked }) => parked && 'by' in parked && parked.by === by);

/** Nobody can do it for now. */
export const isHeld = (d: Draft, wait: Wait): boolean =>
  (wait.kind === 'userTask' && wait.held === true) || parkedAround(d, wait) !== undefined;
