// The start events of a newly published version replace those of the one before (BPMN 2.0.2 10.5.2, 13.5.1).
import { compile, type Expr, type Node, type Trigger } from './compile.ts';
import type { Definition } from './definition.ts';
import type { Instant } from './instance.ts';
import type { Population, StartWait } from './population.ts';
import { type Timer, timerOf } from './timer.ts';

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
export const textOf = (expression: Expr, at: Instant, zone: string | undefined): string =>
  expression.feel
    ? String(expression.feel.run(() => undefined, { at, ...(zone && { offset: zone }) }).value)
    : expression.literal;

/** When a start timer of a version published now first begins a case: what should have begun before does not begin because of it. null = never. */
export function startTimer(spec: string, now: Instant, zone: string | undefined): Timer | null {
  const timer = timerOf(spec, now, zone);
  return timer === null || timer === 'never' || timer.due < now ? null : timer;
}

/** Start timers by duration fire once a deployment. */
export function applyDefinition(population: Population, definition: Definition, now: Instant) {
  const { zone } = population.env;
  const waits = startsOf(definition).flatMap(({ element, trigger }): StartWait[] => {
    const base = { definition, element };
    switch (trigger.kind) {
      case 'message':
        return [
          {
            ...base,
            kind: 'message',
            name: textOf(trigger.name, now, zone),
            ...(trigger.when && { when: trigger.when }),
          },
        ];
      case 'signal':
        return [{ ...base, kind: 'signal', name: textOf(trigger.name, now, zone) }];
      case 'condition':
        return [{ ...base, kind: 'condition', condition: trigger.condition }];
      case 'timer': {
        const first = startTimer(textOf(trigger.spec, now, zone), now, zone);
        return first ? [{ ...base, kind: 'timer', order: population.counter++, ...first }] : [];
      }
      default:
        return [];
    }
  });
  population.starts.set(definition.key, waits);
}
