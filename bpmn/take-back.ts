// 拿回: whoever has done a step has it back, as long as nobody has begun with what came of it (core-semantics §3.4). What a submission has
// led to is noted as it is made, and forgotten as soon as something of it has moved on.
import { ok, refuse } from './answer.ts';
import { startRun } from './body.ts';
import { type Node, offersVerb } from './compile.ts';
import { compareAge, type Draft } from './draft.ts';
import type { Answer, Body, Command, Done, Occurrence, Refusal, Token, Wait, WaitId } from './instance.ts';
import { cancelToken, closeScope, createToken, openScope } from './moves.ts';
import { tasksIn } from './parking.ts';
import { forgetPassed } from './trail.ts';
import { bodyOf } from './voting.ts';
import { arm } from './waits.ts';

type TaskWait = Extract<Wait, { kind: 'userTask' }>;
/** So many are remembered of one case, the last. */
const MOST = 10;

/** A submission about to be taken: how the step stands. */
export type Before = {
  wait: TaskWait;
  token: Token;
  body?: Body;
  live: number[];
  around?: Token;
  /** The next token that is made will bear this id. */
  next: string;
};

/** undefined: nothing that could be taken back. */
export function beforeDone(d: Draft, occurrence: Occurrence): Before | undefined {
  if (occurrence.type !== 'taskCompleted' || occurrence.by === undefined) return undefined;
  const wait = d.waits.get(occurrence.task);
  const token = wait?.kind === 'userTask' && 'token' in wait.owner ? d.tokens.get(wait.owner.token) : undefined;
  if (wait?.kind !== 'userTask' || !token || wait.lent?.length) return undefined;
  if (!offersVerb(d.node(token.node).element, 'takeBack')) return undefined;
  const body = bodyOf(d, token);
  const around = body && d.tokens.must(d.scopes.must(token.scope).owner as string);
  const live = body
    ? [...d.tokensIn.of(token.scope)].flatMap((id) => (id === token.id ? [] : (d.tokens.must(id).run ?? [])))
    : [];
  const next = `k${d.meta.nextId.toString(36)}`;
  return { wait, token, live, next, ...(body && around && { body, around }) };
}

/** It is taken: what it has led to, or why it cannot be taken back any more. */
export function noteDone(d: Draft, { wait, token, body, live, around, next }: Before, unfinished: boolean) {
  const known = (d.meta.done ?? []).filter(({ code, led }) => code !== undefined || led.every((id) => d.waits.get(id)));
  if (d.meta.status === 'ended' || d.by === undefined) {
    if (d.meta.done) d.meta.done = [];
    return;
  }
  const led = d.commands.flatMap((each) => (each.type === 'createTask' && d.waits.get(each.task) ? [each.task] : []));
  const decided = around !== undefined && !lives(d, token.scope);
  const home = decided ? around.scope : token.scope;
  const roots = lives(d, home)
    ? rootsOf(d, home, led, (id) => compareAge(id, next) >= 0 || id === token.id || id === around?.id)
    : undefined;
  // What was put right is where others go on from, as is what was said for whoever had asked.
  const code =
    unfinished || token.correction || around?.correction || (decided && body?.signers)
      ? 'nextStarted'
      : whyNot(d, roots);
  const seq = d.rows.find(({ kind, element }) => kind === 'completed' && element === token.node)?.seq ?? d.meta.seq;
  const one: Done = { task: wait.id, element: token.node, by: d.by, seq, led: [] };
  const done: Done =
    code !== undefined || !roots
      ? { ...one, code: code ?? 'nextStarted' }
      : {
          ...one,
          led,
          roots,
          joining: roots.filter((id) => d.tokens.must(id).state === 'joining'),
          wait,
          token,
          ...(body && around && (decided ? { body, live, around, decided } : { body: countsOf(body), around })),
        };
  d.meta.done = [...known.filter(({ task }) => task !== wait.id), done].slice(-MOST);
}

/** What is needed where the others go on: their results may be thousands. */
const countsOf = ({ sequential, loop, total, started, completed, terminated }: Body): Body => ({
  sequential,
  loop,
  total,
  started,
  completed,
  terminated,
});

/**
 * What has moved in this scope and still stands. undefined: something else than an untouched task, or a join that waits, came of it, or it has
 * moved what was not its own.
 */
function rootsOf(d: Draft, home: string, led: WaitId[], isOwn: (id: string) => boolean): string[] | undefined {
  const moved = [...d.stirred].flatMap((id) => d.tokens.get(id) ?? []).filter(({ scope }) => scope === home);
  const isUntouched = ({ id, state, node }: Token): boolean => {
    const tasks = tasksIn(d, id);
    if (!isOwn(id)) return false;
    if (state === 'joining' && d.node(node).type === 'complexGateway') return false;
    return state === 'joining' || (tasks.length > 0 && tasks.every((task) => led.includes(task.id)));
  };
  return moved.every(isUntouched) ? moved.map(({ id }) => id) : undefined;
}

