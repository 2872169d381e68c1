// Where a task can be sent back to, and what that would do: told before it is done, by trying it on a copy.
import { z } from '@hono/zod-openapi';
import { behind } from '../bpmn/branches.ts';
import { compile, type Node, offersVerb } from '../bpmn/compile.ts';
import type { Definition } from '../bpmn/definition.ts';
import type { Command, Env, Instance, Instant } from '../bpmn/instance.ts';
import { step } from '../bpmn/step.ts';
import { RETURN_MODES, type ReturnMode } from '../bpmn/votes.ts';
import type { Sql } from '../db/connect.ts';
import { namesOf } from '../db/people.ts';
import { holdersAt } from '../db/tasks.ts';
import { Texts, Who, who } from './schemas.ts';

const Place = z.object({ element: z.string(), name: z.string(), texts: Texts });
const Effect = z.object({
  refused: z.string().nullable().describe('the code, where it cannot be done'),
  others: z.number().describe('open tasks of others that it takes from them: it asks for `confirm`'),
  withdrawn: z.array(Place.extend({ who: Who.nullable() })).describe('tasks that are taken away, at the own step too'),
  parked: z.array(Place.extend({ who: Who.nullable() })).describe('tasks that wait until it is put right'),
  undone: z.array(Place).describe('steps whose effect is undone first'),
  votes: z.number().describe('agreements at the own step that count for nothing any more'),
  carried: z.number().describe('agreements at the own step that still stand afterwards'),
  path: z.array(Place).describe('steps of people from there to here'),
});
export const Returns = z.object({
  mode: z.enum(RETURN_MODES).describe('where nothing is said'),
  watched: z.array(z.object({ name: z.string(), label: z.string().nullable(), texts: Texts.nullable() })),
  majority: z.boolean().describe('it takes more than half of those who decide'),
  targets: z.array(
    Place.extend({
      who: Who.nullable().describe('who has done it'),
      at: z.number(),
      straight: Effect,
      replay: Effect,
    }),
  ),
});
export type Returns = z.infer<typeof Returns>;

/** So many are offered, the last that were done. */
const MOST = 20;

type Case = { definition: Definition; state: Instance; wait: string; at: Instant; env: Env };

export async function returnsOf(sql: Sql, one: Case): Promise<Returns> {
  const { definition, state, wait } = one;
  const { nodes } = compile(definition);
  const own = state.waits[wait];
  const node = own && nodes[own.element];
  if (!node || !offersVerb(node.element, 'return'))
    return { mode: 'straightIfUnchanged', watched: [], majority: false, targets: [] };
  const { returnTo, returnMode = 'straightIfUnchanged', returnBy, watch = [] } = node.element.zf ?? {};
  const done = Object.entries(state.trail ?? {})
    .flatMap(([key, passed]) => {
      const element = key.split('/')[1] ?? '';
      const target = nodes[element];
      const offered = target && (returnTo?.includes(element) ?? true) && isOfPeople(target) && !passed.again;
      return offered ? [{ target, passed }] : [];
    })
    .sort((a, b) => b.passed.endSeq - a.passed.endSeq);
  const latest = done.filter(({ target }, at) => done.findIndex((other) => other.target === target) === at);
  const tries = latest.slice(0, MOST).map(({ target, passed }) => ({
    target,
    passed,
    straight: effectOf(one, node, target, 'straight'),
    replay: effectOf(one, node, target, 'replay'),
  }));
  const able = tries.filter(({ straight, replay }) => straight.refused === null || replay.refused === null);
  const people = await holdersOf(sql, state, able);
  const names = await namesOf(sql, [...able.map(({ passed }) => passed.by), ...Object.values(people)]);
  const named = ({ tasks, ...effect }: Tried) => {
    const told = (ids: string[]) =>
      ids.map((id) => {
        const holder = people[id];
        return { ...placeOf(nodes, state.waits[id]?.element ?? ''), who: who(holder ?? null, holder && names[holder]) };
      });
    return { ...effect, withdrawn: told(tasks.withdrawn), parked: told(tasks.parked) };
  };
  const declared = new Map((definition.zf.variable ?? []).map((variable) => [variable.name, variable]));
  return {
    mode: returnMode,
    watched: watch.map((name) => {
      const about = declared.get(name);
      return { name, label: about?.label ?? null, texts: about?.text ?? null };
    }),
    majority: returnBy === 'majority',
    targets: able.map(({ target, passed, straight, replay }) => ({
      ...placeOf(nodes, target.id),
      who: who(passed.by ?? null, passed.by && names[passed.by]),
      at: passed.at,
      straight: named(straight),
      replay: named(replay),
    })),
  };
}

