// The tree → Model: processes with flat maps of elements, flows and lanes; participants, artifacts, picture.

import type { ModdleElement } from 'bpmn-moddle';
import type { Form } from '../../forms/form.ts';
import type { Artifact, Definition, Element, Extension, Lane, Model, Problem } from '../definition.ts';
import { tell } from './decode.ts';
import {
  bpmnType,
  extensionValues,
  foreignAttributes,
  localName,
  refId,
  uriOf,
  VENDORS,
  walk,
  ZF,
} from './document.ts';
import { keep } from './fates.ts';
import { described } from './foreign-camunda.ts';
import { readDiagram } from './read-diagram.ts';
import { documentationOf, extensionOf, type Reading, readElement, readGlobalTask, withNotes } from './read-element.ts';
import { correlationKeys } from './standard.ts';
import { conditionText, type Imported, type Notes, valueText } from './text.ts';
import { keepInside, translateFeel } from './zeebe-feel.ts';

/** What became of one foreign setting. */
export type Report = Imported & { element: string };

export type ReadModel = {
  model: Model;
  problems: Problem[];
  report: Report[];
  /** Forms that stood in the file itself, by key. */
  forms: Record<string, Form>;
  /** Adds what stands where nobody looks for it; for a person only. */
  readRest(): void;
  /** Tree elements by the ids that the model uses, given ones included. */
  byId: Map<string, ModdleElement>;
  /** One node read again, after its tree element was given another type. */
  reread(element: ModdleElement, scope: string): Element | undefined;
};

const isFlowNode = (element: ModdleElement): boolean => element.$instanceOf('bpmn:FlowNode');
const ARTIFACTS = new Set(['textAnnotation', 'association', 'group', 'dataObjectReference', 'dataStoreReference']);

/** The engines whose words the file uses. */
const vendorsOf = (root: ModdleElement): string[] =>
  Object.entries(root.$attrs ?? {}).flatMap(([name, uri]) =>
    name.startsWith('xmlns:') ? (VENDORS[String(uri)] ?? []) : [],
  );

/** Camunda 7, Operaton, Flowable and Activiti count the runs of a repetition from 0, BPMN and Zeebe from 1. */
const countsFromZero = (vendors: string[]): boolean => vendors.length > 0 && !vendors.includes('zeebe');

export function readModel(root: ModdleElement): ReadModel {
  const problems: Problem[] = [];
  const byId = new Map<string, ModdleElement>();
  const given = new Map<ModdleElement, string>();
  const idOf = (element: ModdleElement): string => {
    const own = element.id ?? given.get(element);
    if (own !== undefined) {
      byId.set(own, element);
      return own;
    }
    const stem =
      element.sourceRef && element.targetRef
        ? `${bpmnType(element) === 'sequenceFlow' ? 'flow' : 'association'}_${refId(element.sourceRef)}_${refId(element.targetRef)}`
        : `${bpmnType(element)}_`;
    let id = element.sourceRef ? stem : `${stem}1`;
    for (let n = 2; byId.has(id) || declared.has(id); n++) id = element.sourceRef ? `${stem}_${n}` : `${stem}${n}`;
    given.set(element, id);
    byId.set(id, element);
    return id;
  };
  const declared = new Set<string>();
  collectIds(root, declared);

  const rootElements = root.get('rootElements') as ModdleElement[];
  const report: Report[] = [];
  const forms: Record<string, Form> = {};
  const vendors = vendorsOf(root);
  const reported = new Set<string>();
  const read = new Set<object>();
  const reading: Reading = {
    notes: (element): Notes => ({
      element,
      imported: [],
      problems,
      read,
      form: (form) => {
        forms[form.key] = form;
      },
      report: (one) => {
        const key = JSON.stringify([element, one]);
        if (reported.has(key)) return;
        reported.add(key);
        report.push({ element, ...one });
      },
    }),
    initiators: new Set(),
    keys: new Map(),
    ...(/java|mvel|groovy|python|ruby/i.test(root.expressionLanguage ?? '') && { language: root.expressionLanguage }),
    ...(countsFromZero(vendors) && { counterFrom: 0 }),
    idOf,
    resolve: (text) => (text === undefined || declared.has(text) ? text : unprefixed(text, declared)),
  };

  const artifacts: Record<string, Artifact> = {};
  const processElements = rootElements.filter((element) => element.$instanceOf('bpmn:Process'));
  const processes = processElements.map((process) => readProcess(process, reading, artifacts));
  const used = references(processes.flatMap((process) => Object.values(process.elements)));
  const roots: Roots = readRoots(rootElements, reading, used);
  const globalTasks = rootElements
    .filter((element) => element.$instanceOf('bpmn:GlobalTask'))
    .map((element) => readGlobalTask(element, reading));
  if (globalTasks.length > 0) roots.globalTasks = Object.fromEntries(globalTasks.map((task) => [task.id, task]));
  const participants: Record<string, { id: string; name?: string; processRef?: string }> = {};
  for (const collaboration of rootElements.filter((element) => element.$instanceOf('bpmn:Collaboration'))) {
    for (const participant of collaboration.get('participants') as ModdleElement[]) {
      const id = idOf(participant);
      const processRef = refId(participant.processRef);
      participants[id] = {
        id,
        ...(participant.name !== undefined && { name: participant.name }),
        ...(processRef !== undefined && { processRef: reading.resolve(processRef)! }),
      };
    }
    readArtifacts(collaboration.get('artifacts') as ModdleElement[], undefined, reading, artifacts);
    readArtifacts(collaboration.get('messageFlows') as ModdleElement[], undefined, reading, artifacts);
  }
  const model: Model = {
    id: root.id ?? 'definitions',
    name: root.name,
    targetNamespace: root.targetNamespace ?? '',
    // elements were checked one by one; the rest is built here
    processes: processes.map((process) => ({ ...process, ...dropUndefined(roots), decisions: {} })),
    participants,
    artifacts,
    diagram: readDiagram(root),
  };
  if (vendors.includes('zeebe'))
    for (const process of model.processes) {
      translateFeel(process);
      keepInside(process);
    }
  const initiators = new Set(processElements.flatMap((process) => [...initiatorsOf(process)]));
  return {
    model: dropUndefined(model),
    problems,
    report,
    forms,
    readRest: () => readRest(root, reading, read),
    byId,
    reread: (element, scope) => readElement(element, scope, { ...reading, initiators }),
  };
}

