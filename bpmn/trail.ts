// Which steps are done: where work can be sent back to, and who had agreed as things stood (core-semantics §3.3).
import type { Node } from './compile.ts';
import type { Draft } from './draft.ts';
import type { Done, Passed, ScopeId, Token, TokenId, Variables } from './instance.ts';
import { on, read } from './variables.ts';
import type { Vote } from './votes.ts';

/** Beyond these the oldest are forgotten: nobody sends work back by five hundred steps. */
const MOST = 500;

const JOINS = new Set(['parallelGateway', 'inclusiveGateway', 'complexGateway']);
const marks = ({ type, inside, element, in: incoming }: Node): boolean =>
  type === 'userTask' ||
  (JOINS.has(type) && incoming.length > 1) ||
  type === 'callActivity' ||
  inside !== undefined ||
  element.zf?.irreversible === true ||
  (type === 'startEvent' && element.zf?.form !== undefined);

const keyOf = (scope: ScopeId, element: string) => `${scope}/${element}`;

/** A step of this scope is done. */
export function passed(
  d: Draft,
  { scope, startSeq, correction }: Token,
  node: Node,
  endSeq: number,
  votes: Vote[] | undefined,
) {
  if (!(d.model.sendsBack && marks(node)) && !node.element.zf?.irreversible) return;
  const { watch } = node.element.zf ?? {};
  // Put right, it stands where it stood: what has come of it since still does.
  const before = correction && passedAt(d, scope, node.id);
  const one: Passed = {
    startSeq: before?.startSeq ?? startSeq,
    endSeq: before?.endSeq ?? endSeq,
    at: d.at,
    ...(d.by !== undefined && { by: d.by }),
    ...(watch && votes && { votes, watched: watchedBy(d, { scope }, watch) }),
  };
  const { [keyOf(scope, node.id)]: _before, ...others } = d.meta.trail ?? {};
  const kept = Object.entries(others).slice(-(MOST - 1));
  d.meta.trail = { ...Object.fromEntries(kept), [keyOf(scope, node.id)]: one };
}

/** What has come of it is given up: it was done just now. */
export function passedAgain(d: Draft, scope: ScopeId, element: string, when: { startSeq: number; endSeq: number }) {
  const one: Passed = { ...when, at: d.at, ...(d.by !== undefined && { by: d.by }) };
  d.meta.trail = { ...d.meta.trail, [keyOf(scope, element)]: one };
}

export const passedAt = (d: Draft, scope: ScopeId, element: string): Passed | undefined =>
  d.meta.trail?.[keyOf(scope, element)];

/** It was taken back: it is not done. */
export function forgetPassed(d: Draft, scope: ScopeId, element: string) {
  if (!d.meta.trail) return;
  const { [keyOf(scope, element)]: _gone, ...others } = d.meta.trail;
  d.meta.trail = others;
}

/** Of a scope that is over: the last run of it that passed this step. */
export function passedInside(d: Draft, element: string): { scope: ScopeId; passed: Passed } | undefined {
  const found = Object.entries(d.meta.trail ?? {})
    .flatMap(([key, one]) => {
      const [scope = '', at] = key.split('/');
      return at === element ? [{ scope, passed: one }] : [];
    })
    .sort((a, b) => b.passed.endSeq - a.passed.endSeq);
  return found[0];
}

/** What lies behind is not done any more; decisions that watch fields are remembered, to be weighed when it is their turn again. */
export function untread(
  d: Draft,
  scope: ScopeId,
  isBehind: (element: string) => boolean,
  again: (element: string) => boolean,
) {
  d.meta.trail = Object.fromEntries(
    Object.entries(d.meta.trail ?? {}).flatMap(([key, one]): [string, Passed][] => {
      const [at = '', element = ''] = key.split('/');
      if (at !== scope || !isBehind(element)) return [[key, one]];
      return one.watched && again(element) ? [[key, { ...one, again: true }]] : [];
    }),
  );
}

/** Who need not be asked once more, since what he looked at is as it was; for whom a clock has voted, he has not looked at it. */
export function agreedAsItStands(d: Draft, { scope }: Pick<Token, 'scope'>, node: Node): Vote[] {
  const one = passedAt(d, scope, node.id);
  if (!one?.again || !one.watched || !same(one.watched, watchedBy(d, { scope }, Object.keys(one.watched)))) return [];
  return (one.votes ?? []).filter(({ verdict, how }) => verdict === 'agree' && how !== 'late');
}

/** Fields as they are now; one that is not there is null. */
export const watchedBy = (d: Draft, place: { scope: ScopeId; token?: Token }, names: string[] = []): Variables =>
  Object.fromEntries(names.map((name) => [name, read(d, place, name) ?? null]));

export const watchedOn = (d: Draft, token: Token, names: string[] | undefined): Variables =>
  watchedBy(d, on(token), names);

const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, one) =>
    one && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
export const same = (a: Variables, b: Variables): boolean => ordered(a) === ordered(b);

/** A join has fired: whoever has brought one of these here cannot have it back. The one that goes on bears the id of one of them. */
export function met(d: Draft, tokens: TokenId[]) {
  const { done = [] } = d.meta;
  const isMet = ({ joining = [] }: Done) => joining.some((id) => tokens.includes(id));
  if (!done.some(isMet)) return;
  d.meta.done = done.map((one) => {
    const { task, element, by, seq } = one;
    return isMet(one) ? { task, element, by, seq, led: [], code: 'alreadyJoined' } : one;
  });
}
