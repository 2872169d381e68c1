// Several people on one step (core-semantics §3.1): its rules say whom they name, the directory who they are, and each gets a slot.
import { askedFor, excludedFrom, headsAsked, needsAble, nobodyFor, spreadOf } from './assignment.ts';
import { isOpenAt } from './calendar.ts';
import type { Node, Voting } from './compile.ts';
import type { Draft } from './draft.ts';
import type { Asked, Body, Resolved, Token, Wait } from './instance.ts';
import { openScope } from './moves.ts';
import { ableAmong, choose } from './spread.ts';
import { agreedAsItStands } from './trail.ts';
import { decide, type Slot, type Vote } from './votes.ts';
import { agreesAnyway, bodyOf, hasAgreed, notInstead } from './voting.ts';

export type PeopleWait = Extract<Wait, { kind: 'people' }>;

/** What the step has to ask the directory before it begins; nothing where references will do. */
export function toBeAsked(d: Draft, token: Token, node: Node): Asked[] {
  if (bodyOf(d, token)?.slots?.[token.run ?? -1]?.person) return [];
  if (node.loop?.kind === 'people') return askedFor(d, token, node);
  return token.found || token.assigned !== undefined ? [] : headsAsked(d, token, node);
}

export function askPeople(d: Draft, token: Token, node: Node, asked: Asked[]) {
  const excluded = excludedFrom(d, token, node);
  // The model may name them as it likes; the directory says who they are.
  const out: Asked[] = excluded.length ? [{ refs: excluded.map((person) => `person:${person}`), out: true }] : [];
  const all = [...asked, ...out];
  const wait = d.nextId();
  d.tokens.patch(token.id, { state: 'waiting' });
  d.waits.set({ id: wait, owner: { token: token.id }, element: node.id, kind: 'people', asked: all, excluded });
  d.emit({ type: 'resolvePeople', wait, asked: all, token: token.id });
}

/** The directory has answered: the body begins, or nobody is there. */
export function convene(d: Draft, wait: PeopleWait, token: Token, people: Resolved[][]) {
  const node = d.node(token.node);
  d.waits.delete(wait.id);
  const lists = namedBy(d, wait, node, people);
  if (node.loop?.kind !== 'people') {
    d.tokens.patch(token.id, { state: 'active', found: foundIn(d, token, node, wait, lists) });
    d.todo({ do: 'act', token: token.id });
    return;
  }
  const found = slotsOf(wait, lists);
  const voting = node.voting as Voting;
  const slots =
    voting.dedupe === 'first' ? found.filter((slot) => !namesOf(slot).some((one) => hasAgreed(d, voting, one))) : found;
  // Who is left out has agreed already.
  if (found.length === 0 && node.element.zf?.empty !== 'pass') {
    const { kind, why, detail } = nobodyFor(node);
    d.openIncident(token, token.scope, node.id, kind, 'act', why, detail);
    return;
  }
  const active = d.tokens.set({ ...token, state: 'active' });
  const stands = agreedAsItStands(d, token, node).map(({ person }) => person);
  const body: Body = {
    sequential: node.loop.sequential,
    loop: false,
    total: slots.length,
    started: 0,
    completed: 0,
    terminated: 0,
    slots,
    votes: slots.flatMap(({ person, for: absent }, slot): Vote[] => {
      const names = namesOf({ person, ...(absent !== undefined && { for: absent }) });
      const how =
        names.map((one) => agreesAnyway(d, node, one)).find((one) => one !== undefined) ??
        (names.some((one) => stands.includes(one)) ? 'unchanged' : undefined);
      return how
        ? [{ slot, person, ...(absent !== undefined && { for: absent }), verdict: 'agree', at: d.at, how }]
        : [];
    }),
  };
  const scope = openScope(d, token.scope, 'body', node.id, active, body);
  const decided = slots.length === 0 || decide(voting.policy, slots, body.votes ?? []) !== undefined;
  d.todo(decided ? { do: 'complete', token: token.id } : { do: 'next', scope: scope.id });
}

