// 退回 over a call: a step of the case that has called this one is done once more (core-semantics §3.3). Two cases have to agree, so it is tried
// on copies of all that live here before any of it happens.
import type { Draft } from './draft.ts';
import type { Occurrence } from './instance.ts';
import {
  admit,
  createPopulation,
  drain,
  type Population,
  type PopulationAnswer,
  type Round,
  run,
  stamp,
} from './population.ts';
import { commit } from './step.ts';

type Around = { id: string; draft: Draft; token: string };
/** The case around this one that has the step, where every call on the way says that one may send back to before it. */
export function calledFrom(cases: Population['cases'], { model, meta }: Draft, to: string): Around | undefined {
  if (model.nodes[to] || !meta.parent) return undefined;
  const { case: id, token } = meta.parent;
  const draft = cases.get(id);
  const call = draft?.tokens.get(token);
  if (!draft || !call || !draft.node(call.node).element.zf?.returnAcrossCall) return undefined;
  return draft.model.nodes[to] ? { id, draft, token } : calledFrom(cases, draft, to);
}

type Returned = Extract<Occurrence, { type: 'taskReturned' }>;
export function returnAcross(
  round: Round,
  { id, draft, around }: { id: string; draft: Draft; around: Around },
  occurrence: Returned,
): PopulationAnswer {
  // The case around withdraws all that it has called, so it comes first: who is withdrawn has nothing to report.
  const leave = (round: Round) => {
    const { cases } = round.population;
    const { for: absent, to, comment } = occurrence;
    const agreed = run(round, around.id, cases.get(around.id) as Draft, {
      type: 'calledReturned',
      ...stamp(occurrence),
      token: around.token,
      to,
      ...(absent !== undefined && { for: absent }),
      ...(comment !== undefined && { comment }),
    });
    return agreed.ok ? run(round, id, cases.get(id) as Draft, { ...occurrence, across: true }) : agreed;
  };
  const tried = onCopies(round, leave);
  if (!tried.answer.ok) return tried.answer;
  const own = draft.waits.get(occurrence.task)?.element;
  const { done, others } = lost(round.population, tried.population, (at, element) => at === id && element === own);
  if (done !== undefined) return { ok: false, code: 'irreversible', detail: done };
  if (others > 0 && !occurrence.confirm) return { ok: false, code: 'cancelsOthers', detail: String(others) };
  return leave(round);
}

/** What would come of it, in these cases as they stand; nothing of it has happened. */
function onCopies({ population, input }: Round, happens: (copies: Round) => PopulationAnswer) {
  const { definitions, env, open } = population;
  const copies = { ...createPopulation(definitions, env, open), kept: [...population.kept] };
  for (const draft of population.cases.values()) admit(copies, draft.model.definition, commit(draft));
  const round: Round = { population: copies, input, effects: [], touched: new Set(), queue: [] };
  const answer = happens(round);
  drain(round);
  return { answer, population: copies };
}

/** Of cases that lived: open tasks that are not there any more, but for one's own, and what was done for good in those that have ended. */
function lost(
  before: Population,
  after: Population,
  isOwn: (id: string, element: string) => boolean,
): { done?: string; others: number } {
  let others = 0;
  let done: string | undefined;
  for (const [id, draft] of before.cases) {
    if (draft.meta.status === 'ended') continue;
    const then = after.cases.get(id);
    for (const wait of draft.waits.values())
      if (wait.kind === 'userTask' && !isOwn(id, wait.element) && !then?.waits.get(wait.id)) others++;
    if (then?.meta.status !== 'ended') continue;
    done ??= Object.keys(draft.meta.trail ?? {})
      .map((key) => draft.model.nodes[key.split('/')[1] ?? ''])
      .find((node) => node?.element.zf?.irreversible && !node.handler)?.id;
  }
  return { others, ...(done !== undefined && { done }) };
}
