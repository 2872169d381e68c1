// Which names of a process have a value some day: declared, asked in a form, brought by a step. What services and messages bring
// unasked is known only when it comes; `mayCome` says whether such a source lies before a place.
import type { Element } from '../definition.ts';
import type { Survey } from './survey.ts';

const GIVEN = [
  'case',
  'shop',
  'votes',
  'slots',
  'loopCounter',
  'nrOfInstances',
  'nrOfActiveInstances',
  'nrOfCompletedInstances',
  'nrOfTerminatedInstances',
  'item',
  'partial',
];

export type KnownNames = {
  has(name: string): boolean;
  /** Anything may have come before the case is at this element or flow. */
  mayCome(at: string): boolean;
};

export function knownNames(seen: Survey): KnownNames {
  const { process, elements, context } = seen;
  const known = new Set(GIVEN);
  const sources = new Set<string>();
  let formsUnknown = false;
  const add = (name: string | undefined): void => {
    if (name) known.add(name.split('.')[0]!);
  };
  for (const { name } of process.zf.variable ?? []) add(name);
  for (const data of Object.values(process.dataObjects)) add(data.name ?? data.id);
  for (const element of elements) {
    const { zf } = element;
    add(zf?.resultVariable);
    for (const list of [zf?.input, zf?.output, zf?.prepare, zf?.conclude])
      for (const { target } of list ?? []) add(target);
    if (zf?.form && !context.forms) formsUnknown = true;
    for (const field of (zf?.form && context.forms?.[zf.form]?.fields) || []) add(field.id);
    if ('loopCharacteristics' in element) {
      add(element.loopCharacteristics?.zf?.item);
      add(element.loopCharacteristics?.zf?.collectInto);
    }
    if (element.type === 'adHocSubProcess') add(zf?.collectInto);
    for (const one of 'eventDefinitions' in element ? element.eventDefinitions : []) {
      if (one.type === 'errorEventDefinition') {
        add(one.errorCodeVariable);
        add(one.errorMessageVariable);
      }
      if (one.type === 'escalationEventDefinition') add(one.escalationCodeVariable);
    }
    for (const name of broughtBy(seen, element) ?? []) add(name);
    if (broughtBy(seen, element) === undefined) sources.add(element.id);
  }
  // What runs beside everything else may fill in anything at any time.
  const beside = [...sources].some((id) => isBeside(seen, id));
  const answers = new Map<string, boolean>();
  return {
    has: (name) => known.has(name),
    mayCome: (at) => {
      if (formsUnknown || beside) return true;
      if (sources.size === 0) return false;
      const start = process.flows[at]?.source ?? at;
      const answer = answers.get(start) ?? [...before(seen, start)].some((id) => sources.has(id));
      answers.set(start, answer);
      return answer;
    },
  };
}

function isBeside({ process }: Survey, id: string): boolean {
  for (let at = process.elements[id]; at; at = process.elements[at.scope])
    if ('triggeredByEvent' in at && at.triggeredByEvent) return true;
  return false;
}

/** The element itself and all that the case may have passed on its way there. */
function before({ process, elements, incoming }: Survey, id: string): Set<string> {
  const found = new Set<string>();
  const queue = [id];
  const inside = (scope: string): string[] => elements.filter((one) => one.scope === scope).map((one) => one.id);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const element = process.elements[next];
    if (!element) continue;
    for (const { source } of incoming(next)) queue.push(source, ...inside(source));
    if (element.type === 'boundaryEvent') queue.push(element.attachedToRef, ...inside(element.attachedToRef));
    // A start inside follows what leads to the frame; a link follows where it is thrown.
    if (incoming(next).length === 0 && process.elements[element.scope]) queue.push(element.scope);
    if (element.type === 'intermediateCatchEvent' && incoming(next).length === 0)
      queue.push(...elements.filter(({ type }) => type === 'intermediateThrowEvent').map((one) => one.id));
  }
  return found;
}

/** Names that an element brings without a mapping; undefined = anything. */
function broughtBy({ process, context }: Survey, element: Element): string[] | undefined {
  const { zf } = element;
  if (zf?.output?.length && zf.propagate !== 'all') return [];
  if (element.type === 'callActivity') return zf?.propagateOut ? undefined : [];
  if (element.type === 'businessRuleTask' && !zf?.topic && !zf?.connector) {
    if (zf?.resultVariable) return [];
    const table = zf?.decision && process.decisions[zf.decision];
    return table ? ['decisionResult', ...table.outputs.map(({ name }) => name)] : undefined;
  }
  const worker = zf?.connector ?? zf?.topic;
  if (worker !== undefined) {
    if (zf?.propagate === 'mapped') return [];
    const installed = context.connectors?.find(({ id }) => id === worker);
    return installed?.outputs ?? undefined;
  }
  if (element.type === 'receiveTask') return undefined;
  const catches =
    element.type === 'startEvent' || element.type === 'intermediateCatchEvent' || element.type === 'boundaryEvent';
  const brings = (type: string) => /^(message|signal|error)Event/.test(type);
  return catches && element.eventDefinitions.some(({ type }) => brings(type)) ? undefined : [];
}
