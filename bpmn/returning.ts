// 退回: an earlier step is done once more (core-semantics §3.3). What lies behind it stands still meanwhile and goes on afterwards, or is
// given up, undone and done again.
import { ok, refuse } from './answer.ts';
import { mayNotDo } from './assignment.ts';
import { asItStood } from './body.ts';
import {
  type Branch,
  behind,
  behindIn,
  branchesOf,
  commonBranches,
  endsOf,
  joinsAfter,
  otherWaysInto,
} from './branches.ts';
import { keepDone, keepDoneOf, keepDoneOfCalled, undoBetween } from './compensation.ts';
import { type Holder, type Node, offersVerb } from './compile.ts';
import { byAge, calledNode, type Draft, Fault, tell } from './draft.ts';
import { endCase } from './end-case.ts';
import {
  type Answer,
  type Body,
  type Correction,
  type Entry,
  type Occurrence,
  type Passed,
  type Refusal,
  ROOT,
  type Scope,
  type ScopeId,
  type Token,
  type TokenId,
  type Variables,
  type Wait,
} from './instance.ts';
import { cancelScope, cancelToken, createToken } from './moves.ts';
import { openAround } from './operate.ts';
import { park, parkedAround, parkedBy, tasksIn, unpark } from './parking.ts';
import { receive } from './raise.ts';
import { closeTask } from './task-verbs.ts';
import { passedAgain, passedAt, passedInside, same, untread, watchedBy, watchedOn } from './trail.ts';
import { writeLocal } from './variables.ts';
import { mostReturn, type ReturnMode, type Vote } from './votes.ts';
import { bodyOf, castVote, tellReturned } from './voting.ts';
import { disarmAll } from './waits.ts';

type Returned = Extract<Occurrence, { type: 'taskReturned' }>;
type Area = Pick<Aim, 'home' | 'first' | 'area'> & { passed: Pick<Passed, 'startSeq'> };
type UserTask = Extract<Wait, { kind: 'userTask' }>;

/** Whoever decides says nothing of it, and the model neither. */
const modeOf = ({ element }: Node, mode: ReturnMode | undefined): ReturnMode =>
  mode ?? element.zf?.returnMode ?? 'straightIfUnchanged';

export function sendBack(d: Draft, { task, to, mode, comment, confirm, variables, across }: Returned): Answer {
  const wait = d.waits.get(task);
  const token = wait?.kind === 'userTask' && 'token' in wait.owner ? d.tokens.get(wait.owner.token) : undefined;
  if (wait?.kind !== 'userTask' || !token) return refuse('notOpen');
  if (parkedAround(d, wait)) return refuse('parked');
  const node = d.node(token.node);
  const { returnTo, returnBy } = node.element.zf ?? {};
  // Who is asked for an opinion has only that to give.
  if (!offersVerb(node.element, 'return') || wait.lent?.length) return refuse('notAllowed');
  if (returnTo && !returnTo.includes(to)) return refuse('notAllowed', to);
  if ([d.by, d.for].some((one) => one !== undefined && mayNotDo(d, node, one, wait.excluded)))
    return refuse('excluded');
  if (across && returnBy === 'majority' && bodyOf(d, token)?.slots) return refuse('targetInCaller', to);
  const how = across ? 'replay' : modeOf(node, mode);
  const why = across ? barredHere(d, token) : barred(d, token, to, how, confirm ?? false);
  if (why) return why;
  receive(d, token, node, variables);
  const said = { ...(comment !== undefined && { comment }), to, mode: how };
  if (across) {
    castReturn(d, token, wait, said);
    tellOf(d, token, { ...said, across });
    d.waits.delete(task);
    closeTask(d, task, token, 'returned');
    keepDone(d, ROOT);
    endCase(d, 'cancelled', undefined, true);
    return ok;
  }
  castReturn(d, token, wait, said);
  if (returnBy !== 'majority' || !bodyOf(d, token)?.slots) {
    perform(d, d.tokens.must(token.id), wait, to, how);
    return ok;
  }
  const { slots = [], votes = [] } = bodyOf(d, token) as Body;
  const wanted = votes.filter(({ verdict }) => verdict === 'returned');
  if (mostReturn(slots, votes)) {
    const { to: first, mode: then } = earliest(d, wanted, { to, mode: how });
    perform(d, d.tokens.must(token.id), wait, first, then);
  } else {
    d.waits.delete(task);
    closeTask(d, task, token, 'returned');
    const why = { is: 'person' as const, verb: 'return', ...(comment !== undefined && { comment }) };
    d.todo({ do: 'complete', token: token.id, why });
  }
  return ok;
}