const ACTS = new Set<Command['type']>(['invokeService', 'publish', 'broadcast', 'callProcess', 'raise', 'undoCase']);
function whyNot(d: Draft, roots: string[] | undefined): Refusal | undefined {
  if (d.rows.some(({ kind }) => kind === 'joined')) return 'alreadyJoined';
  if (roots === undefined && d.rows.some(({ kind, element }) => kind === 'completed' && d.model.holders[element ?? '']))
    return 'scopeEnded';
  if (roots === undefined || d.commands.some(({ type }) => ACTS.has(type))) return 'nextStarted';
  return undefined;
}

/** @param touched tasks of this case that somebody has opened or claimed, as the rim knows */
export function takeBack(d: Draft, { task, touched = [] }: Extract<Occurrence, { type: 'taskTakenBack' }>): Answer {
  const one = d.meta.done?.find((done) => done.task === task);
  if (!one) return refuse('nextStarted');
  if (one.by !== d.by || !offersVerb(d.node(one.element).element, 'takeBack')) return refuse('notAllowed');
  if (one.code !== undefined) return refuse(one.code);
  const { wait, token, roots = [], body, live = [], around, decided } = one;
  if (!wait || !token) return refuse('nextStarted');
  // Another has decided since.
  if (body && !decided && !lives(d, token.scope)) return refuse('nextStarted');
  const begun = one.led.some((id) => {
    const led = d.waits.get(id);
    return led?.kind !== 'userTask' || touched.includes(id) || led.lent !== undefined;
  });
  if (begun) return refuse('nextStarted');
  // What stood in a join stands there still, or has gone on with others.
  const joined = roots.filter((id) => one.joining?.includes(id));
  if (roots.some((id) => !d.tokens.get(id)) || joined.some((id) => d.tokens.must(id).state !== 'joining'))
    return refuse('alreadyJoined');
  const home = decided && around ? around.scope : token.scope;
  if (!lives(d, home)) return refuse('scopeEnded');
  const node = d.node(one.element);
  d.row('takenBack', { element: node.id, scope: home, why: { is: 'person', verb: 'takeBack' } });
  forget(d, one, home, node);
  restore(d, { node, token, wait, ...(body && around && { body, around }), live });
  for (const id of roots) cancelToken(d, id, 'takenBack');
  d.meta.done = (d.meta.done ?? []).filter((done) => done.task !== task);
  return ok;
}

/** Not over, and kept only so that it can be undone. */
const lives = (d: Draft, scope: string): boolean => {
  const kind = d.scopes.get(scope)?.kind;
  return kind !== undefined && kind !== 'snapshot';
};

/** Nobody has done it any more: neither for four eyes and heads nor for what can be undone or gone back to. */
function forget(d: Draft, { by, seq }: Done, home: string, node: Node) {
  const scope = d.scopes.must(home);
  const entry = scope.compensation.find(({ activity, endSeq }) => activity === node.id && endSeq >= seq);
  if (entry) {
    d.scopes.set({ ...scope, compensation: scope.compensation.filter((other) => other !== entry) });
    closeScope(d, entry.snapshot);
  }
  const before = d.meta.doers?.[node.id];
  if (before) d.meta.doers = { ...d.meta.doers, [node.id]: before.filter((person) => person !== by) };
  const agreed = d.meta.agreed ?? [];
  const last = agreed.findLastIndex(({ element }) => element === node.id);
  if (last >= 0) d.meta.agreed = agreed.filter((_, index) => index !== last);
  forgetPassed(d, home, node.id);
}

type Standing = { node: Node; token: Token; wait: TaskWait; body?: Body; live: number[]; around?: Token };
/** The same task in the same activation; of several, those who had not spoken are asked again. */
function restore(d: Draft, { node, token, wait, body, live, around }: Standing) {
  let { scope } = token;
  const now = d.scopes.get(scope)?.body;
  if (body && around && !now) {
    const outer = createToken(d, around.scope, node, { ...bare(around), startSeq: around.startSeq, state: 'active' });
    for (const event of node.boundary) arm(d, { token: outer.id }, event);
    scope = openScope(d, around.scope, 'body', node.id, outer, body).id;
    for (const run of live) startRun(d, scope, node, body, run);
  } else if (body && now) {
    const votes = now.votes?.filter(({ slot }) => slot !== token.run);
    // Where his vote waits for those whom he asked after himself, his run is not over.
    const completed = d.tokens.get(token.id) ? now.completed : now.completed - 1;
    const { started, completed: before, terminated } = body;
    const counts = body.sequential ? { started, completed: before, terminated } : { completed };
    d.scopes.patch(scope, { body: { ...now, ...counts, ...(votes && { votes }) } });
  }
  const back = createToken(d, scope, node, { ...bare(token), startSeq: token.startSeq, state: 'waiting' });
  if (!body) for (const event of node.boundary) arm(d, { token: back.id }, event);
  d.waits.set({ ...wait, owner: { token: back.id }, ...(d.by !== undefined && { person: d.by }) });
  d.emit({ type: 'reopenTask', task: wait.id, token: back.id });
}

const bare = ({ run, locals, assigned, found }: Token): Partial<Token> => ({
  ...(run !== undefined && { run }),
  ...(locals && { locals }),
  ...(assigned !== undefined && { assigned }),
  ...(found && { found }),
});
