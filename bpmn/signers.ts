// 加签, 减签: whoever has a step asks others before himself, after himself, or beside himself (core-semantics §3.4). Beside others he adds
// slots; before and after he has a body of his own below his place, whose end comes back to him.
import { ok, refuse } from './answer.ts';
import { mayNotDo } from './assignment.ts';
import { type Node, offersVerb } from './compile.ts';
import type { Draft } from './draft.ts';
import type { After, Answer, Body, Held, Occurrence, Scope, Token, Wait, Why } from './instance.ts';
import { cancelToken, closeScope, createToken, emptyScope, openScope } from './moves.ts';
import { parkedAround } from './parking.ts';
import { decide, type Mode, type Slot } from './votes.ts';
import { bodyOf, castVote, policyOf } from './voting.ts';

type Of<T extends Occurrence['type']> = Extract<Occurrence, { type: T }>;
type UserTask = Extract<Wait, { kind: 'userTask' }>;
/** Signers of signers. */
const DEEPEST = 3;

export function addSigners(d: Draft, occurrence: Of<'signersAdded'>): Answer {
  const { task, where, mode = 'all', comment } = occurrence;
  const wait = d.waits.get(task);
  const token = wait?.kind === 'userTask' && 'token' in wait.owner ? d.tokens.get(wait.owner.token) : undefined;
  if (wait?.kind !== 'userTask' || !token || wait.held) return refuse('notOpen');
  if (parkedAround(d, wait)) return refuse('parked');
  const node = d.node(token.node);
  const people = [...new Set(occurrence.people)];
  if (!offersVerb(node.element, 'addSigners') || wait.lent?.length || people.length === 0) return refuse('notAllowed');
  const stranger = people.find((person) => mayNotDo(d, node, person, wait.excluded));
  if (stranger !== undefined) return refuse('fourEyes', stranger);
  if (occurrence.lacking !== undefined) return refuse('uncertified', occurrence.lacking);
  // The model may name him as it likes; who acts is known by his id.
  const holder = d.by ?? wait.person;
  const body = bodyOf(d, token);
  const named = [holder, wait.person, ...(body?.slots ?? []).flatMap(({ person, out }) => (out ? [] : [person]))];
  const known = people.find(
    (person) => named.includes(person) || wait.after?.some((more) => more.people.includes(person)),
  );
  if (known !== undefined) return refuse('alreadySigner', known);
  const isDrawn = node.loop?.kind === 'multi' || node.loop?.kind === 'standard';
  if (where === 'beside' && body?.sequential) return refuse('useBeforeAfter');
  if (where === 'beside' && isDrawn) return refuse('notAllowed');
  const inTurn = body?.sequential === true && body.slots !== undefined && !isDrawn;
  if (!inTurn && where !== 'beside' && depthOf(d, token) >= DEEPEST) return refuse('depth');
  d.row('given', {
    element: node.id,
    token: token.id,
    why: { is: 'person', verb: 'addSigners', ...(comment !== undefined && { comment }) },
    data: { people, where, mode },
  });
  const by = holder ?? '';
  const slots = people.map((person): Slot => ({ person, addedBy: by }));
  if (inTurn) intoTurn(d, token, wait, slots, where === 'before' ? 'before' : 'after');
  else if (where === 'beside') beside(d, token, wait, node, slots, mode);
  else if (where === 'before') before(d, token, wait, node, slots, mode);
  else {
    const more: After = { people, mode, by };
    d.waits.set({ ...wait, after: wait.after ? [...wait.after, more] : [more] });
  }
  return ok;
}

/** How many bodies of signers stand around it. */
function depthOf(d: Draft, token: Token): number {
  let depth = 0;
  for (let at: Token | undefined = token; at; ) {
    const scope: Scope = d.scopes.must(at.scope);
    if (scope.body?.signers) depth += 1;
    at = scope.kind === 'body' && scope.element === at.node ? d.tokens.get(scope.owner as string) : undefined;
  }
  return depth;
}