/** Whoever undoes something here sends nothing back: it would stay half undone. */
function barredHere(d: Draft, token: Token): Answer | undefined {
  for (let at = d.scopes.get(token.scope); at; at = at.parent ? d.scopes.get(at.parent) : undefined)
    if (at.kind === 'handler' || at.kind === 'snapshot') return refuse('notAllowed');
  return d.meta.kept === 'undoing' ? refuse('notAllowed') : undefined;
}

/**
 * A step before the call is done once more, for whoever works in the case that is called. That one has begun with data that are put right
 * now, so it cannot go on where it stood: it ends, what it has done is undone in its turn, and it is called anew.
 */
export function returnBeforeCall(
  d: Draft,
  { token: id, to, comment }: Extract<Occurrence, { type: 'calledReturned' }>,
): Answer {
  const token = d.tokens.get(id);
  const call = [...d.waitsOf.of(id)].map((one) => d.waits.must(one)).find(({ kind }) => kind === 'call');
  if (!token || !call) return refuse('notOpen');
  if (parkedAround(d, call)) return refuse('parked');
  // Whom it takes work from is counted over all the cases.
  const why = barred(d, token, to, 'replay', true);
  if (why) return why;
  const step = stepOf(d, token);
  const aim = aimAt(d, step, to) as Aim;
  // Where the step lies in a branch beside, the called case would have to wait with what it began with.
  if (aim.beside) return refuse('notAllowed', to);
  tellOf(d, token, { to, mode: 'replay', comment });
  lead(d, step.id, aim, 'replay', { watched: {} });
  return ok;
}

/** Of several wishes the one that lies furthest back. */
function earliest(d: Draft, wanted: Vote[], last: { to: string; mode: ReturnMode }) {
  let found = last;
  for (const { to, mode = last.mode } of wanted) {
    if (
      to !== undefined &&
      behind(d.node(to), []).has(d.node(found.to)) &&
      !behind(d.node(found.to), []).has(d.node(to))
    )
      found = { to, mode };
  }
  return found;
}

function castReturn(d: Draft, token: Token, wait: UserTask, more: { comment?: string; to: string; mode: ReturnMode }) {
  if (d.node(token.node).voting) castVote(d, token, 'returned', wait.person ?? '', more);
}

/** The token that stands for the step as a whole: of several runs, the one around them. */
function stepOf(d: Draft, token: Token): Token {
  const scope = d.scopes.must(token.scope);
  return scope.kind === 'body' && scope.element === token.node
    ? stepOf(d, d.tokens.must(scope.owner as string))
    : token;
}

/**
 * Where it goes: `home` is the scope that both share, `root` the token there that the work now hangs on, `first` the step there that is
 * done once more or holds it, `missing` the sub-processes to be opened on the way to it.
 */
type Aim = {
  home: Scope;
  root: Token;
  target: Node;
  first: Node;
  missing: Node[];
  passed: Passed;
  /** All that may have come of the step. */
  area: Set<Node>;
  /** Of the same block another branch, which is still open. */
  beside?: Branch;
};

/** From the inside out. */
function holdersAround(d: Draft, node: Node): Holder[] {
  const found: Holder[] = [];
  for (let holder: Holder | undefined = node.holder; holder; holder = d.model.nodes[holder.id]?.holder)
    found.push(holder);
  return found;
}