/** Foreign settings where none are looked for, on expressions or participants say, and namespaces that nobody here knows. */
function readRest(root: ModdleElement, reading: Reading, read: Set<object>): void {
  const strangers = new Map<string, number>();
  walk(root, (element) => {
    if (read.has(element) || element.$descriptor.isGeneric) return;
    let holder: ModdleElement | undefined = element;
    while (holder && holder.id === undefined) holder = holder.$parent;
    const notes = reading.notes(holder?.id ?? '');
    for (const { uri, name, value } of foreignAttributes(element))
      if (uri in VENDORS && !TAKEN.has(name)) keep(notes, VENDORS[uri]!, name, value);
    for (const one of extensionValues(element))
      if (uriOf(one) in VENDORS && !isInitialValue(element, one))
        keep(notes, VENDORS[uriOf(one)]!, localName(one), described(one));
  });
  walk(root, (element) => {
    if (element.$descriptor.isGeneric) return;
    const uris = [...foreignAttributes(element).map(({ uri }) => uri), ...extensionValues(element).map(uriOf)];
    for (const uri of uris)
      if (!(uri in VENDORS) && !QUIET.test(uri)) strangers.set(uri, (strangers.get(uri) ?? 0) + 1);
  });
  for (const [uri, count] of strangers)
    reading.notes(root.id ?? 'definitions').problems.push({
      rule: 'import-namespace',
      severity: 'info',
      message: tell('import-namespace', { count, uri }),
    });
}

/** Read together with the event that they belong to. */
const TAKEN = new Set([
  'errorCodeVariable',
  'errorMessageVariable',
  'escalationCodeVariable',
  'terminateAll',
  'terminateMultiInstance',
  'signalExpression',
  'messageExpression',
  'endDate',
]);
const isInitialValue = (element: ModdleElement, one: ModdleElement): boolean =>
  element.$type === 'bpmn:DataObject' && localName(one) === 'value';
/** Ours, the schema's own, and colours. */
const QUIET = /^urn:zhangfa:|^http:\/\/www\.w3\.org\/|omg\.org\/|bpmn\.io\/schema/;

/** zod keeps `undefined` that was given; equality of models should not see it. */
const dropUndefined = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const unprefixed = (text: string, declared: Set<string>): string => {
  const colon = text.indexOf(':');
  return colon > 0 && declared.has(text.slice(colon + 1)) ? text.slice(colon + 1) : text;
};

function collectIds(element: ModdleElement, ids: Set<string>): void {
  if (typeof element.id === 'string') ids.add(element.id);
  for (const property of [
    'rootElements',
    'flowElements',
    'laneSets',
    'lanes',
    'artifacts',
    'participants',
    'messageFlows',
    'eventDefinitions',
  ]) {
    const list = element[property] as ModdleElement[] | undefined;
    if (Array.isArray(list)) for (const child of list) collectIds(child, ids);
  }
  if (element.childLaneSet) collectIds(element.childLaneSet, ids);
}

