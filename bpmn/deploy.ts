// The start events of a newly published version replace those of the one before (BPMN 2.0.2 10.5.2, 13.5.1).
import { compile } from './compile.ts';
import type { Definition } from './definition.ts';
import { addDuration, nextOfCycle, parseCycle, parseDuration, parseInstant } from './duration.ts';
import type { Instant } from './instance.ts';
import type { Population, StartWait } from './population.ts';

/** Start timers by duration fire once a deployment; expressions in them have no case to read. */
export function applyDefinition(population: Population, definition: Definition, now: Instant) {
  const waits: StartWait[] = [];
  for (const node of compile(definition).root.starts) {
    for (const trigger of node.triggers) {
      const base = { definition, element: node.id };
      if (trigger.kind === 'message') waits.push({ ...base, kind: 'message', name: trigger.name });
      if (trigger.kind === 'signal') waits.push({ ...base, kind: 'signal', name: trigger.name.literal ?? '' });
      if (trigger.kind !== 'timer') continue;
      const first = firstDue(
        trigger.spec.feel ? String(trigger.spec.feel.run(() => undefined, { at: now }).value) : trigger.spec.literal,
        now,
      );
      if (first) waits.push({ ...base, kind: 'timer', order: population.counter++, ...first });
    }
  }
  population.starts.set(definition.key, waits);
}

export type FirstDue = { due: Instant; every?: string; left?: number; until?: Instant };
/** `offset`: minutes east of UTC of the shop's zone. null = not a date, duration or cycle. */
export function firstDue(spec: string, now: Instant, offset = 0): FirstDue | null {
  const cycle = parseCycle(spec);
  if (cycle) {
    const { start, ...rest } = cycle;
    const due = start ?? nextOfCycle(cycle.every, now, offset);
    return due === null ? null : { due, ...rest };
  }
  const instant = parseInstant(spec);
  if (instant !== null) return { due: instant };
  const duration = parseDuration(spec);
  return duration ? { due: addDuration(now, duration) } : null;
}

/** What follows a firing; null = it was the last. */
export function followingDue({ due, every, left, until }: FirstDue, offset = 0): FirstDue | null {
  if (!every || left === 1) return null;
  const following = nextOfCycle(every, due, offset);
  if (following === null || (until !== undefined && following > until)) return null;
  return {
    due: following,
    every,
    ...(left !== undefined && { left: left - 1 }),
    ...(until !== undefined && { until }),
  };
}
