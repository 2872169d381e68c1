// Patches one flow node of the tree so that it says what the Element says; what is equal is not touched.
import type { ModdleElement } from 'bpmn-moddle';
import type { Element, EventDefinition, LoopCharacteristics } from '../definition.ts';
import { isJuel } from '../juel.ts';
import { foreignAttributes, moddle, VENDORS, ZF } from './document.ts';
import { equal } from './equal.ts';
import { CALLED } from './extension-fields.ts';
import { setOwnAttribute, type Writing, writeExtension } from './write-extension.ts';
import { addRoot, freeId } from './write-root.ts';

const PLAIN = [
  'name',
  'isInterrupting',
  'cancelActivity',
  'parallelMultiple',
  'isForCompensation',
  'startQuantity',
  'completionQuantity',
  'script',
  'scriptFormat',
  'triggeredByEvent',
  'ordering',
  'cancelRemainingInstances',
  'instantiate',
  'eventGatewayType',
] as const;
const REFERENCES = ['default', 'attachedToRef', 'messageRef'] as const;
const CONDITIONS = ['completionCondition', 'activationCondition'] as const;

const upper = (type: string): string => `bpmn:${type.charAt(0).toUpperCase()}${type.slice(1)}`;

type Fields = Record<string, unknown>;

export function writeElement(
  element: ModdleElement,
  before: Element | undefined,
  after: Element,
  writing: Writing,
): void {
  const old = before as Fields | undefined;
  const now = after as Fields;
  for (const property of PLAIN) if (!equal(old?.[property], now[property])) setPlain(element, property, now[property]);
  for (const property of REFERENCES)
    if (!equal(old?.[property], now[property])) setReference(element, property, now[property] as string | undefined);
  for (const property of CONDITIONS)
    if (!equal(old?.[property], now[property])) setCondition(element, property, now[property] as string | undefined);
  if (!equal(old?.calledElement, now.calledElement))
    setCalledElement(element, now.calledElement as string | undefined, writing);
  if (!equal(before?.documentation, after.documentation)) setDocumentation(element, after.documentation);
  if ('eventDefinitions' in after) {
    const was = before && 'eventDefinitions' in before ? before.eventDefinitions : [];
    if (!equal(was, after.eventDefinitions)) writeEventDefinitions(element, was, after.eventDefinitions, writing);
  }
  if ('loopCharacteristics' in after || (before && 'loopCharacteristics' in before)) {
    const was = before && 'loopCharacteristics' in before ? before.loopCharacteristics : undefined;
    const is = 'loopCharacteristics' in after ? after.loopCharacteristics : undefined;
    if (!equal(was, is)) writeLoop(element, was, is, writing);
  }
  writeExtension(element, before?.zf, after.zf, writing);
}

/** BPMN's own attribute is a name; an expression stands in ours. */
function setCalledElement(element: ModdleElement, called: string | undefined, writing: Writing): void {
  const isName = called !== undefined && /^([\p{L}_][\p{L}\p{N}_.-]*:)?[\p{L}_][\p{L}\p{N}_.-]*$/u.test(called);
  setPlain(element, 'calledElement', isName ? called : undefined);
  setOwnAttribute(element, CALLED, isName ? undefined : called, writing);
}

/** A node whose type was changed keeps whatever the new type may have as well. */
export function retyped(element: ModdleElement, type: string): ModdleElement {
  const next = moddle.create(upper(type), { id: element.id });
  for (const [key, value] of Object.entries(element.$attrs)) if (key.includes(':')) next.$attrs[key] = value;
  for (const { name, isReference, isVirtual } of element.$descriptor.properties ?? []) {
    if (isVirtual || !Object.hasOwn(element, name) || !(name in next.$descriptor.propertiesByName!)) continue;
    const value = element[name] as unknown;
    next.set(name, value);
    if (isReference) continue;
    for (const child of [value].flat())
      if ((child as ModdleElement)?.$descriptor) (child as ModdleElement).$parent = next;
  }
  next.$parent = element.$parent;
  return next;
}

export const createNode = (type: string, id: string): ModdleElement => moddle.create(upper(type), { id });

export function setPlain(element: ModdleElement, property: string, value: unknown): void {
  if (value === undefined) delete element[property];
  else element.set(property, value);
}

/** Only the id of a reference is written, so a stub does. */
export function setReference(element: ModdleElement, property: string, id: string | undefined): void {
  if (id === undefined) delete element[property];
  else element.set(property, { id });
}

export function setExpression(element: ModdleElement, property: string, text: string | undefined): void {
  if (text === undefined) {
    delete element[property];
    return;
  }
  const old = element[property] as ModdleElement | undefined;
  const expression = moddle.create('bpmn:FormalExpression', { body: text, ...(old?.id && { id: old.id }) });
  expression.$parent = element;
  element.set(property, expression);
}

/** A condition without `=` is in a language that could not be translated; it must not be taken for FEEL when read again. */
export function setCondition(element: ModdleElement, property: string, text: string | undefined): void {
  setExpression(element, property, text);
  if (text !== undefined && text.trim() !== '' && !text.startsWith('=') && !isJuel(text))
    element[property].language = 'urn:unknown';
}

export function setDocumentation(element: ModdleElement, text: string | undefined): void {
  const list = element.get('documentation') as ModdleElement[];
  if (text === undefined) {
    list.splice(0);
    return;
  }
  const first = list[0] ?? moddle.create('bpmn:Documentation');
  first.$parent = element;
  first.text = text;
  list.splice(0, Infinity, first);
}

