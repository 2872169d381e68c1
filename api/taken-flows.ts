// Which lines of the picture are green. History names a flow only where there was a choice; the only way on needs no row.
import type { Definition } from '../bpmn/definition.ts';

type Path = { done: string[]; entered: string[]; taken: string[] };

export function takenFlows(
  { elements, flows }: Definition,
  { done, entered, taken }: Path,
  standing: string[],
): string[] {
  const left = new Set(done);
  const reached = new Set([...done, ...entered, ...standing]);
  const named = new Set(taken);
  const ways = new Map<string, number>();
  for (const { source } of Object.values(flows)) ways.set(source, (ways.get(source) ?? 0) + 1);
  for (const { id, source, target, condition } of Object.values(flows)) {
    if (named.has(id) || condition !== undefined || !left.has(source) || !reached.has(target)) continue;
    const type = elements[source]?.type;
    const chooses = type === 'exclusiveGateway' || type === 'inclusiveGateway' || type === 'complexGateway';
    // An event-based gateway has gone where the event came.
    if (type === 'eventBasedGateway' ? left.has(target) : !chooses || ways.get(source) === 1) named.add(id);
  }
  return [...named];
}
