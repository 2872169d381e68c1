// One flow node of the tree → Element. The schema's parse at the end fills defaults and refuses nonsense.

import type { ModdleElement } from 'bpmn-moddle';
import {
  Element,
  type EventDefinition,
  type Extension,
  type GlobalTask,
  type LoopCharacteristics,
} from '../definition.ts';
import { tell } from './decode.ts';
import { bpmnType, extensionValues, foreignAttributes, localName, refId, uriOf, VENDORS, ZF } from './document.ts';
import { CALLED, CLEARED } from './extension-fields.ts';
import { keep } from './fates.ts';
import { readForeign } from './foreign.ts';
import { readExtension } from './read-extension.ts';
import { isVariable, readStandard, variableOf } from './standard.ts';
import { conditionText, type Notes, valueText } from './text.ts';

export type Reading = {
  notes: (element: string) => Notes;
  initiators: Set<string>;
  /** Ids of elements that have none, stable by position. */
  idOf: (element: ModdleElement) => string;
  /** `loopCounter` of the first run in the engine that the file was made for, where that is not 1. */
  counterFrom?: 0;
  /** The file's own expression language, where it is one that cannot be read as FEEL. */
  language?: string;
  /** By message: the key that correlates it with a case of the process being read. */
  keys: Map<string, string>;
  /** The id that a possibly prefixed reference means. */
  resolve: (text: string | undefined) => string | undefined;
};

/** Our extension of an element: what its own namespace says, over what was translated from others. */
export function extensionOf(element: ModdleElement, type: string, notes: Notes, initiators: Set<string>): Extension {
  notes.title = typeof element.name === 'string' ? element.name : undefined;
  const own = readExtension(element, notes);
  if (own.cleared.has('imported')) notes.dismissed = true;
  const bound = own.zf.connector !== undefined || own.zf.topic !== undefined;
  const foreign: Record<string, unknown> = readForeign(element, type, notes, initiators, bound);
  for (const field of own.cleared) delete foreign[field];
  notes.read?.add(element);
  const standard: Record<string, unknown> = readStandard(element, notes);
  for (const field of own.cleared) delete standard[field];
  return { ...standard, ...foreign, ...own.zf };
}

/** Adds what was noticed about foreign texts, unless the file says it itself. */
export function withNotes(zf: Extension, notes: Notes): Extension | undefined {
  const full =
    zf.imported === undefined && !notes.dismissed && notes.imported.length > 0
      ? { ...zf, imported: notes.imported }
      : zf;
  return Object.keys(full).length > 0 ? full : undefined;
}