type ProcessParts = Pick<
  Definition,
  'key' | 'version' | 'sha256' | 'processId' | 'elements' | 'flows' | 'lanes' | 'dataObjects' | 'zf'
> & { name?: string; documentation?: string; isExecutable?: boolean };

function readProcess(process: ModdleElement, reading: Reading, artifacts: Record<string, Artifact>): ProcessParts {
  const id = reading.idOf(process);
  const elements: Record<string, Element> = {};
  const flows: Definition['flows'] = {};
  const lanes: Record<string, Lane> = {};
  const dataObjects: Definition['dataObjects'] = {};
  let order = 0;
  reading = {
    ...reading,
    initiators: initiatorsOf(process),
    keys: correlationKeys(process, process.$parent!, reading.notes(id)),
  };

  const readScope = (container: ModdleElement, scope: string): void => {
    for (const element of container.get('flowElements') as ModdleElement[]) {
      const type = bpmnType(element);
      if (type === 'sequenceFlow') {
        const flow = readFlow(element, scope, order++, reading);
        if (flow) flows[flow.id] = flow;
      } else if (isFlowNode(element)) {
        const node = readElement(element, scope, reading);
        if (!node) continue;
        elements[node.id] = node;
        if (element.$instanceOf('bpmn:SubProcess')) readScope(element, node.id);
      } else if (type === 'dataObject') {
        const data = readDataObject(element, scope, reading);
        dataObjects[data.id] = data;
      } else if (ARTIFACTS.has(type)) readArtifacts([element], scope, reading, artifacts);
    }
    for (const set of container.get('laneSets') as ModdleElement[]) readLanes(set, scope, reading, lanes);
    readArtifacts(container.get('artifacts') as ModdleElement[], scope, reading, artifacts);
  };
  readScope(process, id);
  linkCompensation(elements, artifacts);

  const notes = reading.notes(id);
  const name = process.name as string | undefined;
  const documentation = documentationOf(process);
  return {
    key: id,
    version: 0,
    sha256: '',
    processId: id,
    elements,
    flows,
    lanes,
    dataObjects,
    zf: withNotes(extensionOf(process, 'process', notes, reading.initiators), notes) ?? {},
    ...(name !== undefined && { name }),
    ...(documentation !== undefined && { documentation }),
    ...(process.isExecutable !== undefined && { isExecutable: process.isExecutable }),
  };
}

function initiatorsOf(process: ModdleElement): Set<string> {
  const names = new Set<string>();
  for (const element of process.get('flowElements') as ModdleElement[])
    for (const attribute of foreignAttributes(element))
      if (attribute.uri in VENDORS && attribute.name === 'initiator') names.add(attribute.value);
  return names;
}

function readFlow(element: ModdleElement, scope: string, order: number, reading: Reading) {
  const source = reading.resolve(refId(element.sourceRef));
  const target = reading.resolve(refId(element.targetRef));
  if (source === undefined || target === undefined) return undefined;
  const id = reading.idOf(element);
  const notes = reading.notes(id);
  const expression = element.conditionExpression as ModdleElement | undefined;
  const condition =
    typeof expression?.body === 'string' && expression.body.trim() !== ''
      ? conditionText(
          expression.body,
          { ns: 'bpmn', name: 'conditionExpression' },
          notes,
          expression.language ?? reading.language,
        )
      : undefined;
  const zf = withNotes(extensionOf(element, 'sequenceFlow', notes, reading.initiators), notes);
  return {
    id,
    source,
    target,
    scope,
    order,
    ...(element.name !== undefined && { name: element.name as string }),
    ...(condition !== undefined && { condition }),
    ...(zf && { zf }),
  };
}

function readLanes(set: ModdleElement, scope: string, reading: Reading, lanes: Record<string, Lane>): void {
  for (const element of set.get('lanes') as ModdleElement[]) {
    const id = reading.idOf(element);
    const notes = reading.notes(id);
    const zf = withNotes(extensionOf(element, 'lane', notes, reading.initiators), notes);
    lanes[id] = {
      id,
      scope,
      nodes: (element.get('flowNodeRef') as ModdleElement[]).map((node) => refId(node)!).filter(Boolean),
      ...(element.name !== undefined && { name: element.name }),
      ...(zf && { zf }),
    };
    if (element.childLaneSet) readLanes(element.childLaneSet, id, reading, lanes);
  }
}

function readDataObject(element: ModdleElement, scope: string, reading: Reading) {
  const id = reading.idOf(element);
  const extension = extensionValues(element).find((value) => localName(value) === 'value');
  const text = extension?.$body;
  const kind = refId(element.itemSubjectRef) ?? '';
  const value =
    text === undefined
      ? undefined
      : uriOf(extension!) === ZF
        ? ownValue(text)
        : /(int|long|double|float|decimal)$/i.test(kind)
          ? Number(text)
          : /boolean$/i.test(kind)
            ? text === 'true'
            : text;
  return {
    id,
    scope,
    ...(element.name !== undefined && { name: element.name as string }),
    ...(value !== undefined && { value }),
  };
}