/** Whom nobody may ask here, by every name that is known of them. */
export function shutOut({ asked, excluded }: PeopleWait, people: Resolved[][]): Set<string> {
  return new Set([...excluded, ...asked.flatMap(({ out }, index) => (out ? (people[index] ?? []).map(whose) : []))]);
}
/** Whose place it is, whoever stands in for him. */
export const whose = ({ person, for: absent }: Resolved): string => absent ?? person;
const namesOf = ({ person, for: absent }: Resolved): string[] => (absent === undefined ? [person] : [absent, person]);

/** Whom each of the rules names, as the step may have them: not who is excluded, only who is able, the head for the starter. */
function namedBy(d: Draft, wait: PeopleWait, node: Node, people: Resolved[][]): Resolved[][] {
  const shut = shutOut(wait, people);
  const not = notInstead(d, node);
  const { skills, certificates, onShift } = node.element.zf ?? {};
  const isOn = (shift: string): boolean => {
    const calendar = d.env.calendars?.[shift];
    d.readsShop = true;
    return calendar === undefined || isOpenAt(calendar, d.at);
  };
  const head = wait.asked.findIndex(({ instead }) => instead);
  const [instead] = (people[head] ?? []).filter((one) => !shut.has(whose(one)));
  return wait.asked.map(({ facts, out, spare }, index) => {
    const list = (people[index] ?? []).flatMap((found): Resolved[] => {
      if (out || index === head || shut.has(whose(found))) return [];
      if (instead && whose(found) === d.meta.starter) return [instead];
      // Who may not stand in leaves it to whom it belongs.
      return [shut.has(found.person) || found.person === not ? alone(found) : found];
    });
    return facts && !spare ? ableAmong(list, { skills, certificates, onShift }, d.at, isOn) : list;
  });
}
const alone = (found: Resolved): Resolved => {
  const { for: absent, ...rest } = found;
  return absent === undefined ? rest : { ...rest, person: absent };
};

/** By their own names: who stands in for them, is found where the task is recorded. Of several among whom it is spread, the one. */
function foundIn(d: Draft, token: Token, node: Node, { asked }: PeopleWait, lists: Resolved[][]): string[][] {
  const rules = lists.filter((_, index) => !asked[index]?.spare && !asked[index]?.out && !asked[index]?.instead);
  const spare = lists.filter((_, index) => asked[index]?.spare);
  const named = rules.some((list) => list.length > 0) ? rules : spare;
  const spread = spreadOf(d, token, node);
  const chosen = spread && choose(unique(named.flat()), spread);
  if (spread && chosen) {
    const why = { is: 'spread', by: spread.by } as const;
    d.row('given', { element: node.id, token: token.id, why, data: { to: whose(chosen) } });
  }
  if (!spread) return named.map((list) => list.map(whose));
  const others = unique(named.flat()).filter((one) => one !== chosen);
  return [chosen ? [chosen, ...(needsAble(node) ? others : [])].map(whose) : []];
}
const unique = (people: Resolved[]): Resolved[] =>
  people.filter((one, index) => people.findIndex((other) => whose(other) === whose(one)) === index);

/** One for each person: whom two rules name has the weight of both. */
function slotsOf({ asked }: PeopleWait, lists: Resolved[][]): Slot[] {
  const slots = new Map<string, Slot>();
  for (const [index, { weight, veto, spare }] of asked.entries()) {
    if (spare && slots.size > 0) continue;
    for (const { facts: _, ...one } of lists[index] ?? []) {
      const key = one.for === undefined ? one.person : `${one.person} for ${one.for}`;
      const known = slots.get(key);
      const sum = known ? (known.weight ?? 1) + (weight ?? 1) : weight;
      const power = veto ?? known?.veto;
      slots.set(key, { ...one, ...(sum !== undefined && { weight: sum }), ...(power && { veto: power }) });
    }
  }
  return [...slots.values()];
}