/** Of those who are asked one after the other: these come before me, or behind. */
function intoTurn(d: Draft, token: Token, { id }: UserTask, slots: Slot[], where: 'before' | 'after') {
  const scope = d.scopes.must(token.scope);
  const body = scope.body as Body;
  const run = token.run as number;
  const at = where === 'before' ? run : run + 1;
  const moved = (slot: number) => (slot >= at ? slot + slots.length : slot);
  const all = [...(body.slots ?? [])];
  all.splice(at, 0, ...slots);
  const votes = (body.votes ?? []).map((vote) => ({ ...vote, slot: moved(vote.slot) }));
  const now = { ...body, slots: all, votes, total: body.total + slots.length };
  if (where === 'after') {
    d.scopes.patch(scope.id, { body: now });
    return;
  }
  // It will be my turn again.
  d.scopes.patch(scope.id, { body: { ...now, started: run } });
  d.waits.delete(id);
  d.emit({ type: 'withdrawTask', task: id, why: 'later', token: token.id });
  cancelToken(d, token.id, 'later', true);
  d.todo({ do: 'next', scope: scope.id });
}

function beside(d: Draft, token: Token, wait: UserTask, node: Node, slots: Slot[], mode: Mode) {
  const body = bodyOf(d, token);
  if (body?.slots) {
    d.scopes.patch(token.scope, {
      body: { ...body, slots: [...body.slots, ...slots], total: body.total + slots.length },
    });
    d.todo({ do: 'next', scope: token.scope });
    return;
  }
  // Who did it alone is one of several from now on.
  const mine: Slot = { person: d.by ?? wait.person ?? '', ...(d.for !== undefined && { for: d.for }) };
  const { assigned: _mine, locals, ...outer } = token;
  const all = [mine, ...slots];
  const several: Body = { ...fresh(all, mode), started: 1 };
  const scope = openScope(d, token.scope, 'body', node.id, d.tokens.set({ ...outer, state: 'active' }), several);
  const run = createToken(d, scope.id, node, { run: 0, state: 'waiting', ...(locals && { locals }) });
  d.waits.delete(wait.id);
  d.waits.set({ ...wait, owner: { token: run.id } });
  // One after the other, I am the first.
  if (!several.sequential) d.todo({ do: 'next', scope: scope.id });
}

/** My task waits, its clock stands, until they have said what they think. */
function before(d: Draft, token: Token, wait: UserTask, node: Node, slots: Slot[], mode: Mode) {
  // Opinions decide nothing: all are heard, or the first.
  const body: Body = {
    ...fresh(slots, mode === 'any' ? 'any' : 'work', mode === 'order'),
    signers: { where: 'before' },
  };
  d.waits.set({ ...wait, held: true });
  d.emit({ type: 'parkTask', task: wait.id, token: token.id });
  const scope = openScope(d, token.scope, 'body', node.id, token, body);
  d.todo({ do: 'next', scope: scope.id });
}

/** Whoever asked others after himself has agreed: his vote is held until they have decided. */
export function agreeAndAsk(
  d: Draft,
  token: Token,
  { after, person }: Pick<UserTask, 'person'> & { after: [After, ...After[]] },
  why: Extract<Why, { is: 'person' }>,
) {
  const [{ people, mode }] = after;
  d.row('given', { element: token.node, token: token.id, why, data: { people, where: 'after', mode } });
  askNext(d, token, after, {
    person: d.by ?? person ?? '',
    ...(d.for !== undefined && { for: d.for }),
    ...(why.comment !== undefined && { comment: why.comment }),
  });
}

function askNext(d: Draft, token: Token, [first, ...rest]: [After, ...After[]], held: Held) {
  const node = d.node(token.node);
  const slots = first.people.map((one): Slot => ({ person: one, addedBy: first.by }));
  const body: Body = { ...fresh(slots, first.mode), signers: { where: 'after', held, rest } };
  const scope = openScope(d, token.scope, 'body', node.id, d.tokens.set({ ...token, state: 'active' }), body);
  d.todo({ do: 'next', scope: scope.id });
}

const fresh = (slots: Slot[], mode: Mode, inTurn = mode === 'order'): Body => ({
  sequential: inTurn,
  loop: false,
  total: slots.length,
  started: 0,
  completed: 0,
  terminated: 0,
  slots,
  votes: [],
  policy: mode,
});