function aimAt(d: Draft, step: Token, to: string): Aim | Refusal {
  const target = d.model.nodes[to];
  if (!target) return elsewhere(d);
  if (target.type !== 'userTask' && !(target.type === 'startEvent' && target.element.zf?.form))
    return 'targetNotPassed';
  const around = holdersAround(d, target);
  let root = step;
  let home = d.scopes.must(step.scope);
  const isShared = ({ kind, element }: Scope) =>
    kind !== 'body' && around.some(({ id }) => id === element) && d.model.holders[element] !== undefined;
  while (!isShared(home)) {
    if (home.kind === 'handler' || home.kind === 'snapshot') return 'notAllowed';
    if (home.owner === undefined || home.kind === 'eventSubProcess') return 'targetInEvent';
    root = d.tokens.must(home.owner);
    home = d.scopes.must(root.scope);
  }
  const missing = around
    .slice(
      0,
      around.findIndex(({ id }) => id === home.element),
    )
    .map(({ id }) => d.node(id))
    .reverse();
  const first = missing[0] ?? target;
  if (missing.some(({ loop }) => loop)) return 'targetInLoop';
  if (missing.some(({ element }) => 'triggeredByEvent' in element && element.triggeredByEvent)) return 'targetInEvent';
  const isOpen = [...d.tokensIn.of(home.id)].some((id) => d.tokens.must(id).node === first.id && id !== root.id);
  if (isOpen || root.node === first.id) return 'targetOpen';
  const at = passedAt(d, home.id, first.id);
  const passed = missing.length ? passedInside(d, to)?.passed : at;
  if (!passed || !at || passed.again) return 'targetNotPassed';
  const shared = stillShared(d, home.id, d.node(root.node), first, at.startSeq);
  const area = reachOf(d, home.id, first, at.endSeq);
  const aim = { home, root, target, first, missing, passed: at };
  const own = d.node(root.node);
  // Where some of several ways are enough and have come, no one can say which of them would stand.
  const some = joinsAfter(first, 'complexGateway').some(
    ({ id }) =>
      home.resets?.[id] !== undefined ||
      d.joins.has(`${home.id}/${id}`) ||
      (passedAt(d, home.id, id)?.endSeq ?? 0) > at.endSeq,
  );
  const inside = [...missing.slice(1), target].some(
    (node) => missing.length > 0 && joinsAfter(node, 'complexGateway').length > 0,
  );
  if (some || inside) return 'notAllowed';
  const beside = branchesOf(first)[shared.length];
  const mine = branchesOf(own)[shared.length];
  const isBeside = beside !== undefined && beside.fork === mine?.fork && beside.way !== mine.way;
  // They have met already: what stands in the other branch is another turn, or began beside the block.
  const met = beside !== undefined && isOver(d, home.id, beside, at.endSeq);
  // Who waits there for what is done here cannot be waited for.
  if (isBeside && !met && awaited(d, home.id, own)) return 'parked';
  if (isBeside && !met) return { ...aim, area, beside };
  if (area.has(own)) return { ...aim, area };
  return isBeside ? 'alreadyJoined' : 'targetNotPassed';
}

/** The branches that both lie in, as long as what came of them has not met others since: then only what began beside it is left there. */
function stillShared(d: Draft, home: ScopeId, a: Node, b: Node, since: number): Branch[] {
  const shared = commonBranches(a, b);
  const over = shared.findIndex((branch) => isOver(d, home, branch, since));
  return over < 0 ? shared : shared.slice(0, over);
}

/** All that may have come of a step: up to where its innermost branch meets others, if it has not met them since. */
const reachOf = (d: Draft, home: ScopeId, step: Node, since: number): Set<Node> =>
  behindIn(step, branchesOf(step).findLast((branch) => !isOver(d, home, branch, since))?.way);

/** Somebody in a neighbouring branch waits until this one is gone through. */
const awaited = (d: Draft, home: ScopeId, node: Node): boolean =>
  [...d.parked].some((id) => {
    const { parked, scope } = d.tokens.must(id);
    return parked && 'branch' in parked && scope === home && behindIn(d.node(parked.from), parked.branch).has(node);
  });