/** A task outside of any process, for the call activities that name it. */
export function readGlobalTask(element: ModdleElement, reading: Reading): GlobalTask {
  const id = reading.idOf(element);
  const notes = reading.notes(id);
  const kind = bpmnType(element).slice('global'.length);
  const type = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}` as GlobalTask['type'];
  return compact({
    id,
    type,
    name: element.name,
    documentation: documentationOf(element),
    script: type === 'scriptTask' ? element.script : undefined,
    scriptFormat: type === 'scriptTask' ? element.scriptLanguage : undefined,
    zf: withNotes(extensionOf(element, type, notes, reading.initiators), notes),
  }) as GlobalTask;
}

export const documentationOf = (element: ModdleElement): string | undefined => {
  const texts = (element.get('documentation') as ModdleElement[]).map((one) => String(one.text ?? ''));
  return texts.length > 0 ? texts.join('\n') : undefined;
};

const body = (expression: ModdleElement | undefined): string | undefined =>
  typeof expression?.body === 'string' ? expression.body : undefined;

/** Undefined for nodes that are no part of a process, choreography tasks say: they stay in the file alone. */
export function readElement(element: ModdleElement, scope: string, reading: Reading): Element | undefined {
  const type = bpmnType(element);
  const id = reading.idOf(element);
  const notes = reading.notes(id);
  const condition = (property: string): string | undefined => {
    const expression = element[property] as ModdleElement | undefined;
    const text = body(expression);
    return text === undefined
      ? undefined
      : conditionText(text, { ns: 'bpmn', name: property }, notes, expression?.language ?? reading.language);
  };

  const zf = extensionOf(element, type, notes, reading.initiators);
  const raw: Record<string, unknown> = { type, id, scope, name: element.name, documentation: documentationOf(element) };
  const reference = (property: string): void => {
    raw[property] = reading.resolve(refId(element[property]));
  };
  const copy = (...properties: string[]): void => {
    for (const property of properties) raw[property] = element[property];
  };

  if (element.$instanceOf('bpmn:Event')) {
    const definitions = eventDefinitions(element, zf, reading, notes);
    raw.eventDefinitions = definitions;
    // what starts a case has no case yet whose data a key could be read from
    if (
      element.$instanceOf('bpmn:CatchEvent') &&
      (type !== 'startEvent' || element.$parent?.$instanceOf('bpmn:SubProcess'))
    )
      for (const one of definitions)
        if (one.type === 'messageEventDefinition') correlate(one.messageRef, element, zf, reading);
    if (element.$instanceOf('bpmn:CatchEvent') && element.parallelMultiple) raw.parallelMultiple = true;
    if (type === 'startEvent') copy('isInterrupting');
    if (type === 'boundaryEvent') {
      copy('cancelActivity');
      raw.attachedToRef = refId(element.attachedToRef) ?? '';
    }
  } else if (element.$instanceOf('bpmn:Activity')) {
    reference('default');
    if (element.isForCompensation) raw.isForCompensation = true;
    if (element.startQuantity > 1) copy('startQuantity');
    if (element.completionQuantity > 1) copy('completionQuantity');
    if (element.loopCharacteristics) raw.loopCharacteristics = loopCharacteristics(element, notes, reading);
  } else reference('default');

  switch (type) {
    case 'sendTask':
      raw.messageRef = messageOf(element, reading);
      break;
    case 'receiveTask':
      raw.messageRef = messageOf(element, reading);
      correlate(raw.messageRef as string | undefined, element, zf, reading);
      if (element.instantiate) raw.instantiate = true;
      break;
    case 'scriptTask':
      copy('script', 'scriptFormat');
      zeebeScript(element, raw);
      if (typeof raw.script === 'string' && raw.scriptFormat !== undefined && !/feel/i.test(String(raw.scriptFormat)))
        keep(notes, 'bpmn', 'script', raw.script);
      break;
    case 'callActivity':
      if (ownAttribute(element, CALLED) !== undefined) raw.calledElement = ownAttribute(element, CALLED);
      else if (element.calledElement)
        raw.calledElement = reading.resolve(
          valueText(element.calledElement, { ns: 'bpmn', name: 'calledElement' }, notes),
        );
      else if (zf.process !== undefined) {
        raw.calledElement = zf.process;
        if (ownAttribute(element, 'process') === undefined) delete zf.process;
      }
      break;
    case 'subProcess':
    case 'transaction':
      copy('triggeredByEvent');
      break;
    case 'adHocSubProcess':
      copy('triggeredByEvent', 'ordering', 'cancelRemainingInstances');
      raw.completionCondition = condition('completionCondition');
      break;
    case 'complexGateway':
      raw.activationCondition = condition('activationCondition');
      break;
    case 'eventBasedGateway':
      if (element.instantiate) raw.instantiate = true;
      copy('eventGatewayType');
      break;
  }
  raw.zf = withNotes(zf, notes);
  return accepted(compact(raw), notes);
}

/** What an operation takes in is the message, where the task or event names none itself. */
const messageOf = (element: ModdleElement, reading: Reading): string | undefined =>
  reading.resolve(
    refId(element.messageRef) ?? refId((element.operationRef as ModdleElement | undefined)?.inMessageRef),
  );

function correlate(message: string | undefined, element: ModdleElement, zf: Extension, reading: Reading): void {
  const key = message === undefined ? undefined : reading.keys.get(message);
  const cleared = ownAttribute(element, CLEARED)?.split(' ').includes('correlationKey');
  if (key !== undefined && !cleared) zf.correlationKey ??= key;
}

/** A value that BPMN does not allow is left out and reported, so that the rest of the file still opens. */
function accepted(raw: Record<string, unknown>, notes: Notes): Element | undefined {
  const result = Element.safeParse(raw);
  if (result.success) return result.data;
  const fields = new Set(result.error.issues.map(({ path }) => String(path[0])));
  if (fields.has('type') || fields.has('id') || fields.has('scope')) {
    notes.problems.push({
      rule: 'import-unknown',
      severity: 'warning',
      element: notes.element,
      message: tell('import-unknown', { element: notes.element, type: String(raw.type) }),
    });
    return undefined;
  }
  for (const field of fields) {
    notes.problems.push({
      rule: 'import-invalid',
      severity: 'error',
      element: notes.element,
      message: tell('import-invalid', { element: notes.element, field, value: text(raw[field]) }),
    });
    delete raw[field];
  }
  return accepted(raw, notes);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 80);

const compact = (raw: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));

const ownAttribute = (element: ModdleElement, wanted: string): string | undefined =>
  foreignAttributes(element).find(({ uri, name }) => uri === ZF && name === wanted)?.value;

function zeebeScript(element: ModdleElement, raw: Record<string, unknown>): void {
  const script = extensionValues(element).find((one) => VENDORS[uriOf(one)] === 'zeebe' && localName(one) === 'script');
  if (!script || raw.script !== undefined) return;
  raw.script = String(script.expression ?? '');
  raw.scriptFormat = 'feel';
}

function eventDefinitions(element: ModdleElement, zf: Extension, reading: Reading, notes: Notes): EventDefinition[] {
  const listed = [
    ...(element.get('eventDefinitions') as ModdleElement[]),
    ...(element.get('eventDefinitionRef') as ModdleElement[]).filter((one) => one.$type !== undefined),
  ];
  return listed.map((definition) => eventDefinition(definition, zf, reading, notes)).filter((one) => one !== undefined);
}

/** Flowable's `endDate` of a cycle: an instant, or an expression that gives one. */
function cycle(text: string | undefined, element: ModdleElement | undefined, notes: Notes): string | undefined {
  const given =
    element && foreignAttributes(element).find((one) => one.uri in VENDORS && one.name === 'endDate')?.value;
  if (text === undefined || given === undefined) return text;
  const end = valueText(given, { ns: 'flowable', name: 'endDate' }, notes);
  if (!text.startsWith('=') && !end.startsWith('=')) return `${text}/${end}`;
  const part = (one: string): string => (one.startsWith('=') ? `string(${one.slice(1)})` : JSON.stringify(one));
  return `=${part(text)} + "/" + ${part(end)}`;
}

/** jBPM's own way to write a period: `2h30m`, `5s`, `500ms`, `500`. */
function jbpmPeriod(text: string | undefined): string | undefined {
  const found = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)(?:ms)?)?$/.exec(text?.trim() ?? '');
  if (!text || !found?.slice(1).some(Boolean)) return text;
  const [days = 0, hours = 0, minutes = 0, seconds = 0, thousandths = 0] = found.slice(1).map(Number);
  return `P${days || 0}DT${hours || 0}H${minutes || 0}M${(seconds || 0) + (thousandths || 0) / 1000}S`;
}

/** `5s` again and again; `10s###5s`, first after ten seconds, has no equal and stays as it is. */
function jbpmCycle(text: string | undefined): string | undefined {
  const [first, period, more] = (text ?? '').split('###');
  if (more !== undefined || (period !== undefined && period !== first)) return text;
  const there = jbpmPeriod(first);
  return there === first ? text : `R/${there}`;
}

