// Which names of a process have a value some day: declared, asked in a form, brought by a step. What services and messages bring
// unasked is known only when it comes; `mayCome` says whether such a source lies before a place.
import { asks } from '../../forms/kinds.ts';
import { votingAt } from '../compile.ts';
import { columnsAsked } from '../decision-columns.ts';
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

const HOW_OFTEN = new Set(['collection', 'loopCardinality']);
/** What is asked before the step itself can bring anything. */
const BEFORE = new Set([...HOW_OFTEN, 'correlationKey', 'source']);

const DECLARED = 'declared';

export type KnownNames = {
  /** `at` and `field`: where it is read; what a step is handed is known inside of it only. */
  has(name: string, at?: string, field?: string): boolean;
  /** It has a name, but no form, step or event brings a value. */
  isOnlyDeclared(name: string): boolean;
  /** Anything may have come before the case is at this element or flow, whichever way it took. */
  mayCome(at: string, field?: string): boolean;
};

export function knownNames(seen: Survey): KnownNames {
  const { process, elements, context } = seen;
  /** By name who brings it: the step that maps it from its own result, else `*`. */
  const known = new Map(GIVEN.map((name) => [name, new Set(['*'])]));
  const inside = new Map<string, Set<string>>();
  const sources = new Set<string>();
  let formsUnknown = false;
  const add = (name: string | undefined, by = '*'): void => {
    const first = name?.split('.')[0];
    if (first) known.set(first, (known.get(first) ?? new Set()).add(by));
  };
  for (const { name } of process.zf.variable ?? []) add(name, DECLARED);
  for (const data of Object.values(process.dataObjects)) add(data.name ?? data.id);
  for (const element of elements) {
    const { zf } = element;
    add(zf?.resultVariable);
    add(votingAt(element)?.result);
    for (const list of [zf?.output, zf?.conclude]) for (const { target } of list ?? []) add(target, element.id);
    for (const list of [zf?.input, zf?.prepare])
      for (const { target } of list ?? []) inside.set(target, (inside.get(target) ?? new Set()).add(element.id));
    if (zf?.form && !context.forms) formsUnknown = true;
    for (const field of (zf?.form && context.forms?.[zf.form]?.fields) || []) if (asks(field)) add(field.id);
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
  const holding = new Set([...sources].map((id) => process.elements[id]?.scope));
  return {
    has: (name, at, field) => {
      const by = known.get(name);
      // What only the step itself maps to this name, it cannot read from it.
      if (by && !(field === 'source' && by.size === 1 && by.has(at ?? ''))) return true;
      const holders = inside.get(name);
      if (!holders || at === undefined) return holders !== undefined;
      // What is asked before a step is handed anything does not know it yet.
      for (let one = process.elements[at]; one; one = process.elements[one.scope])
        if (holders.has(one.id) && !(one.id === at && BEFORE.has(field ?? ''))) return true;
      return false;
    },
    isOnlyDeclared: (name) => known.get(name)?.size === 1 && known.get(name)?.has(DECLARED) === true,
    mayCome: (at, field = '') => {
      const early = BEFORE.has(field);
      if (formsUnknown || (beside && !early)) return true;
      if (sources.size === 0) return false;
      const start = process.flows[at]?.source ?? at;
      const key = `${start} ${early}`;
      const answer = answers.get(key) ?? alwaysPasses(seen, start, sources, holding, early);
      answers.set(key, answer);
      return answer;
    },
  };
}

function isBeside({ process, elements }: Survey, id: string): boolean {
  for (let at = process.elements[id]; at; at = process.elements[at.scope]) {
    if (!('triggeredByEvent' in at) || !at.triggeredByEvent) continue;
    // One that interrupts ends what it could have told something.
    const { id: scope } = at;
    if (elements.some((one) => one.scope === scope && one.type === 'startEvent' && !one.isInterrupting)) return true;
  }
  return false;
}

/** No way from where somebody begins a case leads here past all of them. `early`: what stands here does not count. */
function alwaysPasses(
  { process, elements, incoming }: Survey,
  to: string,
  sources: Set<string>,
  /** Where sources stand inside. */
  holding: Set<string | undefined>,
  early: boolean,
): boolean {
  const found = new Set<string>();
  const queue = [to];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next) || (sources.has(next) && !(early && next === to))) continue;
    found.add(next);
    const element = process.elements[next];
    if (!element) continue;
    if (next !== to && holding.has(next)) continue;
    const before = incoming(next).map(({ source }) => source);
    if (element.type === 'boundaryEvent') before.push(element.attachedToRef);
    // A start inside follows what leads to the frame; a link follows where it is thrown.
    else if (before.length === 0 && process.elements[element.scope]) before.push(element.scope);
    else if (before.length === 0 && element.type === 'intermediateCatchEvent')
      before.push(...elements.filter(({ type }) => type === 'intermediateThrowEvent').map(({ id }) => id));
    else if (before.length === 0) return false;
    queue.push(...before);
  }
  return true;
}

/** Names that an element brings without a mapping; undefined = anything. */
function broughtBy({ process, context }: Survey, element: Element): string[] | undefined {
  const { zf } = element;
  if (zf?.output?.length && zf.propagate !== 'all') return [];
  if (element.type === 'callActivity') return zf?.propagateOut ? undefined : [];
  if (element.type === 'businessRuleTask' && !zf?.topic && !zf?.connector) {
    if (zf?.resultVariable) return [];
    const asked = columnsAsked(process, context, element);
    return asked && ['decisionResult', ...asked.outputs.map(({ name }) => name)];
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