/** What came of the branch has met others since. */
const isOver = (d: Draft, home: ScopeId, branch: Branch, since: number): boolean =>
  endsOf(branch).some(({ id }) => (passedAt(d, home, id)?.endSeq ?? 0) > since);

/** No step of this case has that name. */
function elsewhere(d: Draft): Refusal {
  if (d.meta.parent) return 'targetInCaller';
  const called = Object.keys(d.meta.trail ?? {}).some(
    (key) => d.model.nodes[key.split('/')[1] ?? '']?.type === 'callActivity',
  );
  return called ? 'targetInEndedCall' : 'targetNotPassed';
}

/** The tokens beside the root that stand where work is done once more, or have come from there to a join. */
function reached(d: Draft, { home, root, area }: Aim): Token[] {
  return [...d.tokensIn.of(home.id)]
    .map((id) => d.tokens.must(id))
    .filter(({ id, node, via, state }) => {
      if (id === root.id) return false;
      const came = state === 'joining' ? d.node(node).in.find((link) => link.id === via) : undefined;
      return area.has(came?.source ?? d.node(node));
    });
}

/** Why it cannot be done. */
function barred(d: Draft, token: Token, to: string, mode: ReturnMode, confirm: boolean): Answer | undefined {
  const step = stepOf(d, token);
  const aim = aimAt(d, step, to);
  if (typeof aim === 'string') return refuse(aim, to);
  const { home, area, passed, beside } = aim;
  if (mode !== 'replay' && !beside) return undefined;
  for (const node of area) {
    const one = node.element.zf?.irreversible && !node.handler ? passedAt(d, home.id, node.id) : undefined;
    if (one && one.startSeq >= passed.startSeq) return refuse('irreversible', node.id);
  }
  const own = new Set(tasksIn(d, step.id).map(({ id }) => id));
  const lost = [...reached(d, aim), ...(beside ? [] : [aim.root])].flatMap(({ id }) => tasksIn(d, id));
  const ofOthers = lost.filter(({ id }) => !own.has(id)).length;
  return ofOthers > 0 && !confirm ? refuse('cancelsOthers', String(ofOthers)) : undefined;
}

function perform(d: Draft, token: Token, wait: UserTask, to: string, mode: ReturnMode) {
  const step = stepOf(d, token);
  const vote = (bodyOf(d, token)?.votes ?? (token.vote ? [token.vote] : [])).at(-1);
  tellOf(d, token, { to, mode, comment: vote?.comment });
  const watched = watchedOn(d, step, d.node(token.node).element.zf?.watch);
  const person = holderOf(d, step) ?? wait.person ?? d.by;
  const again = closeStep(d, token, step, wait);
  const aim = aimAt(d, d.tokens.must(step.id), to) as Aim;
  lead(d, step.id, aim, mode, { watched, ...(again ? { again } : { person }) });
}

function tellOf(
  d: Draft,
  { id, node, scope }: Token,
  { to, mode, comment, across }: { to: string; mode: ReturnMode; comment?: string | undefined; across?: true },
) {
  d.row('returned', {
    element: node,
    token: id,
    scope,
    why: { is: 'person', verb: 'return', ...(comment !== undefined && { comment }) },
    data: { to, mode, ...(across && { across }) },
  });
}

/** A refusal leads back there (`zf:refusal="return:ELEMENT"`). @throws Fault where that step was never done. */
export function leadBack(d: Draft, id: TokenId) {
  const token = d.tokens.get(id);
  const node = token && d.node(token.node);
  const to = node?.voting?.returnsTo;
  if (!token || !node || to === undefined) return;
  const mode = modeOf(node, undefined);
  const aim = aimAt(d, token, to);
  if (typeof aim === 'string') {
    const target = d.model.nodes[to];
    throw new Fault(
      'returnTarget',
      tell('returnTarget.at', { step: calledNode(node), to: target ? calledNode(target) : to }),
    );
  }
  tellOf(d, token, { to, mode });
  const watched = watchedOn(d, token, node.element.zf?.watch);
  const { again, vote } = token;
  clear(d, token);
  lead(d, id, aim, mode, { watched, ...(again ? { again } : { person: vote?.person }) });
}

