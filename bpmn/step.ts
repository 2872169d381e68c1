// The token game. READ FIRST: `step(definition, instance, occurrence) → [instance, commands]`, pure and total.
// An occurrence puts work on the agenda; work items run one by one, each whole or not at all (core-semantics §1).
import { spent } from '../feel/budget.ts';
import { behaviors } from './behaviors/index.ts';
import { startNext } from './body.ts';
import { settleClocks } from './clocks.ts';
import { handlerDone, passCalls, undoNext } from './compensation.ts';
import { compile, expr, isActivity } from './compile.ts';
import type { Definition } from './definition.ts';
import { Draft, Fault, tell } from './draft.ts';
import { endCase } from './end-case.ts';
import {
  type Answer,
  type Command,
  type Env,
  type Instance,
  type Instant,
  type Occurrence,
  type Phase,
  ROOT,
  type ScopeId,
  type Wait,
  type Why,
  type Work,
} from './instance.ts';
import { checkJoins, gather, reportStuck } from './joins.ts';
import { closeScope, closeWhenEmpty, complete, emptyScope, enter, leave } from './moves.ts';
import { occur } from './occurrences.ts';
import { noteRemaining } from './operate.ts';
import { keepForParked, parkedAround } from './parking.ts';
import { fire, raise } from './raise.ts';
import { branchesDone, goBack, leadBack, reopen } from './returning.ts';
import { signersDone } from './signers.ts';
import { beforeDone, noteDone } from './take-back.ts';
import { thrown } from './throwing.ts';
import { cancelled } from './transaction.ts';
import { condition, overBudget } from './variables.ts';
import { checkConditions, conditionsReading } from './waits.ts';

export const CORE_VERSION = 1;
/** Work items a call; legitimate work beyond waits in the agenda for `continued`. */
const FUEL = 500;
/** Work items without anything from outside, over all continuations. */
const WAITLESS_LIMIT = 1_000_000;

export type Stepped = { instance: Instance; commands: Command[]; answer: Answer };
export type Applied = { commands: Command[]; answer: Answer };

/** A case that has not started: the root scope, nothing in it. */
export function create(
  definition: Definition,
  id: string,
  at: Instant,
  more: {
    businessKey?: string;
    store?: string;
    parent?: { case: string; token: string };
    root?: string;
    starter?: string;
  } = {},
): Instance {
  const root = 'k0';
  return {
    case: id,
    definition: { key: definition.key, version: definition.version, sha256: definition.sha256 },
    coreVersion: CORE_VERSION,
    ...(more.businessKey !== undefined && { businessKey: more.businessKey }),
    ...(more.store !== undefined && { store: more.store }),
    ...(more.parent && { parent: more.parent }),
    root: more.root ?? id,
    startedAt: at,
    ...(more.starter !== undefined && { starter: more.starter }),
    seq: 0,
    nextId: 1,
    status: 'running',
    scopes: {
      [root]: {
        id: root,
        element: definition.processId,
        kind: 'process',
        state: 'active',
        variables: {},
        live: 0,
        startSeq: 0,
        compensation: [],
      },
    },
    tokens: {},
    joins: {},
    waits: {},
    incidents: {},
    agenda: [],
    waitless: 0,
  };
}

/** Opens a case for work; a host keeps the draft while the case is in memory. */
export const begin = (definition: Definition, instance: Instance): Draft => new Draft(compile(definition), instance);

export const commit = (draft: Draft): Instance => draft.plain();

/** One occurrence on plain data. Refused ones give back the same instance and no commands. */
export function step(definition: Definition, instance: Instance, occurrence: Occurrence, env?: Env): Stepped {
  const draft = begin(definition, instance);
  const { commands, answer } = apply(draft, occurrence, env);
  return { instance: answer.ok ? commit(draft) : instance, commands, answer };
}

