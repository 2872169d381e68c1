// Verbs of people, thrown into random sound processes: whatever is done, every invariant holds, what is refused changes nothing, and the
// case still comes to its end.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Definition } from '../../bpmn/definition.ts';
import type { Instance, Occurrence, Wait } from '../../bpmn/instance.ts';
import { apply, begin, commit, create, step } from '../../bpmn/step.ts';
import { RETURN_MODES } from '../../bpmn/votes.ts';
import { createLedger, violations } from './invariants.ts';
import { block, build } from './random-process.ts';

const RUNS = Number(process.env.RUNS ?? 1_500);
const SEED = process.env.SEED ? { seed: Number(process.env.SEED) } : {};
/** After so many turns only what leads on is done, so that it ends. */
const TURNS_WITH_VERBS = 60;
const PEOPLE = ['ann', 'ben', 'cai', 'dan'];
const VERBS = ['complete', 'return', 'transfer', 'delegate', 'addSigners', 'removeSigners', 'takeBack'];

/** Every step of people offers everything; half of them decide. */
function withVerbs(definition: Definition): Definition {
  const steps = Object.values(definition.elements).filter(({ type }) => type === 'userTask');
  const elements = Object.fromEntries(
    steps.map((element, at) => [
      element.id,
      {
        ...element,
        zf: {
          ...element.zf,
          verbs: at % 2 ? ['agree', 'refuse', ...VERBS.slice(1)] : VERBS,
          ...(at % 2 && { refusal: 'flow' }),
        },
      },
    ]),
  );
  return { ...definition, elements: { ...definition.elements, ...elements } } as Definition;
}

type Pick = (below: number) => number;
const one = <T>(list: readonly T[], pick: Pick): T => list[pick(list.length)] as T;

/** What leads on: a wait that happens. */
function onward(wait: Wait, at: number, by: string): Occurrence | undefined {
  switch (wait.kind) {
    case 'userTask':
      return { type: 'taskCompleted', at, by: wait.person ?? by, task: wait.id, variables: { last: wait.element } };
    case 'job':
      return { type: 'serviceCompleted', at, wait: wait.id, variables: {} };
    case 'timer':
      return { type: 'timerFired', at: Math.max(at, wait.due), wait: wait.id };
    case 'message':
      return { type: 'messageReceived', at, wait: wait.id, message: wait.name };
    case 'trigger':
      return { type: 'triggered', at, element: wait.element, wait: wait.id };
    default:
      return undefined;
  }
}

function verb(definition: Definition, instance: Instance, at: number, pick: Pick): Occurrence | undefined {
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
  switch (pick(6)) {
    case 0:
    case 1: {
      const steps = Object.values(definition.elements).filter(({ type }) => type === 'userTask');
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
    default:
      return { type: 'signersRemoved', at, by, task, people: [to], manages: true };
  }
}

test(
  'random verbs keep every invariant, and the case still ends',
  () => {
    const told: Record<string, number> = {};
    fc.assert(
      fc.property(block, fc.infiniteStream(fc.nat(1_000_000)), (root, choices) => {
        const definition = withVerbs(build(root));
        const ledger = createLedger();
        const pick: Pick = (below) => (choices.next().value as number) % below;
        let at = 0;
        let instance = create(definition, 'c', at, { starter: 'sam' });
        const kept = begin(definition, instance);
        let next: Occurrence | undefined = { type: 'started', at };
        for (let turn = 0; next; turn++) {
          if (turn > 3_000) throw new Error('does not end');
          const before = JSON.stringify(instance);
          const stepped = step(definition, instance, next);
          expect(JSON.stringify(instance)).toBe(before);
          const applied = apply(kept, next);
          expect(applied.commands).toEqual(stepped.commands);
          if (stepped.answer.ok) told[next.type] = (told[next.type] ?? 0) + 1;
          else expect(stepped.instance).toBe(instance);
          instance = stepped.instance;
          ledger.book(stepped.commands, instance);
          expect(violations(definition, instance)).toEqual([]);
          expect(ledger.wrong).toEqual([]);
          expect(Object.values(instance.incidents)).toEqual([]);
          if (turn % 7 === 0) expect(commit(kept)).toEqual(instance);
          if (instance.agenda.length) next = { type: 'continued', at };
          else {
            const said = turn < TURNS_WITH_VERBS && pick(2) === 0 ? verb(definition, instance, at, pick) : undefined;
            const waits = Object.values(instance.waits).filter((wait) => turn < 20 || !('scope' in wait.owner));
            const ways = waits.flatMap((wait) => onward(wait, at, one(PEOPLE, pick)) ?? []);
            next = said ?? (ways.length ? one(ways, pick) : undefined);
            if (next) at = next.at + 1;
          }
        }
        expect(instance.status).toBe('ended');
      }),
      { numRuns: RUNS, ...SEED },
    );
    // Each of them was really done, not only refused.
    for (const type of [
      'taskReturned',
      'taskTakenBack',
      'taskTransferred',
      'taskDelegated',
      'signersAdded',
      'signersRemoved',
    ])
      expect([type, (told[type] ?? 0) > RUNS / 100]).toEqual([type, true]);
  },
  10 * 60_000,
);
