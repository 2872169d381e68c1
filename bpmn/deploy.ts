// The start events of a newly published version replace those of the one before (BPMN 2.0.2 10.5.2, 13.5.1).
import { compile, type Expr, type Node, type Trigger } from './compile.ts';
import type { Definition } from './definition.ts';
import { addDuration, nextOfCycle, parseCycle, parseDuration, parseInstant } from './duration.ts';
import type { Instant } from './instance.ts';
import type { Population, StartWait } from './population.ts';

/** An element at which something outside can begin a case, and by what. */
export type Start = { element: string; trigger: Trigger };

/** Start events, and what instantiates without one: receive tasks and the events behind an instantiating gateway (10.5.6, 13.4.4). */
export function startsOf(definition: Definition): Start[] {
  const { root } = compile(definition);
  const beginning = (node: Node): Start[] => {
    const { element } = node;
    if (element.type === 'receiveTask') return element.instantiate ? by(node) : [];
    if (element.type === 'eventBasedGateway' && element.instantiate) return node.out.flatMap((link) => by(link.target));
    return [];
  };
  const by = (node: Node): Start[] => node.triggers.map((trigger) => ({ element: node.id, trigger }));
  return [
    ...root.starts.flatMap((node) =>
      node.triggers.length ? by(node) : [{ element: node.id, trigger: { kind: 'none' as const } }],
    ),
    ...root.entries.flatMap(beginning),
  ];
}

/** Expressions in start events have no case to read. */
export const textOf = (expression: Expr, at: Instant): string =>
  expression.feel ? String(expression.feel.run(() => undefined, { at }).value) : expression.literal;

/** Start timers by duration fire once a deployment. */
export function applyDefinition(population: Population, definition: Definition, now: Instant) {
  const waits = startsOf(definition).flatMap(({ element, trigger }): StartWait[] => {
    const base = { definition, element };
    switch (trigger.kind) {
      case 'message':
        return [{ ...base, kind: 'message', name: textOf(trigger.name, now) }];
      case 'signal':
        return [{ ...base, kind: 'signal', name: textOf(trigger.name, now) }];
      case 'condition':
        return [{ ...base, kind: 'condition', condition: trigger.condition }];
      case 'timer': {
        const first = firstDue(textOf(trigger.spec, now), now);
        return first ? [{ ...base, kind: 'timer', order: population.counter++, ...first }] : [];
      }
      default:
        return [];
    }
  });
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

/** The first due of a cycle that is not before `now`: what was missed is passed over. null = all of it is past. */
export function catchUp(first: FirstDue | null, now: Instant, offset = 0): FirstDue | null {
  if (!first || first.due >= now) return first;
  const { due, every, left, until } = first;
  if (!every) return null;
  const step = parseDuration(every);
  if (!step) return catchUp(followingDue({ ...first, due: now - 1 }, offset), now, offset);
  if (step.months) return catchUp(followingDue(first, offset), now, offset);
  const turns = Math.ceil((now - due) / step.ms);
  const next = due + turns * step.ms;
  if ((left !== undefined && left <= turns) || (until !== undefined && next > until)) return null;
  return {
    due: next,
    every,
    ...(left !== undefined && { left: left - turns }),
    ...(until !== undefined && { until }),
  };
}
