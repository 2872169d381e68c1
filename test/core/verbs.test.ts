// Verbs of people, thrown into random sound processes: whatever is done, every invariant holds, what is refused changes nothing, and the
// case still comes to its end.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTimed } from '../../bpmn/clocks.ts';
import type { Definition } from '../../bpmn/definition.ts';
import { alarmOf } from '../../bpmn/draft.ts';
import type { Instance, Occurrence, Wait } from '../../bpmn/instance.ts';
import { isHeld } from '../../bpmn/parking.ts';
import { advance, createPopulation, type Input } from '../../bpmn/population.ts';
import { apply, begin, commit, create, step } from '../../bpmn/step.ts';
import { createLedger, violations } from './invariants.ts';
import { type Block, block, build, buildAll, family } from './random-process.ts';
import { one, PEOPLE, type Pick, verb, withVerbs } from './random-verbs.ts';

const RUNS = Number(process.env.RUNS ?? 1_500);
const SEED = process.env.SEED ? { seed: Number(process.env.SEED) } : {};
/** After so many turns only what leads on is done, so that it ends. */
const TURNS_WITH_VERBS = 60;
/** What a clock stands by is worked out once an occurrence: looked at anew, it would come to the same. */
function unsettled(definition: Definition, instance: Instance): string[] {
  const draft = begin(definition, instance);
  const paused = new Set(draft.pausedSteps());
  return [...draft.waits.values()].flatMap((wait) => {
    if (!isTimed(wait)) return [];
    const held = instance.status === 'suspended' || isHeld(draft, wait);
    return wait.clocks.flatMap((clock) => {
      if (clock.met) return [];
      const isPaused = paused.has('scope' in wait.owner ? 'case' : wait.element) && clock.date === undefined;
      const stands = held ? 'held' : isPaused ? 'paused' : undefined;
      const wrong = clock.stands !== stands || (stands === 'held' && clock.next !== undefined) || clock.used < 0;
      return wrong ? [`${wait.element}: ${JSON.stringify(clock)}, and it is ${stands}`] : [];
    });
  });
}

const named = (refs: string[]) => refs.map((ref) => ({ person: ref.replace(/^person:/, '') }));
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
    case 'people':
      return { type: 'peopleResolved', at, task: wait.id, people: wait.asked.map(({ refs }) => named(refs)) };
    case 'trigger':
      return { type: 'triggered', at, element: wait.element, wait: wait.id };
    default:
      return undefined;
  }
}

/** Beside what people do: a clock has something to do, the case is held, goes on. */
function beside(instance: Instance, at: number, pick: Pick): Occurrence | undefined {
  if (instance.status === 'suspended') return { type: 'resumed', at };
  if (pick(15) === 0) return { type: 'suspended', at };
  const ringing = Object.values(instance.waits).filter((wait) => alarmOf(wait) !== undefined && isTimed(wait));
  if (ringing.length === 0 || pick(5) > 0) return undefined;
  const wait = one(ringing, pick);
  return { type: 'timerFired', at: Math.max(at, alarmOf(wait) ?? at), wait: wait.id };
}