function eventDefinition(
  definition: ModdleElement,
  zf: Extension,
  reading: Reading,
  notes: Notes,
): EventDefinition | undefined {
  const type = bpmnType(definition);
  const expression = (property: string): string | undefined => {
    const text = body(definition[property]);
    return text === undefined ? undefined : valueText(text, { ns: 'bpmn', name: property }, notes);
  };
  const vendor = (name: string): string | undefined =>
    foreignAttributes(definition).find((one) => (one.uri === ZF || one.uri in VENDORS) && one.name === name)?.value;
  // Flowable's name that is computed at the place itself; an undeclared reference is its own name
  const computed = (name: string): string | undefined => {
    const text = vendor(name);
    return text === undefined ? undefined : valueText(text, { ns: 'flowable', name }, notes);
  };
  const ref = (property: string): string | undefined => reading.resolve(refId(definition[property]));
  switch (type) {
    case 'timerEventDefinition':
      return compact({
        type,
        timeDate: expression('timeDate'),
        timeDuration: jbpmPeriod(expression('timeDuration')),
        timeCycle: jbpmCycle(cycle(expression('timeCycle'), definition.timeCycle, notes)),
      }) as EventDefinition;
    case 'messageEventDefinition':
      // a throwing message of Camunda is a job for a worker, described on the definition
      Object.assign(zf, { ...extensionOf(definition, type, notes, reading.initiators), ...zf });
      return compact({
        type,
        messageRef: messageOf(definition, reading) ?? computed('messageExpression'),
      }) as EventDefinition;
    case 'signalEventDefinition':
      Object.assign(zf, { ...extensionOf(definition, type, notes, reading.initiators), ...zf });
      return compact({ type, signalRef: ref('signalRef') ?? computed('signalExpression') }) as EventDefinition;
    case 'errorEventDefinition':
      return compact({
        type,
        errorRef: ref('errorRef'),
        errorCodeVariable: vendor('errorCodeVariable'),
        errorMessageVariable: vendor('errorMessageVariable'),
      }) as EventDefinition;
    case 'escalationEventDefinition':
      return compact({
        type,
        escalationRef: ref('escalationRef'),
        escalationCodeVariable: vendor('escalationCodeVariable'),
      }) as EventDefinition;
    case 'conditionalEventDefinition': {
      const text = body(definition.condition);
      const condition =
        text === undefined || text.trim() === ''
          ? undefined
          : conditionText(
              text,
              { ns: 'bpmn', name: 'condition' },
              notes,
              definition.condition.language ?? reading.language,
            );
      return compact({ type, condition }) as EventDefinition;
    }
    case 'linkEventDefinition':
      return compact({ type, name: definition.name }) as EventDefinition;
    case 'compensateEventDefinition':
      return compact({
        type,
        activityRef: ref('activityRef'),
        waitForCompletion: definition.waitForCompletion === false ? false : undefined,
      }) as EventDefinition;
    case 'cancelEventDefinition':
      return { type };
    case 'terminateEventDefinition':
      return compact({
        type,
        terminateAll: vendor('terminateAll') === 'true' || undefined,
        terminateMultiInstance: vendor('terminateMultiInstance') === 'true' || undefined,
      }) as EventDefinition;
    default:
      return undefined;
  }
}

