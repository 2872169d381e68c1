// Which names of a process have a value some day: declared, asked in a form, brought by a step. What services and messages bring
// unasked is known only when it comes; `opaque` says that there is such a source.
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

export type KnownNames = { has(name: string): boolean; opaque: boolean };

export function knownNames(seen: Survey): KnownNames {
  const { process, elements, context } = seen;
  const known = new Set(GIVEN);
  let opaque = false;
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
    if (zf?.form && !context.forms) opaque = true;
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
    if (broughtBy(seen, element) === undefined) opaque = true;
  }
  return { has: (name) => known.has(name), opaque };
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