const ownValue = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

function readArtifacts(
  list: ModdleElement[],
  scope: string | undefined,
  reading: Reading,
  artifacts: Record<string, Artifact>,
): void {
  for (const element of list) {
    const type = bpmnType(element) as Artifact['type'];
    if (!ARTIFACTS.has(type) && type !== 'messageFlow') continue;
    const id = reading.idOf(element);
    const source = reading.resolve(refId(element.sourceRef));
    const target = reading.resolve(refId(element.targetRef));
    const name = element.name ?? (element.categoryValueRef?.value as string | undefined);
    artifacts[id] = {
      id,
      type,
      ...(scope !== undefined && { scope }),
      ...(name !== undefined && { name }),
      ...(element.text !== undefined && { text: element.text }),
      ...(source !== undefined && { source }),
      ...(target !== undefined && { target }),
      ...(type === 'association' &&
        element.associationDirection !== 'None' && { associationDirection: element.associationDirection }),
    };
  }
}

/** A compensation boundary event names its handler by an association; execution needs it on the event. */
function linkCompensation(elements: Record<string, Element>, artifacts: Record<string, Artifact>): void {
  for (const artifact of Object.values(artifacts)) {
    if (artifact.type !== 'association' || !artifact.source || !artifact.target) continue;
    for (const [from, to] of [
      [artifact.source, artifact.target],
      [artifact.target, artifact.source],
    ] as const) {
      const event = elements[from];
      if (event?.type !== 'boundaryEvent' || !elements[to]) continue;
      if (event.eventDefinitions.some(({ type }) => type === 'compensateEventDefinition')) event.handler = to;
    }
  }
}

type Used = Record<'messages' | 'signals' | 'errors' | 'escalations', Set<string>>;

/** What event definitions and tasks refer to, declared or not. */
function references(elements: Element[]): Used {
  const used: Used = { messages: new Set(), signals: new Set(), errors: new Set(), escalations: new Set() };
  const add = (kind: keyof Used, id: string | undefined): void => {
    if (id !== undefined) used[kind].add(id);
  };
  for (const element of elements) {
    if (element.type === 'sendTask' || element.type === 'receiveTask') add('messages', element.messageRef);
    if ('eventDefinitions' in element)
      for (const definition of element.eventDefinitions) {
        if (definition.type === 'messageEventDefinition') add('messages', definition.messageRef);
        if (definition.type === 'signalEventDefinition') add('signals', definition.signalRef);
        if (definition.type === 'errorEventDefinition') add('errors', definition.errorRef);
        if (definition.type === 'escalationEventDefinition') add('escalations', definition.escalationRef);
      }
  }
  return used;
}

type Roots = Pick<Definition, 'messages' | 'signals' | 'errors' | 'escalations' | 'globalTasks'>;

/** Messages, signals, errors, escalations of the file; an undeclared reference's text is the name or the code. */
function readRoots(rootElements: ModdleElement[], reading: Reading, used: Used): Roots {
  const roots: Roots = { messages: {}, signals: {}, errors: {}, escalations: {} };
  const KINDS = { message: 'messages', signal: 'signals', error: 'errors', escalation: 'escalations' } as const;
  for (const element of rootElements) {
    const type = bpmnType(element);
    if (!(type in KINDS)) continue;
    const id = reading.idOf(element);
    const notes = reading.notes(id);
    const extension = extensionOf(element, type, notes, reading.initiators);
    // the names of messages and signals may be computed; those of errors are for people
    const name =
      element.name !== undefined && (type === 'message' || type === 'signal')
        ? valueText(element.name, { ns: 'bpmn', name: `${type}.name` }, notes)
        : element.name;
    const zf: Extension | undefined = withNotes(extension, notes);
    if (zf) delete zf.propagate;
    roots[KINDS[type as keyof typeof KINDS]][id] = {
      id,
      ...(name !== undefined && { name }),
      ...(element.errorCode !== undefined && { errorCode: element.errorCode }),
      ...(element.escalationCode !== undefined && { escalationCode: element.escalationCode }),
      ...(zf && Object.keys(zf).length > 0 && { zf }),
    };
  }
  for (const id of used.messages) roots.messages[id] ??= { id, name: id };
  for (const id of used.signals) roots.signals[id] ??= { id, name: id };
  for (const id of used.errors) roots.errors[id] ??= { id, errorCode: id };
  for (const id of used.escalations) roots.escalations[id] ??= { id, escalationCode: id };
  return roots;
}