function loopCharacteristics(activity: ModdleElement, notes: Notes, reading: Reading): LoopCharacteristics {
  const loop = activity.loopCharacteristics as ModdleElement;
  const zf = extensionOf(loop, 'multiInstance', notes, reading.initiators);
  if (reading.counterFrom !== undefined) zf.counterFrom ??= reading.counterFrom;
  const text = (property: string): string | undefined => body(loop[property]);
  const condition = (property: string): string | undefined => {
    const found = text(property);
    return found === undefined
      ? undefined
      : conditionText(found, { ns: 'bpmn', name: property }, notes, loop[property].language ?? reading.language);
  };
  if (bpmnType(loop) === 'standardLoopCharacteristics')
    return compact({
      type: 'standardLoopCharacteristics',
      testBefore: loop.testBefore === true,
      loopMaximum: Number.isFinite(loop.loopMaximum) ? loop.loopMaximum : undefined,
      loopCondition: condition('loopCondition'),
      zf: Object.keys(zf).length > 0 ? zf : undefined,
    }) as LoopCharacteristics;

  loopData(activity, loop, zf, notes);
  const cardinality = text('loopCardinality');
  const thrown = (event: ModdleElement | undefined): EventDefinition | undefined =>
    event?.$type && event.$instanceOf('bpmn:EventDefinition') ? eventDefinition(event, {}, reading, notes) : undefined;
  const complex = (loop.get('complexBehaviorDefinition') as ModdleElement[]).map((one) => {
    const { condition: expression, event } = one as { condition?: ModdleElement; event?: ModdleElement };
    const when = body(expression);
    return compact({
      condition:
        when === undefined
          ? undefined
          : conditionText(when, { ns: 'bpmn', name: 'complexBehaviorDefinition' }, notes, expression?.language),
      event: event && eventDefinitions(event, {}, reading, notes)[0],
    });
  });
  return compact({
    type: 'multiInstanceLoopCharacteristics',
    isSequential: loop.isSequential === true,
    loopCardinality:
      cardinality === undefined ? undefined : valueText(cardinality, { ns: 'bpmn', name: 'loopCardinality' }, notes),
    completionCondition: condition('completionCondition'),
    behavior: BEHAVIORS.has(loop.behavior) && loop.behavior !== 'All' ? loop.behavior : undefined,
    oneBehaviorEvent: thrown(loop.oneBehaviorEventRef),
    noneBehaviorEvent: thrown(loop.noneBehaviorEventRef),
    complexBehavior: complex.length > 0 ? complex : undefined,
    zf: Object.keys(zf).length > 0 ? zf : undefined,
  }) as LoopCharacteristics;
}