function writeEventDefinitions(
  element: ModdleElement,
  before: EventDefinition[],
  after: EventDefinition[],
  writing: Writing,
): void {
  const own = element.get('eventDefinitions') as ModdleElement[];
  const referenced = (element.get('eventDefinitionRef') as ModdleElement[]).filter((one) => one.$type !== undefined);
  const known = new Set(before.map(({ type }) => upper(type)));
  const listed = [...own, ...referenced].filter((one) => known.has(one.$type));
  const next = after.map((definition, index) => {
    const old = before[index]?.type === definition.type ? before[index] : undefined;
    const found = listed[index];
    // a definition that several events share must not change for all of them
    const usable = old && found?.$type === upper(definition.type) && own.includes(found) ? found : undefined;
    const target = usable ?? moddle.create(upper(definition.type));
    target.$parent = element;
    patchEventDefinition(target, usable ? old : undefined, definition, writing);
    return target;
  });
  own.splice(0, Infinity, ...next);
  (element.get('eventDefinitionRef') as ModdleElement[]).splice(0);
}

function patchEventDefinition(
  target: ModdleElement,
  before: EventDefinition | undefined,
  after: EventDefinition,
  writing: Writing,
): void {
  const old = before as Fields | undefined;
  if (before === undefined && after.type === 'conditionalEventDefinition') setExpression(target, 'condition', '');
  for (const [property, value] of Object.entries({ ...blank(before), ...after } as Fields)) {
    if (property === 'type' || equal(old?.[property], value)) continue;
    switch (property) {
      case 'timeDate':
      case 'timeDuration':
      case 'timeCycle':
        setExpression(target, property, value as string | undefined);
        break;
      case 'condition':
        // the schema asks for one, if only an empty one
        setCondition(target, property, (value as string | undefined) ?? '');
        break;
      case 'messageRef':
      case 'signalRef':
      case 'errorRef':
      case 'escalationRef':
      case 'activityRef':
        setReference(target, property, value as string | undefined);
        break;
      case 'errorCodeVariable':
      case 'errorMessageVariable':
      case 'escalationCodeVariable':
      case 'terminateAll':
      case 'terminateMultiInstance':
        for (const one of foreignAttributes(target))
          if ((one.uri === ZF || one.uri in VENDORS) && one.name === property) delete target.$attrs[one.key];
        setOwnAttribute(target, property, value === undefined ? undefined : String(value), writing);
        break;
      default:
        setPlain(target, property, value);
    }
  }
}

/** The keys of what was, without values: so that a field that is gone is seen as a change. */
const blank = (before: object | undefined): Fields =>
  Object.fromEntries(Object.keys(before ?? {}).map((key) => [key, undefined]));

function writeLoop(
  element: ModdleElement,
  before: LoopCharacteristics | undefined,
  after: LoopCharacteristics | undefined,
  writing: Writing,
): void {
  if (after === undefined) {
    delete element.loopCharacteristics;
    return;
  }
  const old = before?.type === after.type ? before : undefined;
  const loop: ModdleElement = old ? element.loopCharacteristics : moddle.create(upper(after.type));
  loop.$parent = element;
  element.loopCharacteristics = loop;
  const was = old as Fields | undefined;
  for (const [property, value] of Object.entries({ ...blank(old), ...after } as Fields)) {
    if (property === 'type' || property === 'zf' || equal(was?.[property], value)) continue;
    if (property === 'loopCardinality') setExpression(loop, property, value as string | undefined);
    else if (property === 'completionCondition' || property === 'loopCondition')
      setCondition(loop, property, value as string | undefined);
    else if (property === 'oneBehaviorEvent' || property === 'noneBehaviorEvent')
      setSharedEvent(loop, `${property}Ref`, element.id!, value as EventDefinition | undefined, writing);
    else if (property === 'complexBehavior') setComplexBehavior(loop, value as ComplexBehavior, writing);
    else setPlain(loop, property, value);
  }
  writeExtension(loop, old?.zf, after.zf, writing);
}

/** An event definition of the file's own, since BPMN lets these only be referred to. */
function setSharedEvent(
  loop: ModdleElement,
  property: string,
  activity: string,
  event: EventDefinition | undefined,
  writing: Writing,
): void {
  if (event === undefined) {
    delete loop[property];
    return;
  }
  const id = freeId(`${activity}_${property.slice(0, -'BehaviorEventRef'.length)}`, writing);
  const definition = moddle.create(upper(event.type), { id });
  writing.byId.set(id, definition);
  patchEventDefinition(definition, undefined, event, writing);
  addRoot(definition, writing);
  loop.set(property, definition);
}

type ComplexBehavior = Extract<LoopCharacteristics, { type: 'multiInstanceLoopCharacteristics' }>['complexBehavior'];

function setComplexBehavior(loop: ModdleElement, behavior: ComplexBehavior, writing: Writing): void {
  const list = (behavior ?? []).map(({ condition, event }) => {
    const definition = moddle.create('bpmn:ComplexBehaviorDefinition');
    definition.$parent = loop;
    setCondition(definition, 'condition', condition ?? '');
    if (event) {
      const thrown = moddle.create('bpmn:ImplicitThrowEvent');
      thrown.$parent = definition;
      writeEventDefinitions(thrown, [], [event], writing);
      definition.event = thrown;
    }
    return definition;
  });
  (loop.get('complexBehaviorDefinition') as ModdleElement[]).splice(0, Infinity, ...list);
}
