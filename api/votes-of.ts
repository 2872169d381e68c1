// Who decides a step together, who has voted, and what is still needed: told to each of them.
import { z } from '@hono/zod-openapi';
import { votingAt } from '../bpmn/compile.ts';
import type { Element } from '../bpmn/definition.ts';
import type { Instance, Scope } from '../bpmn/instance.ts';
import { SEVERAL, VERDICTS } from '../bpmn/votes.ts';
import { policyOf } from '../bpmn/voting.ts';
import type { Sql } from '../db/connect.ts';
import { namesOf } from '../db/people.ts';
import { type Holder, holdersAt } from '../db/tasks.ts';
import { Who, who } from './schemas.ts';

export const Votes = z.object({
  mode: z.enum(SEVERAL),
  ratio: z.string().nullable().describe('of `vote`: `≥ 80%`'),
  slots: z.array(
    z.object({
      person: z.object({ id: z.string(), name: z.string() }),
      weight: z.number(),
      veto: z.enum(['refuse', 'pass']).nullable(),
      addedBy: Who.nullable().describe('who has asked for him'),
      for: Who.nullable().describe('who is away, and is stood in for'),
      says: z.enum([...VERDICTS, 'returned', 'open', 'later']),
      comment: z.string().nullable(),
      at: z.number().nullable(),
    }),
  ),
});
export type Votes = z.infer<typeof Votes>;

export const Signers = z.object({
  opinions: z.array(
    z.object({
      person: Who,
      verdict: z.enum([...VERDICTS, 'returned']),
      comment: z.string().nullable(),
      at: z.number(),
    }),
  ),
  after: z.array(Who).describe('who is asked once I have agreed'),
});
type Signers = z.infer<typeof Signers>;

/** null: nobody else is asked. */
export async function votesOf(sql: Sql, state: Instance, wait: string, element: Element): Promise<Votes | null> {
  const scope = scopeAround(state, wait);
  const body = scope?.body;
  const voting = votingAt(element);
  if (!body?.slots) return null;
  const { slots, votes = [], started } = body;
  const policy = voting || body.policy ? policyOf({ voting }, body) : undefined;
  if (!policy) return null;
  // Whoever has been given an open one has it, whatever the slot was for.
  const held = await holdersAt(sql, state.case, element.id);
  const holderOf = (run: number): Holder | undefined => {
    const token = Object.values(state.tokens).find((one) => one.scope === scope?.id && one.run === run);
    const open = Object.values(state.waits).find(({ owner }) => 'token' in owner && owner.token === token?.id);
    return open && held[open.id];
  };
  const people = slots.map((slot, run): { person: string; for?: string | null } => {
    const one = votes.find((vote) => vote.slot === run) ?? holderOf(run) ?? slot;
    return { person: one.person, for: one.for ?? null };
  });
  const names = await namesOf(sql, [
    ...people.flatMap((one) => [one.person, one.for]),
    ...slots.map(({ addedBy }) => addedBy),
  ]);
  const { share, of, strict } = policy.ratio;
  return {
    mode: body.policy === 'order' ? 'order' : policy.mode,
    ratio: policy.mode === 'vote' ? `${strict ? '>' : '≥'} ${Number(((100 * share) / of).toFixed(4))}%` : null,
    slots: slots.flatMap(({ weight = 1, veto = null, addedBy = null, out }, index) => {
      const vote = votes.find(({ slot }) => slot === index);
      const { person, for: absent = null } = people[index] as (typeof people)[number];
      if (out) return [];
      return {
        person: { id: person, name: names[person] ?? person },
        for: who(absent, absent && names[absent]),
        weight,
        veto,
        addedBy: who(addedBy, addedBy && names[addedBy]),
        says: vote?.verdict ?? (index < started ? 'open' : 'later'),
        comment: vote?.comment ?? null,
        at: vote?.at ?? null,
      };
    }),
  };
}

function scopeAround(state: Instance, wait: string): Scope | undefined {
  const owner = state.waits[wait]?.owner;
  const token = owner && 'token' in owner ? state.tokens[owner.token] : undefined;
  const scope = token && state.scopes[token.scope];
  return scope?.kind === 'body' && scope.element === token?.node ? scope : undefined;
}

/** What those have said whom the holder asked before himself, and whom he asks after himself. */
export async function signersOf(sql: Sql, state: Instance, wait: string): Promise<Signers> {
  const task = state.waits[wait];
  const { opinions = [], after = [] } = task?.kind === 'userTask' ? task : {};
  const names = await namesOf(sql, [...opinions.map(({ person }) => person), ...after.flatMap(({ people }) => people)]);
  const named = (id: string) => ({ id, name: names[id] ?? id });
  return {
    opinions: opinions.map(({ person, verdict, comment = null, at }) => ({
      person: named(person),
      verdict,
      comment,
      at,
    })),
    after: after.flatMap(({ people }) => people.map(named)),
  };
}