const isOfPeople = ({ type, element }: Node): boolean =>
  type === 'userTask' || (type === 'startEvent' && element.zf?.form !== undefined);

const placeOf = (nodes: Record<string, Node>, id: string) => {
  const element = nodes[id]?.element;
  return { element: id, name: element?.name ?? id, texts: element?.zf?.text ?? {} };
};

type Tried = Omit<z.infer<typeof Effect>, 'withdrawn' | 'parked'> & {
  tasks: { withdrawn: string[]; parked: string[] };
};

function effectOf({ definition, state, wait, at, env }: Case, node: Node, target: Node, mode: ReturnMode): Tried {
  const tried = (confirm: boolean) =>
    step(definition, state, { type: 'taskReturned', at, task: wait, to: target.id, mode, confirm }, env);
  const asked = tried(false).answer;
  const { answer, commands } = tried(true);
  const open = (kind: 'withdrawTask' | 'parkTask') =>
    commands.flatMap((each) => (each.type === kind && state.waits[each.task] ? [each.task] : []));
  const agreed = agreementsAt(state, wait);
  const { nodes } = compile(definition);
  return {
    refused: answer.ok ? null : answer.code,
    others: !asked.ok && asked.code === 'cancelsOthers' ? Number(asked.detail) : 0,
    tasks: { withdrawn: open('withdrawTask'), parked: open('parkTask') },
    undone: undoneBy(commands).map((element) => placeOf(nodes, element)),
    votes: mode === 'replay' ? agreed : 0,
    carried: mode === 'replay' ? 0 : agreed,
    path: (mode === 'replay' ? between(state, nodes, target, node) : [target, node]).map(({ id }) =>
      placeOf(nodes, id),
    ),
  };
}

function agreementsAt(state: Instance, wait: string): number {
  const owner = state.waits[wait]?.owner;
  const token = owner && 'token' in owner ? state.tokens[owner.token] : undefined;
  const scope = token && state.scopes[token.scope];
  return scope?.element === token?.node
    ? (scope?.body?.votes ?? []).filter(({ verdict }) => verdict === 'agree').length
    : 0;
}

/** Steps that are compensated; those that follow come when these are done. */
const undoneBy = (commands: Command[]): string[] => [
  ...new Set(
    commands.flatMap((each) =>
      each.type === 'record'
        ? each.rows.flatMap(({ kind, element }) => (kind === 'compensated' && element !== undefined ? [element] : []))
        : [],
    ),
  ),
];

/** Steps of people that were done since, in the order in which they were done, and the own one. */
function between({ trail = {} }: Instance, nodes: Record<string, Node>, target: Node, node: Node): Node[] {
  const area = behind(target, []);
  const began = Math.max(
    ...Object.entries(trail).map(([key, { startSeq }]) => (key.endsWith(`/${target.id}`) ? startSeq : 0)),
  );
  const since = Object.entries(trail)
    .filter(([, { startSeq }]) => startSeq > began)
    .sort(([, a], [, b]) => a.startSeq - b.startSeq)
    .flatMap(([key]) => nodes[key.split('/')[1] ?? ''] ?? [])
    .filter((one) => isOfPeople(one) && one !== node && area.has(one));
  return [target, ...since, node];
}

async function holdersOf(
  sql: Sql,
  state: Instance,
  tries: { straight: Tried; replay: Tried }[],
): Promise<Record<string, string>> {
  const waits = new Set(
    tries.flatMap(({ straight, replay }) =>
      [straight, replay].flatMap(({ tasks }) => [...tasks.withdrawn, ...tasks.parked]),
    ),
  );
  const elements = new Set([...waits].flatMap((wait) => state.waits[wait]?.element ?? []));
  const found: Record<string, string> = {};
  for (const element of elements)
    for (const [wait, { person }] of Object.entries(await holdersAt(sql, state.case, element))) found[wait] = person;
  return found;
}