/** They have spoken: it is the turn of whoever asked them, or his vote counts now. */
export function signersDone(d: Draft, token: Token, node: Node, scope: Scope) {
  const { signers, slots = [], votes = [] } = scope.body as Body;
  closeScope(d, scope.id);
  const { child: _over, ...now } = d.tokens.must(token.id);
  d.tokens.set({ ...now, state: 'waiting' });
  if (signers?.where === 'before') {
    const held = [...d.waitsOf.of(token.id)].map((id) => d.waits.must(id)).find((wait) => wait.kind === 'userTask');
    if (held?.kind !== 'userTask') return;
    const { held: _held, ...wait } = held;
    d.waits.set({ ...wait, opinions: [...(wait.opinions ?? []), ...votes] });
    d.emit({ type: 'unparkTask', task: wait.id, token: token.id });
    return;
  }
  const held = signers?.held ?? { person: '' };
  const [next, ...others] = signers?.rest ?? [];
  const verdict = decide(policyOf(node, scope.body), slots, votes) ?? 'refuse';
  if (verdict === 'agree' && next) {
    askNext(d, d.tokens.must(token.id), [next, ...others], held);
    return;
  }
  d.tokens.patch(token.id, { state: 'active' });
  const { person, ...said } = held;
  if (node.voting) castVote(d, d.tokens.must(token.id), verdict, person, { ...said, held: true });
  d.todo({ do: 'complete', token: token.id });
}

/** 减签: by whoever added them, who has an open slot beside them, or a manager (`manages`, as the rim knows). */
export function removeSigners(d: Draft, { task, people, manages, comment }: Of<'signersRemoved'>): Answer {
  const wait = d.waits.get(task);
  const token = wait?.kind === 'userTask' && 'token' in wait.owner ? d.tokens.get(wait.owner.token) : undefined;
  if (wait?.kind !== 'userTask' || !token) return refuse('notOpen');
  const node = d.node(token.node);
  if (!offersVerb(node.element, 'removeSigners')) return refuse('notAllowed');
  const removed = () =>
    d.row('given', {
      element: node.id,
      token: token.id,
      why: { is: 'person', verb: 'removeSigners', ...(comment !== undefined && { comment }) },
      data: { people },
    });
  const planned = wait.after?.some((more) => more.people.some((person) => people.includes(person)));
  if (planned) {
    const [first, ...others] = (wait.after ?? [])
      .map((more) => ({ ...more, people: more.people.filter((one) => !people.includes(one)) }))
      .filter((more) => more.people.length > 0);
    const { after: _planned, ...alone } = wait;
    removed();
    d.waits.set(first ? { ...alone, after: [first, ...others] } : alone);
    return ok;
  }
  const scope = [...d.scopes.values()].find(
    ({ kind, element, body }) =>
      kind === 'body' &&
      element === node.id &&
      people.every((one) => body?.slots?.some(({ person, out }) => person === one && !out)),
  );
  const body = scope?.body;
  if (!scope || !body?.slots) return refuse(bodyOf(d, token)?.slots ? 'notAllowed' : 'lastSigner');
  const gone = body.slots.flatMap((slot, index) => (people.includes(slot.person) && !slot.out ? [index] : []));
  // In the place of somebody who is away, too.
  const me = [d.by, d.for].filter((one) => one !== undefined);
  const mine = (slot: Slot, index: number) => me.includes(slot.person) && !gone.includes(index);
  const holds = body.slots.some((slot, index) => mine(slot, index) && !body.votes?.some((vote) => vote.slot === index));
  const added = gone.every((index) => me.includes(body.slots?.[index]?.addedBy ?? ''));
  if (!manages && !holds && !added && !me.includes(wait.person ?? '')) return refuse('notAllowed');
  if (gone.some((index) => body.votes?.some((vote) => vote.slot === index))) return refuse('alreadyActed');
  const left = body.slots.filter(({ out }, index) => !out && !gone.includes(index));
  if (left.length === 0) return refuse('lastSigner');
  removed();
  const slots = body.slots.map((slot, index) => (gone.includes(index) ? { ...slot, out: true as const } : slot));
  const begun = gone.filter((index) => index < body.started).length;
  d.scopes.patch(scope.id, { body: { ...body, slots, terminated: body.terminated + begun } });
  for (const id of [...d.tokensIn.of(scope.id)]) {
    const { run } = d.tokens.must(id);
    if (run !== undefined && gone.includes(run)) cancelToken(d, id, 'removed');
  }
  settle(d, scope.id, node);
  return ok;
}

/** Without them it may be decided, or the next one's turn. */
function settle(d: Draft, id: string, node: Node) {
  const scope = d.scopes.must(id);
  const body = scope.body as Body;
  if (decide(policyOf(node, body), body.slots ?? [], body.votes ?? []) !== undefined) {
    emptyScope(d, id, 'enough');
    d.todo({ do: 'complete', token: scope.owner as string });
  } else if (body.sequential && d.tokensIn.of(id).size === 0) d.todo({ do: 'next', scope: id });
}
