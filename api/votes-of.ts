// Who decides a step together, who has voted, and what is still needed: told to each of them.
import { z } from '@hono/zod-openapi';
import { votingAt } from '../bpmn/compile.ts';
import type { Element } from '../bpmn/definition.ts';
import type { Instance, Scope } from '../bpmn/instance.ts';
import { SEVERAL, VERDICTS } from '../bpmn/votes.ts';
import type { Sql } from '../db/connect.ts';
import { namesOf } from '../db/people.ts';
import { holdersAt } from '../db/tasks.ts';

export const Votes = z.object({
  mode: z.enum(SEVERAL),
  ratio: z.string().nullable().describe('of `vote`: `≥ 80%`'),
  slots: z.array(
    z.object({
      person: z.object({ id: z.string(), name: z.string() }),
      weight: z.number(),
      veto: z.enum(['refuse', 'pass']).nullable(),
      says: z.enum([...VERDICTS, 'returned', 'open', 'later']),
      comment: z.string().nullable(),
      at: z.number().nullable(),
    }),
  ),
});
export type Votes = z.infer<typeof Votes>;

/** null: nobody else is asked. */
export async function votesOf(sql: Sql, state: Instance, wait: string, element: Element): Promise<Votes | null> {
  const scope = scopeAround(state, wait);
  const body = scope?.body;
  const voting = votingAt(element);
  if (!body?.slots || !voting) return null;
  const { slots, votes = [], started } = body;
  // Whoever has been given an open one has it, whatever the slot was for.
  const held = await holdersAt(sql, state.case, element.id);
  const holderOf = (run: number): string | undefined => {
    const token = Object.values(state.tokens).find((one) => one.scope === scope?.id && one.run === run);
    const open = Object.values(state.waits).find(({ owner }) => 'token' in owner && owner.token === token?.id);
    return open && held[open.id];
  };
  const people = slots.map(
    ({ person }, run) => votes.find(({ slot }) => slot === run)?.person ?? holderOf(run) ?? person,
  );
  const names = await namesOf(sql, people);
  const { share, of, strict } = voting.policy.ratio;
  return {
    mode: voting.policy.mode,
    ratio: voting.policy.mode === 'vote' ? `${strict ? '>' : '≥'} ${Number(((100 * share) / of).toFixed(4))}%` : null,
    slots: slots.map(({ weight = 1, veto = null }, index) => {
      const vote = votes.find(({ slot }) => slot === index);
      return {
        person: { id: people[index] as string, name: names[people[index] as string] ?? (people[index] as string) },
        weight,
        veto,
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
