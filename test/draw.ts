// Processes in a few lines, for tests.
import { Definition, type Element, type Flow } from '../bpmn/definition.ts';

type Drawn = { [id: string]: Partial<Element> & { type: Element['type'] } };
/** A process from elements and `a->b` lines; a condition stands after a colon. */
export function draw(key: string, elements: Drawn, lines: string[], more: Partial<Definition> = {}): Definition {
  const flows: Record<string, Flow> = {};
  for (const [order, line] of lines.entries()) {
    const [path = '', condition] = line.split(':').map((part) => part.trim());
    const [source = '', target = ''] = path.split('->').map((part) => part.trim());
    const id = `${source}_${target}`;
    flows[id] = { id, source, target, scope: elements[source]?.scope ?? key, order, ...(condition && { condition }) };
  }
  return Definition.parse({
    key,
    version: 0,
    sha256: '',
    processId: key,
    name: key,
    elements: Object.fromEntries(Object.entries(elements).map(([id, element]) => [id, { id, scope: key, ...element }])),
    flows,
    ...more,
  });
}