type Sent = { watched: Variables; again?: Body; person?: string | undefined };
/** The step is closed; what comes after it is put right, or begun again. */
function lead(d: Draft, id: TokenId, aim: Aim, mode: ReturnMode, { watched, again, person }: Sent) {
  const { home, root, beside } = aim;
  // What was done before is not taken back past this.
  d.meta.done = undefined;
  const untilSeq = d.meta.seq;
  const others = reached(d, aim);
  if (mode === 'replay' || beside) for (const { id } of others) cut(d, id);
  if (mode === 'replay' && !beside) {
    for (const { id } of parkedBy(d, root.id)) cut(d, id);
    const from = root.node;
    const { correction: _settled, ...bare } = clear(d, root);
    giveUp(d, aim, from);
    startAgain(d, d.tokens.set(bare), aim);
    return;
  }
  // It begins once more as it stood, for the one who has sent it back.
  const held = again ? { again } : person === undefined ? {} : { assigned: person };
  d.tokens.set({ ...d.tokens.must(id), ...held, state: 'parked' });
  if (beside) {
    giveUp(d, aim, root.node);
    park(d, root.id, { branch: beside.way, from: aim.first.id }, id);
    startAgain(d, createToken(d, home.id, aim.first, { state: 'active' }), aim);
    return;
  }
  const correction: Correction = {
    straight: mode === 'straight',
    from: root.node,
    startSeq: aim.passed.startSeq,
    untilSeq,
    watched,
  };
  const corrector = place(d, home.id, aim.target, { variables: variablesOf(d, aim), correction });
  park(d, root.id, { by: corrector }, id);
  for (const one of others) if (!d.parked.has(one.id)) park(d, one.id, { by: corrector }, one.id);
}

/** Whose step it is, where those whom he has asked are about it now. */
function holderOf(d: Draft, { id, child }: Token): string | undefined {
  const { held } = (child === undefined ? undefined : d.scopes.get(child)?.body?.signers) ?? {};
  const wait = [...d.waitsOf.of(id)].map((one) => d.waits.must(one)).find(({ kind }) => kind === 'userTask');
  return held?.person ?? (wait?.kind === 'userTask' ? wait.person : undefined);
}

/** The task is closed, those of others at the same step are withdrawn. What of several runs stands when it begins once more. */
function closeStep(d: Draft, token: Token, step: Token, wait: UserTask): Body | undefined {
  const node = d.node(token.node);
  const own = step.child === undefined ? undefined : d.scopes.get(step.child)?.body;
  // Whom he has asked before or after himself are not those who decide.
  const body = own?.signers ? undefined : own;
  const live = new Set(step.child ? [...d.tokensIn.of(step.child)].map((id) => d.tokens.must(id).run) : []);
  if (node.voting) tellReturned(d, step, node, body ?? bodyOf(d, token) ?? { votes: token.vote ? [token.vote] : [] });
  d.waits.delete(wait.id);
  closeTask(d, wait.id, token, 'returned');
  clear(d, step);
  return body && asItStood(node, body, live);
}

/** It is given up; what was done in it can be undone like that of any step. */
function cut(d: Draft, id: TokenId, why = 'returned', quiet = false) {
  const token = d.tokens.get(id);
  if (!token) return;
  keepDoneOfCalled(d, id);
  if (token.child) keepDoneOf(d, token.scope, token.child);
  cancelToken(d, id, why, quiet);
}

/** Only its place is left, and what can be undone of what it did. */
function clear(d: Draft, { id }: Token): Token {
  const { scope: home, child } = d.tokens.must(id);
  keepDoneOfCalled(d, id);
  if (child) {
    keepDoneOf(d, home, child);
    cancelScope(d, child, 'returned');
  }
  disarmAll(d, id, 'returned');
  const { scope, node, startSeq, run, correction } = d.tokens.must(id);
  return d.tokens.set({
    ...{ id, node, scope, state: 'active', startSeq },
    ...(run !== undefined && { run }),
    ...(correction && { correction }),
  });
}