const BEHAVIORS = new Set(['All', 'None', 'One', 'Complex']);

/** The list, the item and what is gathered, where BPMN's data says so and it is plain variables (BPMN 2.0.2 10.3.8). */
function loopData(activity: ModdleElement, loop: ModdleElement, zf: Extension, notes: Notes): void {
  const associated = (
    list: string,
    end: (association: ModdleElement) => [unknown, unknown],
  ): ModdleElement | undefined =>
    ((activity[list] as ModdleElement[] | undefined) ?? [])
      .map(end)
      .find(([inner]) => inner === loop.loopDataInputRef || inner === loop.loopDataOutputRef)?.[1] as
      | ModdleElement
      | undefined;
  const variable = (property: string, outer: ModdleElement | undefined): string | undefined => {
    const data = loop[property] as ModdleElement | undefined;
    if (data === undefined) return undefined;
    const name = (outer && variableOf(outer)) ?? variableOf(data);
    if (name === undefined) keep(notes, 'bpmn', property, data.name ?? refId(data) ?? '');
    return name;
  };
  const item = (property: string): string | undefined => {
    const data = loop[property] as ModdleElement | undefined;
    return isVariable(data?.name) ? data.name : isVariable(data?.id) ? data.id : undefined;
  };
  const cleared = new Set(ownAttribute(loop, CLEARED)?.split(' '));
  const open = (field: 'collection' | 'item' | 'collect' | 'collectInto'): boolean =>
    zf[field] === undefined && !cleared.has(field);
  if (open('collection')) {
    const source = associated('dataInputAssociations', ({ targetRef, sourceRef }) => [targetRef, sourceRef?.[0]]);
    const name = variable('loopDataInputRef', source);
    if (name !== undefined) zf.collection = `=${name}`;
  }
  const one = item('inputDataItem');
  if (open('item') && one !== undefined) zf.item = one;
  if (open('collectInto')) {
    const target = associated('dataOutputAssociations', ({ targetRef, sourceRef }) => [sourceRef?.[0], targetRef]);
    const name = variable('loopDataOutputRef', target);
    if (name !== undefined) zf.collectInto = name;
  }
  const output = item('outputDataItem');
  if (open('collect') && output !== undefined) zf.collect = `=${output}`;
}
