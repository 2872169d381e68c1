// Which nodes of a process its scenarios have passed.
import type { Definition } from './definition.ts';

export type Coverage = { process: string; nodes: number; never: string[] };

/** The event that only says which step undoes another cannot complete: the step that undoes is counted. */
export function coverageOf({ key, elements }: Definition, completed: Iterable<string>): Coverage {
  const passed = new Set(completed);
  const nodes = Object.values(elements).filter(
    (one) =>
      !(one.type === 'boundaryEvent' && one.eventDefinitions.some(({ type }) => type === 'compensateEventDefinition')),
  );
  return { process: key, nodes: nodes.length, never: nodes.filter(({ id }) => !passed.has(id)).map(({ id }) => id) };
}
