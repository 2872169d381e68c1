// Which problems somebody takes over, seen from a step: its own events, then what is around it, inside before outside. Read from the drawing alone; where the case really stands, `raise.ts` has the last word.
import { compile, type Node } from './compile.ts';
import type { Definition, Element } from './definition.ts';
import { startInterrupts } from './raise.ts';

type DeclaredError = Definition['errors'][string];
export type Catchable = {
  /** Without a code, it takes whatever nobody before it takes. */
  code: string | undefined;
  error: DeclaredError | undefined;
  /** The event that catches it; none where it goes to the case that called this one. */
  event: Element | undefined;
  /** Who goes on with it, as far as it has a name. */
  taker: Element | undefined;
};

export function catchableErrors(definition: Definition, step: string, isCalled = false): Catchable[] {
  const found: Catchable[] = [];
  const isNew = (code: string): boolean => !found.some((one) => one.code === code);
  for (const level of levelsAround(definition, step)) {
    const here = level.flatMap((event) => caughtBy(definition, event));
    for (const one of here) if (one.code !== undefined && isNew(one.code)) found.push(one);
    const any = here.find((one) => one.code === undefined);
    // Nothing gets past it.
    if (any) return [...found, any];
  }
  if (!isCalled) return found;
  for (const error of Object.values(definition.errors))
    if (error.errorCode && isNew(error.errorCode))
      found.push({ code: error.errorCode, error, event: undefined, taker: undefined });
  return [...found, { code: undefined, error: undefined, event: undefined, taker: undefined }];
}

function levelsAround(definition: Definition, step: string): Node[][] {
  const { nodes } = compile(definition);
  const levels: Node[][] = [];
  for (let node = nodes[step]; node; node = nodes[node.holder.id]) {
    const inside = node;
    const byEvent = 'triggeredByEvent' in inside.element && inside.element.triggeredByEvent === true;
    if (!byEvent) levels.push(inside.boundary);
    // What has interrupted the part around it has ended the others' watch.
    const others = byEvent && interrupts(inside) ? [] : inside.holder.eventSubProcesses;
    levels.push(others.filter((sub) => sub !== inside).flatMap((sub) => sub.inside?.starts ?? []));
  }
  return levels;
}

const interrupts = ({ inside }: Node): boolean => inside?.starts.some(startInterrupts) ?? false;

function caughtBy(definition: Definition, event: Node): Catchable[] {
  const { element } = event;
  if (!('eventDefinitions' in element)) return [];
  return element.eventDefinitions.flatMap((one) => {
    if (one.type !== 'errorEventDefinition') return [];
    const error = one.errorRef ? definition.errors[one.errorRef] : undefined;
    return { code: error?.errorCode || undefined, error, event: element, taker: takerOf(event) };
  });
}

/** The event sub-process itself, or the first step with a name behind the event. */
function takerOf(event: Node): Element | undefined {
  if (event.type === 'startEvent') return event.holder.element?.name ? event.holder.element : undefined;
  const seen = new Set<Node>();
  for (let node = event.out[0]?.target; node && !seen.has(node); node = node.out[0]?.target) {
    if (node.element.name && !node.type.endsWith('Gateway')) return node.element;
    if (node.out.length > 1) return undefined;
    seen.add(node);
  }
  return undefined;
}
