// The people and roles that a file names and the shop does not have: each name once, to be asked for, and then put in its place.
import { readsOf } from '../feel/calls.ts';
import type { Definition, Element, Lane, Model, Participants } from './definition.ts';
import { type LintContext, meant } from './lint-context.ts';
import { knownNames } from './rules/known-names.ts';
import { survey } from './rules/survey.ts';

/** `rule` and `value` as in the file; of lanes the name; `nobody` are the steps that name no one. `steps`: how many it concerns. */
export type Named = { rule: Participants['rule'] | 'lane' | 'nobody'; value: string; steps: number };
export type Answer = Named & { by: Participants | undefined };

/** Names that mean nobody here: no role or person of the shop, or a variable that nothing fills. */
export function strangers(model: Model, key: string, context: LintContext): Named[] {
  const process = model.processes.find((one) => one.key === key);
  if (!process) return [];
  const known = knownNames(survey(model, process, context));
  const found = new Map<string, Named>();
  const add = (rule: Named['rule'], value: string, steps: number): void => {
    const id = `${rule} ${value}`;
    const before = found.get(id);
    found.set(id, before ? { ...before, steps: before.steps + steps } : { rule, value, steps });
  };
  const isStrange = ({ rule, value }: Participants, at: string): boolean => {
    if (value.startsWith('=') || rule === 'variable' || rule === 'field') {
      const names = readsOf(value.replace(/^=/, ''))?.variables ?? [];
      return !known.mayCome(at) && names.some((name) => !known.has(name));
    }
    const entries = rule === 'role' ? context.roles : rule === 'person' ? context.people : null;
    return entries !== null && !meant(entries, value);
  };
  for (const element of Object.values(process.elements))
    for (const one of element.zf?.participants ?? []) if (isStrange(one, element.id)) add(one.rule, one.value, 1);
  for (const starter of process.zf.starters ?? [])
    if (isStrange(starting(starter), process.processId)) add('role', starter, 1);
  for (const lane of Object.values(process.lanes)) {
    const steps = ownerless(process, lane).length;
    const named = lane.name !== undefined && context.roles !== null && meant(context.roles, lane.name);
    if (steps > 0 && lane.name && context.roles !== null && !named && !lane.zf?.participants?.length)
      add('lane', lane.name, steps);
  }
  const orphans = orphansOf(process).length;
  if (orphans > 0) add('nobody', '', orphans);
  return [...found.values()].sort((a, b) => b.steps - a.steps);
}

/** Who may start: names of roles, or `person:` and a name. */
const starting = (text: string): Participants => {
  const [, kind, name] = /^(role|person):(.*)$/.exec(text) ?? [];
  return { rule: kind === 'person' ? 'person' : 'role', value: name ?? text };
};

/** Steps of people that name no one and stand in no lane that would. */
function orphansOf(process: Definition): Element[] {
  const owned = Object.values(process.lanes).filter(({ name, zf }) => name?.trim() || zf?.participants?.length);
  const inLane = new Set(owned.flatMap(({ nodes }) => nodes));
  const hasLane = (one: Element | undefined): boolean =>
    one !== undefined && (inLane.has(one.id) || hasLane(process.elements[one.scope]));
  return Object.values(process.elements).filter(
    (one) => one.type === 'userTask' && !one.zf?.participants?.length && !hasLane(one),
  );
}

/** Steps of people that have nobody but their lane, also those inside of what stands in it. */
function ownerless(process: Definition, lane: Lane): Element[] {
  const others = new Set(Object.values(process.lanes).flatMap(({ id, nodes }) => (id === lane.id ? [] : nodes)));
  const stands = (one: Element | undefined): boolean =>
    one !== undefined && (lane.nodes.includes(one.id) || (!others.has(one.id) && stands(process.elements[one.scope])));
  return Object.values(process.elements).filter(
    (one) => one.type === 'userTask' && !one.zf?.participants?.length && stands(one),
  );
}

/** Puts those that were chosen in the place of the names. */
export function introduced(model: Model, key: string, answers: Answer[]): Model {
  const chosen = new Map(answers.flatMap(({ rule, value, by }) => (by ? [[`${rule} ${value}`, by] as const] : [])));
  if (chosen.size === 0) return model;
  const put = (one: Participants): Participants => {
    const by = chosen.get(`${one.rule} ${one.value}`);
    if (!by) return one;
    // Who holds a task from its beginning is one; a role is a pool.
    return { ...by, ...(one.holds && by.rule !== 'role' && { holds: true }) };
  };
  const once = (list: Participants[]): Participants[] =>
    list.filter((one, at) => list.findIndex(({ rule, value }) => rule === one.rule && value === one.value) === at);
  return {
    ...model,
    processes: model.processes.map((process) => {
      if (process.key !== key) return process;
      const nobody = chosen.get('nobody ');
      const orphans = new Set(nobody ? orphansOf(process).map(({ id }) => id) : []);
      const elements = Object.fromEntries(
        Object.entries(process.elements).map(([id, element]) => {
          if (nobody && orphans.has(id)) return [id, { ...element, zf: { ...element.zf, participants: [nobody] } }];
          const { participants } = element.zf ?? {};
          if (!participants?.some(({ rule, value }) => chosen.has(`${rule} ${value}`))) return [id, element];
          return [id, { ...element, zf: { ...element.zf, participants: once(participants.map(put)) } }];
        }),
      );
      const lanes = Object.fromEntries(
        Object.entries(process.lanes).map(([id, lane]) => {
          const by = lane.name !== undefined && !lane.zf?.participants?.length && chosen.get(`lane ${lane.name}`);
          return [id, by ? { ...lane, zf: { ...lane.zf, participants: [by] } } : lane];
        }),
      );
      const starters = process.zf.starters?.map((starter) => {
        const by = chosen.get(`role ${starter}`);
        return !by ? starter : by.rule === 'role' ? by.value : `${by.rule}:${by.value}`;
      });
      return {
        ...process,
        elements,
        lanes,
        zf: { ...process.zf, ...(starters && { starters: [...new Set(starters)] }) },
      };
    }),
  };
}
