// One flow node of the tree → Element. The schema's parse at the end fills defaults and refuses nonsense.
import type { ModdleElement } from 'bpmn-moddle';
import { Element, type EventDefinition, type Extension, type LoopCharacteristics } from '../definition.ts';
import { bpmnType, extensionValues, foreignAttributes, localName, refId, uriOf, VENDORS, ZF } from './document.ts';
import { readForeign } from './foreign.ts';
import { readExtension } from './read-extension.ts';
import { conditionText, type Notes, valueText } from './text.ts';

export type Reading = {
  notes: (element: string) => Notes;
  initiators: Set<string>;
  /** Ids of elements that have none, stable by position. */
  idOf: (element: ModdleElement) => string;
  /** The id that a possibly prefixed reference means. */
  resolve: (text: string | undefined) => string | undefined;
};

/** Our extension of an element: what its own namespace says, over what was translated from others. */
export function extensionOf(element: ModdleElement, type: string, notes: Notes, initiators: Set<string>): Extension {
  const own = readExtension(element, notes);
  const foreign: Record<string, unknown> = readForeign(element, type, notes, initiators);
  for (const field of own.cleared) delete foreign[field];
  if (own.cleared.has('imported')) notes.dismissed = true;
  return { ...foreign, ...own.zf };
}

/** Adds what was noticed about foreign texts, unless the file says it itself. */
export function withNotes(zf: Extension, notes: Notes): Extension | undefined {
  const full =
    zf.imported === undefined && !notes.dismissed && notes.imported.length > 0
      ? { ...zf, imported: notes.imported }
      : zf;
  return Object.keys(full).length > 0 ? full : undefined;
}

export const documentationOf = (element: ModdleElement): string | undefined => {
  const texts = (element.get('documentation') as ModdleElement[]).map((one) => String(one.text ?? ''));
  return texts.length > 0 ? texts.join('\n') : undefined;
};

const body = (expression: ModdleElement | undefined): string | undefined =>
  typeof expression?.body === 'string' ? expression.body : undefined;

export function readElement(element: ModdleElement, scope: string, reading: Reading): Element {
  const type = bpmnType(element);
  const id = reading.idOf(element);
  const notes = reading.notes(id);
  const condition = (property: string): string | undefined => {
    const expression = element[property] as ModdleElement | undefined;
    const text = body(expression);
    return text === undefined
      ? undefined
      : conditionText(text, { ns: 'bpmn', name: property }, notes, expression?.language);
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
    raw.eventDefinitions = eventDefinitions(element, zf, reading, notes);
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
    if (element.loopCharacteristics)
      raw.loopCharacteristics = loopCharacteristics(element.loopCharacteristics, notes, reading);
  } else reference('default');

  switch (type) {
    case 'sendTask':
      reference('messageRef');
      break;
    case 'receiveTask':
      reference('messageRef');
      if (element.instantiate) raw.instantiate = true;
      break;
    case 'scriptTask':
      copy('script', 'scriptFormat');
      zeebeScript(element, raw);
      break;
    case 'callActivity':
      if (element.calledElement)
        raw.calledElement = valueText(element.calledElement, { ns: 'bpmn', name: 'calledElement' }, notes);
      else if (zf.process !== undefined) {
        raw.calledElement = zf.process;
        if (!ownProcess(element)) delete zf.process;
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
  return Element.parse(compact(raw));
}

const compact = (raw: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));

const ownProcess = (element: ModdleElement): boolean =>
  foreignAttributes(element).some(({ uri, name }) => uri === ZF && name === 'process');

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
  const ref = (property: string): string | undefined => reading.resolve(refId(definition[property]));
  switch (type) {
    case 'timerEventDefinition':
      return compact({
        type,
        timeDate: expression('timeDate'),
        timeDuration: expression('timeDuration'),
        timeCycle: expression('timeCycle'),
      }) as EventDefinition;
    case 'messageEventDefinition':
      // a throwing message of Camunda is a job for a worker, described on the definition
      Object.assign(zf, { ...extensionOf(definition, type, notes, reading.initiators), ...zf });
      return compact({ type, messageRef: ref('messageRef') }) as EventDefinition;
    case 'signalEventDefinition':
      Object.assign(zf, { ...extensionOf(definition, type, notes, reading.initiators), ...zf });
      return compact({ type, signalRef: ref('signalRef') }) as EventDefinition;
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
        text === undefined
          ? undefined
          : conditionText(text, { ns: 'bpmn', name: 'condition' }, notes, definition.condition.language);
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
    case 'terminateEventDefinition':
      return { type };
    default:
      return undefined;
  }
}

function loopCharacteristics(loop: ModdleElement, notes: Notes, reading: Reading): LoopCharacteristics {
  const own = extensionOf(loop, 'multiInstance', notes, reading.initiators);
  const text = (property: string): string | undefined => body(loop[property]);
  const condition = (property: string): string | undefined => {
    const found = text(property);
    return found === undefined
      ? undefined
      : conditionText(found, { ns: 'bpmn', name: property }, notes, loop[property].language);
  };
  if (bpmnType(loop) === 'standardLoopCharacteristics')
    return compact({
      type: 'standardLoopCharacteristics',
      testBefore: loop.testBefore === true,
      loopMaximum: typeof loop.loopMaximum === 'number' ? loop.loopMaximum : undefined,
      loopCondition: condition('loopCondition'),
      zf: Object.keys(own).length > 0 ? own : undefined,
    }) as LoopCharacteristics;

  const zf: Extension = { ...own };
  const list = refId(loop.loopDataInputRef);
  if (list !== undefined && zf.collection === undefined) zf.collection = `=${loop.loopDataInputRef.name ?? list}`;
  const item = loop.inputDataItem?.name ?? loop.inputDataItem?.id;
  if (item !== undefined && zf.item === undefined) zf.item = item;
  const cardinality = text('loopCardinality');
  return compact({
    type: 'multiInstanceLoopCharacteristics',
    isSequential: loop.isSequential === true,
    loopCardinality:
      cardinality === undefined ? undefined : valueText(cardinality, { ns: 'bpmn', name: 'loopCardinality' }, notes),
    completionCondition: condition('completionCondition'),
    behavior: loop.behavior === 'All' ? undefined : loop.behavior,
    zf: Object.keys(zf).length > 0 ? zf : undefined,
  }) as LoopCharacteristics;
}