/** What lies behind is not done any more. Where its branch has met others that are done, these need not be waited for again. */
function giveUp(d: Draft, { home, first, area, passed }: Area, from: string) {
  // Those that have met since are done.
  layKept(d, home.id, first, (join) => (passedAt(d, home.id, join.id)?.endSeq ?? 0) > passed.startSeq);
  untread(
    d,
    home.id,
    (element) => area.has(d.node(element)),
    (element) => element !== from && element !== first.id,
  );
  // Joins that have fired and waited for late ones begin anew.
  const { resets, ...scope } = d.scopes.must(home.id);
  const kept = Object.entries(resets ?? {}).filter(([gateway]) => !area.has(d.node(gateway)));
  if (resets) d.scopes.set({ ...scope, ...(kept.length > 0 && { resets: Object.fromEntries(kept) }) });
}

/** Tokens in the joins behind a step, in place of the branches that it does not lie in; `done` says of which joins these are done. */
function layKept(d: Draft, scope: ScopeId, step: Node, done: (join: Node) => boolean = () => true) {
  for (const join of joinsAfter(step, 'parallelGateway')) {
    if (join === step || !done(join)) continue;
    for (const flow of otherWaysInto(join, step)) {
      const token = createToken(d, scope, join, { via: flow, state: 'joining' });
      d.arrive(`${scope}/${join.id}`, flow, token.id);
    }
  }
}

/** First everything is undone that was done since, then the step begins. */
function startAgain(d: Draft, token: Token, aim: Aim) {
  const then: Again = { to: aim.target.id, variables: variablesOf(d, aim) };
  if (!undoBetween(d, token, doneSince(d, aim), then)) reopen(d, token.id, then);
}

const doneSince =
  (
    d: Draft,
    { passed: { startSeq: since }, area }: { passed: Pick<Passed, 'startSeq'>; area: Set<Node> },
    untilSeq = Number.POSITIVE_INFINITY,
  ) =>
  ({ activity, startSeq, endSeq }: Entry): boolean =>
    startSeq >= since && endSeq <= untilSeq && area.has(d.node(activity));

/** Of a sub-process that is over: what it knew, where that was kept. */
const variablesOf = (d: Draft, { home, missing: [outer] }: Aim): Variables | undefined => {
  const entry = outer && d.scopes.must(home.id).compensation.findLast(({ activity }) => activity === outer.id);
  return entry && d.scopes.get(entry.snapshot)?.variables;
};

/** All is undone: the step begins, where the token stands or in a sub-process that is opened again for it. */
export function reopen(d: Draft, id: TokenId, { to, variables }: Again) {
  const { scope } = d.tokens.must(id);
  const begun = place(d, scope, d.node(to), { variables });
  if (begun !== id) cancelToken(d, id, 'returned', true);
}

type Again = { to: string; variables?: Variables | undefined };
/** @returns the token at the step */
export function place(
  d: Draft,
  home: ScopeId,
  target: Node,
  { variables, correction, from }: { variables?: Variables | undefined; correction?: Correction; from?: string },
): TokenId {
  const missing: Node[] = [];
  for (let { holder } = target; holder.id !== d.scopes.must(home).element; holder = d.node(holder.id).holder)
    missing.unshift(d.node(holder.id));
  const scope = openAround(d, missing, home);
  const [outer] = missing;
  if (outer && variables) {
    const opened = [...d.scopesIn.of(home)].find((one) => {
      const { element, kind } = d.scopes.must(one);
      return element === outer.id && kind !== 'snapshot';
    });
    if (opened !== undefined) writeLocal(d, opened, variables);
  }
  for (let at = scope, step = target; at !== home; ) {
    layKept(d, at, step);
    const around = d.tokens.must(d.scopes.must(at).owner as string);
    step = d.node(around.node);
    at = around.scope;
  }
  const token = createToken(d, scope, target, { ...(correction && { correction }) });
  if (target.type === 'startEvent') askStarter(d, token, target);
  else d.todo({ do: 'enter', token: token.id, why: { is: 'correction', from: correction?.from ?? from ?? target.id } });
  return token.id;
}