/** @throws Error on a bug of the core; the draft is then void and the case stays as it was committed. */
export function apply(d: Draft, occurrence: Occurrence, env: Env = {}): Applied {
  d.commands = [];
  d.rows = [];
  d.at = occurrence.at;
  d.by = occurrence.by;
  d.for = occurrence.for;
  d.submission = occurrence.submission;
  d.request = occurrence.request;
  d.env = env;
  d.cause = 0;
  d.evaluations = 0;
  d.spentBefore = spent();
  d.visits.clear();
  d.stirred.clear();
  d.stirredWaits.clear();
  const before = d.mark();
  if (occurrence.type !== 'continued') {
    if (d.pending().length) return { commands: [], answer: { ok: false, code: 'busy' } };
    d.meta.waitless = 0;
  }
  const done = beforeDone(d, occurrence);
  const answer = tried(d, occurrence);
  if (!answer.ok) {
    d.rollback(before);
    return { commands: [], answer };
  }
  run(d);
  while (d.parked.size > 0 && d.pending().length === 0 && branchesDone(d)) run(d);
  const unfinished = d.pending().length > 0;
  if (!unfinished) reportStuck(d);
  if (done) noteDone(d, done, unfinished);
  noteRemaining(d);
  settleClocks(d);
  const commands = d.commands;
  if (unfinished) commands.push({ type: 'continueStep', seq: d.meta.seq });
  if (d.rows.length) commands.push({ type: 'record', rows: d.rows, seq: d.meta.seq });
  d.undo.length = 0;
  return { commands, answer };
}

/** What cannot be carried out for the model's sake is refused with the reason. */
function tried(d: Draft, occurrence: Occurrence): Answer {
  try {
    return occur(d, occurrence, apply);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { ok: false, code: 'notAllowed', detail: fault.message };
  }
}

function run(d: Draft) {
  for (let items = 0; items < FUEL && !overBudget(d); items++) {
    const work = d.shift();
    if (!work) return;
    d.meta.waitless += 1;
    const mark = d.mark();
    d.cause = work.cause;
    d.phase = 'enter';
    try {
      if (d.meta.waitless > WAITLESS_LIMIT) throw new Fault('limit', tell('limit.at', { count: WAITLESS_LIMIT }));
      perform(d, work);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      const { phase } = d;
      d.rollback(mark);
      if (fault.kind === 'limit') d.meta.waitless = 0;
      const token = 'token' in work ? d.tokens.get(work.token) : undefined;
      const scope = token?.scope ?? ('scope' in work ? work.scope : ROOT);
      const element = token?.node ?? d.scopes.get(scope)?.element ?? d.model.root.id;
      d.openIncident(token, scope, element, fault.kind, phaseOf(work, phase), fault.why, fault.detail);
    }
  }
}

/** What is done again on a retry. Where a step was entered in the same item, its entering was taken back too, and what it had read. */
function phaseOf(work: Work, phase: Phase): Phase {
  if (work.do === 'act' || work.do === 'raise') return 'act';
  return work.do === 'enter' && phase === 'act' ? 'enter' : phase;
}

