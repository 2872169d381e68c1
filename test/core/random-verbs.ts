// What people, clocks and operators do beside going on, for random processes: in the core alone, and on the core and Temporal alike.
import type { Definition } from '../../bpmn/definition.ts';
import type { Instance, Occurrence } from '../../bpmn/instance.ts';
import { RETURN_MODES } from '../../bpmn/votes.ts';

export const PEOPLE = ['ann', 'ben', 'cai', 'dan'];
const VERBS = ['complete', 'return', 'transfer', 'delegate', 'addSigners', 'removeSigners', 'takeBack'];

/** How long a unit is, in milliseconds, and when it begins. */
export type Time = { unit: number; start: number };

/** Limits in units of a run, with a ladder that tells, hands over, is heard, decides. */
const limitsAt = (at: number, { unit, start }: Time) => {
  const span = (units: number): string => `PT${(units * unit) / 1_000}S`;
  return [
    { kind: 'response', target: span(5), steps: [{ at: '100%', act: 'escalate' }] },
    {
      kind: 'resolution',
      target: at % 5 ? span(20) : new Date(start + 100 * unit).toISOString(),
      ...(at % 2 && { cap: span(30) }),
      steps: [
        { at: '50%', act: 'remind' },
        { at: `-${span(2)}`, act: 'escalation:LATE' },
        { at: '100%', act: 'reassign', to: 'person:dan' },
        { at: `+${span(10)}`, act: at % 2 ? 'vote:agree' : 'cc', to: 'person:eve' },
      ],
    },
  ];
};
/** Every step of people offers everything; half of them decide. */
export function withVerbs(definition: Definition, time: Time): Definition {
  const steps = Object.values(definition.elements).filter(({ type }) => type === 'userTask');
  const elements: Record<string, object> = Object.fromEntries(
    steps.map((element, at) => [
      element.id,
      {
        ...element,
        zf: {
          ...element.zf,
          verbs: at % 2 ? ['agree', 'refuse', ...VERBS.slice(1)] : VERBS,
          ...(at % 2 && { refusal: 'flow' }),
          ...(at % 3 && { deadline: limitsAt(at, time) }),
          ...(at % 4 === 0 && steps[at + 1] && { pauses: `${steps[at + 1]?.id} case` }),
        },
      },
    ]),
  );
  for (const call of Object.values(definition.elements))
    if (call.type === 'callActivity') elements[call.id] = { ...call, zf: { ...call.zf, returnAcrossCall: true } };
  const zf = {
    ...definition.zf,
    deadline: [
      { kind: 'resolution', target: `PT${time.unit / 20}S`, steps: [{ at: '80%', act: 'cc', to: 'starter' }] },
    ],
  };
  return { ...definition, zf, elements: { ...definition.elements, ...elements } } as Definition;
}

export type Pick = (below: number) => number;
export const one = <T>(list: readonly T[], pick: Pick): T => list[pick(list.length)] as T;

/** What somebody does with an open task, or one that he has done; sends back to any step of the family. undefined: nothing can be. */
export function verb(
  definition: Definition,
  instance: Instance,
  { at, unit }: { at: number; unit: number },
  pick: Pick,
  family: Definition[] = [definition],
): Exclude<Occurrence, { type: 'continued' }> | undefined {
  const tasks = Object.values(instance.waits).flatMap((wait) => (wait.kind === 'userTask' ? [wait] : []));
  const done = instance.done ?? [];
  if (done.length > 0 && pick(5) === 0) {
    const last = one(done, pick);
    return { type: 'taskTakenBack', at, by: last.by, task: last.task };
  }
  if (tasks.length === 0) return undefined;
  const wait = one(tasks, pick);
  const task = wait.id;
  const by = wait.person ?? one(PEOPLE, pick);
  const to = one(PEOPLE, pick);
  switch (pick(14)) {
    case 7:
      return { type: 'deadlineChanged', at, task, due: at + (pick(30) - 5) * unit };
    case 6:
      return { type: 'taskTouched', at, by, task };
    case 0:
    case 1: {
      const steps = family.flatMap(({ elements }) => Object.values(elements)).filter(({ type }) => type === 'userTask');
      const mode = one(RETURN_MODES, pick);
      return { type: 'taskReturned', at, by, task, to: one(steps, pick).id, mode, confirm: true };
    }
    case 2:
      return { type: 'taskTransferred', at, by, task, to };
    case 3:
      return { type: 'taskDelegated', at, by, task, to };
    case 4: {
      const where = one(['before', 'after', 'beside'] as const, pick);
      return {
        type: 'signersAdded',
        at,
        by,
        task,
        where,
        mode: one(['all', 'any', 'order'] as const, pick),
        people: [to],
      };
    }
    default: {
      const added = Object.values(instance.scopes).flatMap(({ body }) =>
        (body?.slots ?? []).flatMap(({ person, addedBy, out }) => (addedBy !== undefined && !out ? [person] : [])),
      );
      const people = [added.length > 0 ? one(added, pick) : to];
      return { type: 'signersRemoved', at, by, task, people, manages: true };
    }
  }
}
