// Where a task can be sent back to, and what that would do: told before it is done, by trying it on a copy.
import { z } from '@hono/zod-openapi';
import { behind } from '../bpmn/branches.ts';
import { compile, type Node, offersVerb } from '../bpmn/compile.ts';
import type { Definition } from '../bpmn/definition.ts';
import type { Command, Env, Instance, Instant } from '../bpmn/instance.ts';
import { admit, advance, createPopulation } from '../bpmn/population.ts';
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

export type Level = { definition: Definition; state: Instance };
/**
 * `around`: the cases that have called this one, from the inside out, as far as their calls let work be sent back over them; `beside`:
 * what else lives of the family, where there are any.
 */
type Case = Level & { around: Level[]; beside: Level[]; wait: string; at: Instant; env: Env };

/** Whether the step that has called a case lets its people send back to before it. */
export const letsBackOver = ({ definition, state }: Level, token: string): boolean =>
  definition.elements[state.tokens[token]?.node ?? '']?.zf?.returnAcrossCall === true;

export async function returnsOf(sql: Sql, one: Case): Promise<Returns> {
  const { definition, state, wait, around } = one;
  const { nodes } = compile(definition);
  const own = state.waits[wait];
  const node = own && nodes[own.element];
  if (!node || !offersVerb(node.element, 'return'))
    return { mode: 'straightIfUnchanged', watched: [], majority: false, targets: [] };
  const { returnTo, returnMode = 'straightIfUnchanged', returnBy, watch = [] } = node.element.zf ?? {};
  const doneIn = (level: Level) => {
    const { nodes } = compile(level.definition);
    const done = Object.entries(level.state.trail ?? {})
      .flatMap(([key, passed]) => {
        const element = key.split('/')[1] ?? '';
        const target = nodes[element];
        const offered = target && (returnTo?.includes(element) ?? true) && isOfPeople(target) && !passed.again;
        return offered ? [{ target, passed, level }] : [];
      })
      .sort((a, b) => b.passed.endSeq - a.passed.endSeq);
    return done.filter(({ target }, at) => done.findIndex((other) => other.target === target) === at);
  };
  const tries = [one, ...around]
    .flatMap(doneIn)
    // What bears the name of an own step is not reached by it.
    .filter(({ target, level }) => level === one || !nodes[target.id])
    .slice(0, MOST)
    .map((found) => ({
      ...found,
      straight: found.level === one ? effectOf(one, node, found, 'straight') : NEVER,
      replay: effectOf(one, node, found, 'replay'),
    }));
  const able = tries.filter(({ straight, replay }) => straight.refused === null || replay.refused === null);
  const people = await holdersOf(sql, able);
  const names = await namesOf(sql, [...able.map(({ passed }) => passed.by), ...Object.values(people)]);
  const named = ({ tasks, ...effect }: Tried) => {
    const told = (list: Lost[]) =>
      list.map(({ task, place }) => {
        const holder = people[task];
        return { ...place, who: who(holder ?? null, holder && names[holder]) };
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
    targets: able.map(({ target, passed, level, straight, replay }) => ({
      ...placeOf(compile(level.definition).nodes, target.id),
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

/** An open task that it takes: of which case, at which step. */
type Lost = { task: string; case: string; element: string; place: z.infer<typeof Place> };
type Tried = Omit<z.infer<typeof Effect>, 'withdrawn' | 'parked'> & { tasks: { withdrawn: Lost[]; parked: Lost[] } };
const NEVER: Tried = {
  refused: 'notAllowed',
  others: 0,
  tasks: { withdrawn: [], parked: [] },
  undone: [],
  votes: 0,
  carried: 0,
  path: [],
};

function effectOf(one: Case, node: Node, { target, level }: { target: Node; level: Level }, mode: ReturnMode): Tried {
  const { state, wait, at, env, around, beside } = one;
  const levels = [one, ...around, ...beside];
  const tried = (confirm: boolean) => {
    const population = createPopulation(() => undefined, env, true);
    for (const { definition, state } of levels) admit(population, definition, state);
    const occurrence = { type: 'taskReturned' as const, at, task: wait, to: target.id, mode, confirm };
    return advance(population, { type: 'occurrence', at, case: state.case, occurrence });
  };
  const asked = tried(false).answer;
  const { answer, effects } = tried(true);
  const placeIn = (id: string, element: string) => {
    const found = levels.find(({ state }) => state.case === id);
    return placeOf(found ? compile(found.definition).nodes : {}, element);
  };
  const open = (kind: 'withdrawTask' | 'parkTask') =>
    effects.flatMap(({ case: id, command }): Lost[] => {
      const stood = command.type === kind && levels.find(({ state }) => state.case === id)?.state.waits[command.task];
      return stood
        ? [{ task: `${id}:${command.task}`, case: id, element: stood.element, place: placeIn(id, stood.element) }]
        : [];
    });
  const agreed = agreementsAt(state, wait);
  const { nodes } = compile(level.definition);
  const since = level === one ? between(state, nodes, target, node) : between(level.state, nodes, target, undefined);
  return {
    refused: answer.ok ? null : answer.code,
    others: !asked.ok && asked.code === 'cancelsOthers' ? Number(asked.detail) : 0,
    tasks: { withdrawn: open('withdrawTask'), parked: open('parkTask') },
    undone: undoneBy(effects).map(({ case: id, element }) => placeIn(id, element)),
    votes: mode === 'replay' ? agreed : 0,
    carried: mode === 'replay' ? 0 : agreed,
    path: [
      ...(mode === 'replay' ? since : [target]).map(({ id }) => placeOf(nodes, id)),
      placeOf(compile(one.definition).nodes, node.id),
    ],
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
function undoneBy(effects: { case: string; command: Command }[]): { case: string; element: string }[] {
  const all = effects.flatMap(({ case: id, command }) =>
    command.type === 'record'
      ? command.rows.flatMap(({ kind, element }) =>
          kind === 'compensated' && element !== undefined ? [{ case: id, element }] : [],
        )
      : [],
  );
  return all.filter(
    (one, at) => all.findIndex((other) => other.case === one.case && other.element === one.element) === at,
  );
}

/** The target, and steps of people that were done since, in the order in which they were done; not the own one. */
function between({ trail = {} }: Instance, nodes: Record<string, Node>, target: Node, node: Node | undefined): Node[] {
  const area = behind(target, []);
  const began = Math.max(
    ...Object.entries(trail).map(([key, { startSeq }]) => (key.endsWith(`/${target.id}`) ? startSeq : 0)),
  );
  const since = Object.entries(trail)
    .filter(([, { startSeq }]) => startSeq > began)
    .sort(([, a], [, b]) => a.startSeq - b.startSeq)
    .flatMap(([key]) => nodes[key.split('/')[1] ?? ''] ?? [])
    .filter((one) => isOfPeople(one) && one !== node && area.has(one));
  return [target, ...since];
}

/** Who holds what is lost, by task. */
async function holdersOf(sql: Sql, tries: { straight: Tried; replay: Tried }[]): Promise<Record<string, string>> {
  const lost = tries.flatMap(({ straight, replay }) =>
    [straight, replay].flatMap(({ tasks }) => [...tasks.withdrawn, ...tasks.parked]),
  );
  const steps = new Map(lost.map((one) => [`${one.case} ${one.element}`, one]));
  const found: Record<string, string> = {};
  for (const { case: id, element } of steps.values())
    for (const [wait, { person }] of Object.entries(await holdersAt(sql, id, element))) found[`${id}:${wait}`] = person;
  return found;
}