test(
  'random verbs keep every invariant, and the case still ends',
  () => {
    const told: Record<string, number> = {};
    fc.assert(
      fc.property(block, fc.infiniteStream(fc.nat(1_000_000)), (root, choices) => {
        const definition = withVerbs(build(root), { unit: 1, start: 0 });
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
          expect(unsettled(definition, instance)).toEqual([]);
          expect(ledger.wrong).toEqual([]);
          expect(Object.values(instance.incidents)).toEqual([]);
          if (turn % 7 === 0) expect(commit(kept)).toEqual(instance);
          if (instance.agenda.length) next = { type: 'continued', at };
          else {
            const isHeldNow = instance.status === 'suspended';
            const said =
              isHeldNow || (turn < TURNS_WITH_VERBS && pick(2) === 0)
                ? (beside(instance, at, pick) ?? verb(definition, instance, { at, unit: 1 }, pick))
                : undefined;
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
      'timerFired',
      'deadlineChanged',
      'taskTouched',
      'suspended',
    ])
      expect([type, (told[type] ?? 0) > RUNS / 500]).toEqual([type, true]);
  },
  10 * 60_000,
);

const TASK: Block = { is: 'task', type: 'userTask' };
/** Of a case that is called: back to a step that the one around it has done. */
function backOverCall(
  cases: (readonly [string, Instance])[],
  { parent, waits }: Instance,
  at: number,
  pick: Pick,
): Occurrence | undefined {
  const around = parent && pick(2) === 0 ? cases.find(([id]) => id === parent.case)?.[1] : undefined;
  const tasks = Object.values(waits).flatMap((wait) => (wait.kind === 'userTask' ? [wait] : []));
  const done = Object.keys(around?.trail ?? {}).map((key) => key.split('/')[1] as string);
  if (tasks.length === 0 || done.length === 0) return undefined;
  const { id: task, person } = one(tasks, pick);
  return { type: 'taskReturned', at, by: person ?? one(PEOPLE, pick), task, to: one(done, pick), confirm: true };
}

test(
  'the same where cases call each other and work is sent back over the call: the family ends, and no case of it is left behind',
  () => {
    const told: Record<string, number> = {};
    fc.assert(
      fc.property(family, fc.infiniteStream(fc.nat(1_000_000)), (part, choices) => {
        const called: Block = { is: 'call', part: { is: 'sequence', parts: [part, TASK, TASK] } };
        const definitions = buildAll({ is: 'sequence', parts: [TASK, called, TASK] }).map((plain) =>
          withVerbs(plain, { unit: 1, start: 0 }),
        );
        const pick: Pick = (below) => (choices.next().value as number) % below;
        const population = createPopulation((key) => definitions.find((one) => one.key === key));
        const plain = () => [...population.cases].map(([id, draft]) => [id, commit(draft)] as const);
        let at = 0;
        let next: Input | undefined = { type: 'start', at, case: 'c', definition: definitions[0] as Definition };
        for (let turn = 0; next; turn++) {
          if (turn > 4_000) throw new Error('does not end');
          const before = JSON.stringify(plain());
          const { answer } = advance(population, next);
          const cases = plain();
          if (!answer.ok) expect(JSON.stringify(cases)).toBe(before);
          else if (next.type === 'occurrence') {
            const { case: id, occurrence } = next;
            const there = population.cases.get(id)?.model.nodes ?? {};
            const what = occurrence.type === 'taskReturned' && !there[occurrence.to] ? 'across' : occurrence.type;
            told[what] = (told[what] ?? 0) + 1;
          }
          if (answer.ok && cases.some(([, { seq }], nth) => seq < (JSON.parse(before)[nth]?.[1].seq ?? 0)))
            throw new Error('a case has fewer rows than before');
          for (const [, instance] of cases) {
            const definition = definitions.find(({ key }) => key === instance.definition.key) as Definition;
            expect(violations(definition, instance)).toEqual([]);
            expect(Object.values(instance.incidents)).toEqual([]);
          }
          const living = cases.filter(([, { status }]) => status !== 'ended');
          // Whoever is called belongs to somebody who still waits for it, or has it undo what it has done.
          for (const [id, { parent, kept }] of living) {
            if (kept === 'undoing') continue;
            const caller = parent && cases.find(([one]) => one === parent.case)?.[1];
            const waits = Object.values(caller?.waits ?? {});
            const isAwaited = waits.some((wait) => wait.kind === 'call' && wait.case === id);
            expect([id, parent === undefined || isAwaited]).toEqual([id, true]);
          }
          next = undefined;
          if (living.length === 0) break;
          const one_ = one(living, pick);
          const definition = definitions.find(({ key }) => key === one_[1].definition.key) as Definition;
          const said =
            turn < TURNS_WITH_VERBS && pick(2) === 0
              ? (backOverCall(cases, one_[1], at, pick) ??
                verb(definition, one_[1], { at, unit: 1 }, pick, definitions))
              : undefined;
          const ways = living.flatMap(([id, { waits }]) =>
            Object.values(waits)
              .filter((wait) => turn < 20 || !('scope' in wait.owner))
              .flatMap((wait) => {
                const occurrence = onward(wait, at, one(PEOPLE, pick));
                return occurrence ? [{ id, occurrence }] : [];
              }),
          );
          const then = said ? { id: one_[0], occurrence: said } : ways.length > 0 ? one(ways, pick) : undefined;
          if (!then) break;
          next = { type: 'occurrence', at: then.occurrence.at, case: then.id, occurrence: then.occurrence };
          at = then.occurrence.at + 1;
        }
        expect(plain().map(([id, { status }]) => [id, status])).toEqual(plain().map(([id]) => [id, 'ended']));
      }),
      { numRuns: RUNS / 5, ...SEED },
    );
    for (const type of ['taskReturned', 'taskCompleted', 'across'])
      expect([type, (told[type] ?? 0) > 0]).toEqual([type, true]);
  },
  10 * 60_000,
);