/** What comes back is of no interest. */
function perform(d: Draft, work: Work): unknown {
  switch (work.do) {
    case 'enter': {
      const token = d.tokens.get(work.token);
      if (!token) return;
      const node = d.node(token.node);
      if (node.startQuantity > 1 && !work.gathered && !gather(d, token, node, node.startQuantity)) return;
      if (enter(d, d.tokens.must(token.id), node, work.why) === 'wait') return;
      // With boundary events armed, a fault in the act itself must leave them armed: an item of its own.
      if (node.boundary.length) return d.todo({ do: 'act', token: token.id });
      d.phase = isActivity(node) ? 'act' : 'enter';
      return behaviors[node.type].act(d, d.tokens.must(token.id), node);
    }
    case 'act': {
      const token = d.tokens.get(work.token);
      if (!token) return;
      const node = d.node(token.node);
      return behaviors[node.type].act(d, token, node);
    }
    case 'complete':
      return complete(d, work.token, work.why);
    case 'leave': {
      const token = d.tokens.get(work.token);
      return token && leave(d, token, d.node(token.node));
    }
    case 'signed': {
      const token = d.tokens.get(work.token);
      const scope = token?.child === undefined ? undefined : d.scopes.get(token.child);
      return token && scope && signersDone(d, token, d.node(token.node), scope);
    }
    case 'sendBack':
      return leadBack(d, work.token);
    case 'back':
      return goBack(d, work.token, work.refused);
    case 'end':
      return endCase(d, work.outcome, work.why);
    case 'next': {
      const scope = d.scopes.get(work.scope);
      return scope && startNext(d, scope);
    }
    case 'fire': {
      const wait = d.waits.get(work.wait);
      const parked = wait && parkedAround(d, wait);
      if (parked !== undefined) return keepForParked(d, parked, work);
      return wait && fire(d, wait, work.variables, work.why);
    }
    case 'raise':
      return raise(d, work);
    case 'signal':
      for (const id of work.waits) {
        const wait = d.waits.get(id);
        if (wait) heard(d, wait, work);
      }
      return;
    case 'conditions':
      return checkConditions(d, work.wait !== undefined ? [work.wait] : conditionsReading(d, work.names));
    case 'undo':
      return undo(d, work.token);
    case 'joins':
      return checkJoins(d, work.scope);
    case 'scopeEnd':
      return scopeEnd(d, work.scope);
    case 'occurrence': {
      const { by, for: absent, submission } = d;
      d.by = work.occurrence.by;
      d.for = work.occurrence.for;
      d.submission = work.occurrence.submission;
      const answer = occur(d, work.occurrence, apply);
      if (!answer.ok) d.row('late', { data: { type: work.occurrence.type, code: answer.code } });
      d.by = by;
      d.for = absent;
      d.submission = submission;
      return;
    }
    default:
      return work satisfies never;
  }
}

/** Where a step waits for a correction, it hears it when it goes on. */
function heard(d: Draft, wait: Wait, { variables, signal, cause }: Extract<Work, { do: 'signal' }>) {
  const why: Why = { is: 'signal', name: signal };
  const parked = parkedAround(d, wait);
  if (parked === undefined) fire(d, wait, variables, why);
  else keepForParked(d, parked, { do: 'fire', wait: wait.id, ...(variables && { variables }), why, cause });
}

function undo(d: Draft, id: string) {
  const token = d.tokens.get(id);
  if (!token || !undoNext(d, token)) return;
  const { undo: finished, ...rest } = d.tokens.must(id);
  const now = d.tokens.set({ ...rest, state: 'active' });
  if (finished?.cancel) return cancelled(d, now);
  if (finished?.next === 'void') return endCase(d, 'voided');
  if (finished?.next === 'leave') return d.todo({ do: 'leave', token: id });
  if (finished?.next) return reopen(d, id, finished.next);
  thrown(d, now.id);
}

/** Nothing lives in the scope any more. */
function scopeEnd(d: Draft, id: ScopeId) {
  const scope = d.scopes.get(id);
  if (!scope) return;
  if (scope.kind === 'adHoc') return adHocEnd(d, id);
  if (scope.live > 0) return;
  switch (scope.kind) {
    case 'process':
      return endCase(d, d.meta.outcome ?? 'completed');
    case 'subProcess':
    case 'transaction':
      if (scope.state !== 'cancelling') d.todo({ do: 'complete', token: scope.owner as string });
      return;
    case 'eventSubProcess':
      if (scope.owner) return handlerDone(d, scope);
      d.row('completed', { element: scope.element, scope: id });
      passCalls(d, scope.parent as string, scope.calls ?? []);
      closeScope(d, id);
      return closeWhenEmpty(d, scope.parent as string);
    case 'handler':
      return handlerDone(d, scope);
    case 'body':
    case 'snapshot':
      return;
    default:
      return scope.kind satisfies never;
  }
}

function adHocEnd(d: Draft, id: ScopeId) {
  const scope = d.scopes.must(id);
  const owner = d.tokens.must(scope.owner as string);
  const { element } = d.node(owner.node);
  if (element.type !== 'adHocSubProcess') return;
  const enough =
    scope.state === 'completing' ||
    (element.completionCondition
      ? condition(d, { scope: id }, expr(element.completionCondition)).value
      : element.zf?.startWith !== undefined);
  if (!enough) return;
  emptyScope(d, id, 'enough');
  d.todo({ do: 'complete', token: owner.id });
}
