import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command, Instance, Occurrence } from '../../bpmn/instance.ts';
import { apply, begin, commit, create, step } from '../../bpmn/step.ts';
import { createLedger, violations } from './invariants.ts';
import { block, build } from './random-process.ts';

const RUNS = Number(process.env.RUNS ?? 10_000);
const MINUTES = 60_000;
const SEED = process.env.SEED ? { seed: Number(process.env.SEED) } : {};

/** What could happen next to a case, in a stable order. Events beside the work stop coming after a while, so that it ends. */
function possible(instance: Instance, at: number, turn = 0): Occurrence[] {
  const waits = Object.values(instance.waits).filter((wait) => turn < 20 || !('scope' in wait.owner));
  return waits.flatMap((wait): Occurrence[] => {
    switch (wait.kind) {
      case 'userTask':
        return [{ type: 'taskCompleted', at, task: wait.id, variables: { last: wait.element } }];
      case 'job':
        return [{ type: 'serviceCompleted', at, wait: wait.id, variables: {} }];
      case 'timer':
        return [{ type: 'timerFired', at: Math.max(at, wait.due), wait: wait.id }];
      case 'message':
        return [{ type: 'messageReceived', at, wait: wait.id, message: wait.name }];
      case 'trigger':
        return [{ type: 'triggered', at, element: wait.element, wait: wait.id }];
      default:
        return [];
    }
  });
}

test(
  'random sound processes keep every invariant and come to their end',
  () => {
    let steps = 0;
    fc.assert(
      fc.property(block, fc.infiniteStream(fc.nat(1_000_000)), (root, choices) => {
        const definition = build(root);
        const ledger = createLedger();
        let at = 0;
        let instance = create(definition, 'c', at);
        const kept = begin(definition, instance);
        let next: Occurrence | undefined = { type: 'started', at };
        for (let turn = 0; next; turn++) {
          if (turn > 3_000) throw new Error('does not end');
          steps += 1;
          const before = JSON.stringify(instance);
          const stepped = step(definition, instance, next);
          expect(JSON.stringify(instance)).toBe(before);
          expect(stepped.answer).toEqual({ ok: true });
          // The kept draft and the plain step agree in state and commands (invariant 9 and the two ways to run).
          const applied = apply(kept, next);
          expect(applied.commands).toEqual(stepped.commands);
          instance = stepped.instance;
          if (turn % 7 === 0) expect(commit(kept)).toEqual(instance);
          ledger.book(stepped.commands, instance);
          expect(violations(definition, instance)).toEqual([]);
          expect(ledger.wrong).toEqual([]);
          expect(Object.values(instance.incidents)).toEqual([]);
          rowsAreATree(stepped.commands);
          if (instance.agenda.length) next = { type: 'continued', at };
          else {
            const open = possible(instance, at, turn);
            next = open.length ? open[(choices.next().value as number) % open.length] : undefined;
            if (next) at = next.at + 1;
          }
        }
        expect(instance.status).toBe('ended');
        expect([...ledger.open.keys()]).toEqual([]);
      }),
      { numRuns: RUNS, ...SEED },
    );
    expect(steps).toBeGreaterThan(RUNS);
  },
  60 * MINUTES,
);

function rowsAreATree(commands: Command[]) {
  for (const command of commands) {
    if (command.type !== 'record') continue;
    for (const row of command.rows) expect(row.cause).toBeLessThan(row.seq);
  }
}

test(
  'an occurrence applied twice is applied once',
  () => {
    fc.assert(
      fc.property(block, fc.nat(1_000_000), (root, choice) => {
        const definition = build(root);
        const started = step(definition, create(definition, 'c', 0), { type: 'started', at: 0 });
        const open = possible(started.instance, 0);
        const next = open[choice % Math.max(1, open.length)];
        if (!next) return;
        const once = step(definition, started.instance, next);
        // Beside an event sub-process that does not interrupt, the same message may come again.
        if ('wait' in next && next.wait && once.instance.waits[next.wait]) return;
        const twice = step(definition, once.instance, next);
        expect(twice.answer.ok).toBe(false);
        expect(twice.instance).toBe(once.instance);
      }),
      { numRuns: RUNS / 10, ...SEED },
    );
  },
  60 * MINUTES,
);
