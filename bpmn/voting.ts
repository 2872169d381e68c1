// How people vote on a step (core-semantics §3.1): each has a slot of its body, and the policy is asked after every vote. Who decides a
// step alone leaves the same result.
import type { Node, Voting } from './compile.ts';
import type { Draft } from './draft.ts';
import type { Body, Token } from './instance.ts';
import { write } from './variables.ts';
import { type Automatic, decide, HALF, type Policy, resultOf, type Vote } from './votes.ts';

/** The run of a body that stands for one of several; the step as a whole has none. */
/** What decides here: the step says it, or whoever has asked for more people. */
export const policyOf = ({ voting }: Pick<Node, 'voting'>, body: Body | undefined): Policy =>
  body?.policy === undefined
    ? (voting as Voting).policy
    : { mode: body.policy === 'all' && !voting?.decides ? 'work' : body.policy, ratio: HALF, waits: false };

export const bodyOf = (d: Draft, { scope, node }: Token): Body | undefined => {
  const around = d.scopes.must(scope);
  return around.kind === 'body' && around.element === node ? around.body : undefined;
};

/** Who need not be asked: the rule by which this person agrees. undefined: he is asked. */
export function agreesAnyway(d: Draft, { voting }: Node, person: string): Automatic | undefined {
  if (!voting) return undefined;
  if (voting.starterAgrees && person === d.meta.starter) return 'starter';
  return voting.dedupe !== 'no' && hasAgreed(d, voting, person) ? 'dedupe' : undefined;
}

export const hasAgreed = ({ meta: { agreed = [] } }: Draft, { dedupe }: Voting, person: string): boolean =>
  (dedupe === 'consecutive' ? agreed.slice(-1) : agreed).some(({ people }) => people.includes(person));

/** Nobody decides in another's name what he has begun himself. */
export const notInstead = (d: Draft, { voting }: Node): string | undefined =>
  voting?.decides ? d.meta.starter : undefined;

/** Kept for the steps that ask nobody twice; whoever has refused since is asked again, and whoever left it to the clock has not spoken. */
function remember(d: Draft, element: string, votes: Vote[]) {
  if (!d.model.asksOnce) return;
  const said = (verdict: Vote['verdict'], among = votes) =>
    among.flatMap((vote) =>
      vote.verdict === verdict ? [vote.person, ...(vote.for === undefined ? [] : [vote.for])] : [],
    );
  const refused = said('refuse');
  const spoken = votes.filter(({ how }) => how !== 'late');
  const before = (d.meta.agreed ?? []).map((one) => ({
    ...one,
    people: one.people.filter((person) => !refused.includes(person)),
  }));
  d.meta.agreed = [...before, { element, people: said('agree', spoken) }].slice(-MOST_REMEMBERED);
}
const MOST_REMEMBERED = 100;

/** What one of them, or the one who decides alone, has said. */
export function castVote(
  d: Draft,
  token: Token,
  verdict: Vote['verdict'],
  who: string,
  more: Pick<Vote, 'comment' | 'how' | 'to' | 'mode' | 'held' | 'for'> = {},
) {
  const scope = d.scopes.must(token.scope);
  const body = bodyOf(d, token);
  const slot = body?.slots?.[token.run ?? -1];
  const person = (more.how || more.held ? who || undefined : d.by) ?? slot?.person ?? who;
  if (!more.how && d.model.definition.zf.recall === 'untilFirstVerdict') d.meta.spoken = true;
  const own = more.how || more.held || d.by === undefined || d.by === slot?.person;
  const absent = own ? (more.for ?? slot?.for) : d.for;
  const vote: Vote = {
    slot: token.run ?? 0,
    person,
    verdict,
    ...more,
    ...(absent !== undefined && { for: absent }),
    at: d.at,
  };
  if (body) d.scopes.set({ ...scope, body: { ...body, votes: [...(body.votes ?? []), vote] } });
  else d.tokens.patch(token.id, { vote });
}

/** Whether the votes are enough, after that of this run. */
export function isDecided(d: Draft, token: Token, node: Node): boolean {
  const body = bodyOf(d, token);
  // An operator has passed over it.
  if (body && !body.votes?.some(({ slot }) => slot === token.run))
    castVote(d, token, 'abstain', '', { how: 'skipped' });
  const now = bodyOf(d, token);
  const { slots = [], votes = [] } = now ?? {};
  return decide(policyOf(node, now), slots, votes) !== undefined;
}

/** It was sent back, whatever the others had said. */
export function tellReturned(d: Draft, token: Token, node: Node, { slots, votes = [] }: Pick<Body, 'slots' | 'votes'>) {
  const { result: name } = node.voting as Voting;
  const told = resultOf('returned', slots ?? votes.map(({ person }) => ({ person })), votes);
  const why = { is: 'vote', mode: node.element.zf?.mode ?? 'pool', result: 'returned', tally: told.tally } as const;
  d.row('voted', { element: node.id, token: token.id, scope: token.scope, why });
  write(d, { scope: token.scope }, { [name]: told });
}

/** The outcome, written where those who come after read it. */
export function tellResult(d: Draft, token: Token, node: Node, body: Pick<Body, 'slots' | 'votes'> & Partial<Body>) {
  const { slots = [], votes = [] } = body;
  const policy = policyOf(node, body as Body);
  const { result: name } = node.voting as Voting;
  // Nobody to ask, and the step says that it passes then.
  const result = slots.length === 0 ? 'agree' : (decide(policy, slots, votes) ?? 'refuse');
  const told = resultOf(result, slots, votes);
  const why = { is: 'vote', mode: node.element.zf?.mode ?? 'pool', result, tally: told.tally } as const;
  d.row('voted', { element: node.id, token: token.id, scope: token.scope, why });
  d.tokens.patch(token.id, { verdict: result });
  remember(d, node.id, votes);
  write(d, { scope: token.scope }, { [name]: told });
}