/** A form at the beginning of the case is filled in once more, by whoever began it. */
function askStarter(d: Draft, token: Token, node: Node) {
  const { starter: person } = d.meta;
  const task = d.nextId();
  const seq = d.row('entered', { element: node.id, token: token.id, scope: token.scope });
  d.tokens.patch(token.id, { state: 'waiting', startSeq: seq });
  const held = person === undefined ? {} : { person };
  d.waits.set({ id: task, owner: { token: token.id }, element: node.id, kind: 'userTask', ...held });
  const offers = person === undefined ? [] : [`person:${person}`];
  d.emit({ type: 'createTask', task, element: node.id, ...held, offers, token: token.id });
}

/**
 * What was put right goes back to those who wait for it. Where what they look at has changed, or it was refused, they are given up and it
 * goes its way, all of it once more.
 */
export function goBack(d: Draft, id: TokenId, refused: boolean) {
  const token = d.tokens.get(id);
  if (!token?.correction) return;
  const { correction, ...bare } = token;
  d.meta.done = undefined;
  const waiting = parkedBy(d, id);
  const home = waiting[0]?.scope;
  const fresh = !same(correction.watched, watchedBy(d, { scope: token.scope }, Object.keys(correction.watched)));
  d.tokens.set(bare);
  if (home === undefined) return d.todo({ do: 'leave', token: id });
  if (!refused && (correction.straight || !fresh)) {
    cut(d, carrierIn(d, bare, home).id, 'corrected', true);
    for (const one of waiting) goOn(d, one.id, fresh);
    return;
  }
  for (const one of waiting) cut(d, one.id);
  const first = d.node(carrierIn(d, bare, home).node);
  const area = {
    home: d.scopes.must(home),
    first,
    area: reachOf(d, home, first, correction.startSeq),
    passed: correction,
  };
  giveUp(d, area, correction.from);
  // What was put right stands.
  passedAgain(d, home, first.id, { startSeq: bare.startSeq, endSeq: d.meta.seq });
  const since = doneSince(d, area, correction.untilSeq);
  if (!undoBetween(d, d.tokens.must(id), since, 'leave')) d.todo({ do: 'leave', token: id });
}

/** The token that stands for it in an outer scope; itself in its own. */
function carrierIn(d: Draft, token: Token, home: ScopeId): Token {
  let at = token;
  while (at.scope !== home) at = d.tokens.must(d.scopes.must(at.scope).owner as string);
  return at;
}

/** @param fresh what they look at has changed: who had agreed is asked again, too */
function goOn(d: Draft, id: TokenId, fresh: boolean) {
  const reopens = d.tokens.must(id).parked?.reopens;
  unpark(d, id);
  const step = reopens === undefined ? undefined : d.tokens.get(reopens);
  if (step?.state !== 'parked') return;
  const { again } = step;
  d.tokens.set({
    ...step,
    state: 'moving',
    ...(again && {
      again: fresh ? { ...again, ...(again.votes && { votes: [] }), ...(again.stands && { stands: [] }) } : again,
    }),
  });
  d.todo({ do: 'enter', token: step.id, why: { is: 'correction', from: step.node } });
}

/** Where nothing moves any more in the branch that was gone through once more, those who wait for it go on. True: some do. */
export function branchesDone(d: Draft): boolean {
  let some = false;
  for (const id of byAge(d.parked)) {
    const { parked, scope } = d.tokens.must(id);
    if (!parked || !('branch' in parked)) continue;
    const steps = behindIn(d.node(parked.from), parked.branch);
    if ([...d.tokensIn.of(scope)].some((one) => steps.has(d.node(d.tokens.must(one).node)))) continue;
    goOn(d, id, false);
    some = true;
  }
  return some;
}
