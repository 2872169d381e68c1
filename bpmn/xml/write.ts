// Model → tree: everything that differs from what the tree says is patched by id; the rest stays where it is.
import type { ModdleElement } from 'bpmn-moddle';
import type { Artifact, Element, Flow, Lane, Model } from '../definition.ts';
import { FEEL_LANGUAGE, moddle, refId, ZF } from './document.ts';
import { equal } from './equal.ts';
import { type ReadModel, readModel } from './read.ts';
import { idsOf, prune, referredIds } from './references.ts';
import { writeDiagram } from './write-diagram.ts';
import {
  createNode,
  retyped,
  setCondition,
  setDocumentation,
  setPlain,
  setReference,
  writeElement,
} from './write-element.ts';
import { own, setOwnElements, type Writing, writeExtension } from './write-extension.ts';
import { detach, freeId, merge, writeRoots } from './write-root.ts';

export function freshDocument(model: Model): ModdleElement {
  const root = moddle.create('bpmn:Definitions', {
    id: model.id,
    targetNamespace: model.targetNamespace,
    expressionLanguage: FEEL_LANGUAGE,
    exporter: 'Zhangfa',
  });
  root.set('xmlns:zf', ZF);
  return root;
}

/** Whether two models are one file: decisions stand in files of their own, and publishing gives key, version and sum. */
export function saysTheSame(a: Model, b: Model): boolean {
  const inFile = ({ source: _, processes, ...rest }: Model) => ({
    ...rest,
    processes: processes.map((process) => ({ ...process, ...ELSEWHERE })),
  });
  return equal(inFile(a), inFile(b));
}
const ELSEWHERE = { key: '', version: 0, sha256: '', decisions: {}, decisionModels: undefined, pinned: undefined };

/**
 * What is read from other engines' extensions depends on other parts of the file (who the starter is, which errors are
 * referred to), so the patched tree is read again and patched where an edit elsewhere changed the reading.
 */
export function writeModel(root: ModdleElement, model: Model, first: ReadModel): void {
  const declared = idsOf(root);
  const named = new Set<ModdleElement>();
  for (let pass = 0; pass < 3; pass++) {
    const read = pass === 0 ? first : readModel(root);
    if (pass > 0 && saysTheSame(read.model, model)) break;
    writeOnce(root, model, read, named);
  }
  prune(root, declared);
  const referred = referredIds(root);
  for (const element of named) if (!referred.has(element.id!)) delete element.id;
}

function writeOnce(
  root: ModdleElement,
  model: Model,
  { model: before, byId, reread }: ReadModel,
  named: Set<ModdleElement>,
): void {
  // from here on every part can be referred to; ids given on reading stay only where something does
  for (const [id, element] of byId) {
    if (element.id !== undefined) continue;
    element.id = id;
    named.add(element);
  }
  const writing: Writing = { root, byId, ids: new Set([...byId.keys(), ...idsOf(root)]) };

  if (!equal(before.name, model.name)) setPlain(root, 'name', model.name);
  if (!equal(before.targetNamespace, model.targetNamespace)) setPlain(root, 'targetNamespace', model.targetNamespace);
  writeRoots(before, model, writing);
  writeProcesses(before, model, writing, reread);
  writeCollaboration(before, model, writing);
  writeArtifacts(before, model, writing);
  writeDiagram(before.diagram, model, writing);
}

const listOf = (element: ModdleElement, property: string): ModdleElement[] => element.get(property) as ModdleElement[];

function insert(parent: ModdleElement, property: string, element: ModdleElement): void {
  element.$parent = parent;
  listOf(parent, property).push(element);
}

// --- processes ---------------------------------------------------------------------------------------------------------------

function writeProcesses(before: Model, model: Model, writing: Writing, reread: ReadModel['reread']): void {
  const { byId } = writing;
  for (const process of before.processes)
    if (!model.processes.some(({ processId }) => processId === process.processId)) detach(byId.get(process.processId)!);

  const created = new Set<string>();
  for (const process of model.processes) {
    const was = before.processes.find(({ processId }) => processId === process.processId);
    let element = byId.get(process.processId);
    if (!element) {
      element = moddle.create('bpmn:Process', { id: process.processId });
      byId.set(process.processId, element);
      insert(writing.root, 'rootElements', element);
    }
    if (!equal(was?.name, process.name)) setPlain(element, 'name', process.name);
    if (was === undefined || !equal(was.isExecutable, process.isExecutable))
      setPlain(element, 'isExecutable', process.isExecutable);
    if (!equal(was?.documentation, process.documentation)) setDocumentation(element, process.documentation);
    writeExtension(element, was?.zf, process.zf, writing);
  }

  const oldElements = merge(before.processes, ({ elements }) => elements);
  const newElements = ownedElements(model);
  const oldFlows = merge(before.processes, ({ flows }) => flows);
  const newFlows = Object.fromEntries(
    Object.entries(merge(model.processes, ({ flows }) => flows)).filter(([, { scope }]) =>
      isOwned(scope, model, newElements),
    ),
  );
  for (const id of Object.keys(oldElements)) if (!newElements[id]) detach(byId.get(id)!);
  for (const id of Object.keys(oldFlows)) if (!newFlows[id]) detach(byId.get(id)!);

  for (const element of outerFirst(newElements)) {
    const was = oldElements[element.id];
    placeNode(element, was, writing, created);
    const node = byId.get(element.id)!;
    writeElement(node, was && was.type !== element.type ? reread(node, element.scope) : was, element, writing);
  }
  for (const flow of Object.values(newFlows)) writeFlow(oldFlows[flow.id], flow, writing);
  orderFlows(newFlows, writing);
  if (before.processes.length === 0)
    for (const { processId } of model.processes) interleave(byId.get(processId)!, newFlows);
  writeIncident(oldFlows, newFlows, newElements, created, writing);
  writeDataObjects(before, model, writing);
  writeLanes(before, model, writing);
}

const isOwned = (scope: string, model: Model, elements: Record<string, Element>): boolean =>
  elements[scope] !== undefined || model.processes.some(({ processId }) => processId === scope);

/** Nodes whose sub-process is still there; the others went with it. */
function ownedElements(model: Model): Record<string, Element> {
  const elements = { ...merge(model.processes, ({ elements }) => elements) };
  for (let again = true; again; ) {
    again = false;
    for (const { id, scope } of Object.values(elements))
      if (!isOwned(scope, model, elements)) {
        delete elements[id];
        again = true;
      }
  }
  return elements;
}

/** A sub-process before what stands in it. */
function outerFirst(elements: Record<string, Element>): Element[] {
  const depth = (element: Element): number => {
    let at: Element | undefined = elements[element.scope];
    let n = 0;
    for (; at && n < 100; n++) at = elements[at.scope];
    return n;
  };
  return Object.values(elements)
    .map((element) => ({ element, depth: depth(element) }))
    .sort((a, b) => a.depth - b.depth)
    .map(({ element }) => element);
}

function placeNode(element: Element, was: Element | undefined, writing: Writing, created: Set<string>): void {
  const { byId } = writing;
  const container = byId.get(element.scope);
  if (!container) return;
  const existing = byId.get(element.id);
  if (!existing) {
    const node = createNode(element.type, element.id);
    byId.set(element.id, node);
    insert(container, 'flowElements', node);
    created.add(element.id);
    return;
  }
  if (was && was.type !== element.type) {
    const node = retyped(existing, element.type);
    const list = listOf(existing.$parent!, 'flowElements');
    list.splice(list.indexOf(existing), 1, node);
    byId.set(element.id, node);
  }
  const node = byId.get(element.id)!;
  if (node.$parent !== container) {
    detach(node);
    insert(container, 'flowElements', node);
  }
}

function writeFlow(was: Flow | undefined, flow: Flow, writing: Writing): void {
  const { byId } = writing;
  const container = byId.get(flow.scope);
  if (!container) return;
  let element = byId.get(flow.id);
  if (!element) {
    element = moddle.create('bpmn:SequenceFlow', { id: flow.id });
    byId.set(flow.id, element);
    insert(container, 'flowElements', element);
  } else if (element.$parent !== container) {
    detach(element);
    insert(container, 'flowElements', element);
  }
  if (was?.source !== flow.source) setReference(element, 'sourceRef', flow.source);
  if (was?.target !== flow.target) setReference(element, 'targetRef', flow.target);
  if (!equal(was?.name, flow.name)) setPlain(element, 'name', flow.name);
  if (!equal(was?.condition, flow.condition)) setCondition(element, 'conditionExpression', flow.condition);
  writeExtension(element, was?.zf, flow.zf, writing);
}

/** Engines decide in document order: the flows of a container take the places of flows in the model's order. */
function orderFlows(flows: Record<string, Flow>, writing: Writing): void {
  const scopes = new Set(Object.values(flows).map(({ scope }) => scope));
  for (const scope of scopes) {
    const container = writing.byId.get(scope);
    if (!container) continue;
    const list = listOf(container, 'flowElements');
    const places: number[] = [];
    list.forEach((element, index) => {
      if (element.$type === 'bpmn:SequenceFlow' && flows[element.id ?? '']) places.push(index);
    });
    const sorted = places.map((place) => list[place]!).sort((a, b) => flows[a.id!]!.order - flows[b.id!]!.order);
    places.forEach((place, index) => {
      list[place] = sorted[index]!;
    });
  }
}

/** In a fresh document a sub-process stands where its flows come in the model's order; nodes without flows come first. */
function interleave(container: ModdleElement, flows: Record<string, Flow>): number {
  const list = listOf(container, 'flowElements');
  const keys = new Map<ModdleElement, number>();
  for (const element of list) {
    if (element.$type === 'bpmn:SequenceFlow') keys.set(element, flows[element.id ?? '']?.order ?? Infinity);
    else if (element.$instanceOf('bpmn:SubProcess')) keys.set(element, interleave(element, flows));
    else keys.set(element, -1);
  }
  list.sort((a, b) => keys.get(a)! - keys.get(b)!);
  return Math.min(Infinity, ...[...keys.values()].filter((key) => key >= 0));
}

/** `incoming` and `outgoing` are redundant and some files lack them; they are kept up where the file has them. */
function writeIncident(
  before: Record<string, Flow>,
  after: Record<string, Flow>,
  elements: Record<string, Element>,
  created: Set<string>,
  writing: Writing,
): void {
  const incident = (flows: Record<string, Flow>, end: 'source' | 'target'): Map<string, string[]> => {
    const map = new Map<string, string[]>();
    for (const flow of Object.values(flows).sort((a, b) => a.order - b.order))
      map.set(flow[end], [...(map.get(flow[end]) ?? []), flow.id]);
    return map;
  };
  for (const [property, end] of [
    ['incoming', 'target'],
    ['outgoing', 'source'],
  ] as const) {
    const old = incident(before, end);
    const next = incident(after, end);
    for (const id of Object.keys(elements)) {
      const was = old.get(id) ?? [];
      const is = next.get(id) ?? [];
      if (equal([...was].sort(), [...is].sort())) continue;
      const list = listOf(writing.byId.get(id)!, property);
      if (list.length === 0 && was.length > 0 && !created.has(id)) continue;
      const kept = list.filter((one) => is.includes(refId(one) ?? '') || !was.includes(refId(one) ?? ''));
      const known = new Set(kept.map(refId));
      list.splice(0, Infinity, ...kept, ...is.filter((one) => !known.has(one)).map((one) => writing.byId.get(one)!));
    }
  }
}

function writeDataObjects(before: Model, model: Model, writing: Writing): void {
  const { byId } = writing;
  const old = merge(before.processes, ({ dataObjects }) => dataObjects);
  const next = merge(model.processes, ({ dataObjects }) => dataObjects);
  for (const id of Object.keys(old)) if (!next[id]) detach(byId.get(id)!);
  for (const data of Object.values(next)) {
    const was = old[data.id];
    const container = byId.get(data.scope);
    if (equal(was, data) || !container) continue;
    let element = byId.get(data.id);
    if (!element) {
      element = moddle.create('bpmn:DataObject', { id: data.id });
      byId.set(data.id, element);
      insert(container, 'flowElements', element);
    }
    setPlain(element, 'name', data.name);
    if (!equal(was?.value, data.value))
      setOwnElements(
        element,
        'value',
        data.value === undefined ? [] : [own('value', {}, writing, JSON.stringify(data.value))],
        writing,
      );
  }
}

function writeLanes(before: Model, model: Model, writing: Writing): void {
  const { byId } = writing;
  const old = merge(before.processes, ({ lanes }) => lanes);
  const next = merge(model.processes, ({ lanes }) => lanes);
  for (const id of Object.keys(old)) if (!next[id]) detach(byId.get(id)!);
  const depth = (lane: Lane): number => (next[lane.scope] ? 1 + depth(next[lane.scope]!) : 0);
  for (const lane of Object.values(next).sort((a, b) => depth(a) - depth(b))) {
    const was = old[lane.id];
    const set = laneSet(lane, writing);
    if (!set) continue;
    let element = byId.get(lane.id);
    if (!element) {
      element = moddle.create('bpmn:Lane', { id: lane.id });
      byId.set(lane.id, element);
      insert(set, 'lanes', element);
    } else if (was && was.scope !== lane.scope) {
      detach(element);
      insert(set, 'lanes', element);
    }
    if (!equal(was?.name, lane.name)) setPlain(element, 'name', lane.name);
    if (!equal(was?.nodes, lane.nodes))
      listOf(element, 'flowNodeRef').splice(0, Infinity, ...lane.nodes.map((id) => byId.get(id) ?? stub(id)));
    writeExtension(element, was?.zf, lane.zf, writing);
  }
}

/** A reference to what this file does not declare. */
const stub = (id: string): ModdleElement => ({ id }) as ModdleElement;

function laneSet(lane: Lane, writing: Writing): ModdleElement | undefined {
  const existing = writing.byId.get(lane.id);
  const holder = writing.byId.get(lane.scope);
  if (!holder) return undefined;
  if (existing?.$parent?.$parent === holder) return existing.$parent;
  const create = (): ModdleElement => {
    const set = moddle.create('bpmn:LaneSet', { id: freeId(`${lane.scope}_lanes`, writing) });
    writing.byId.set(set.id!, set);
    set.$parent = holder;
    return set;
  };
  if (holder.$instanceOf('bpmn:Lane')) {
    holder.childLaneSet ??= create();
    return holder.childLaneSet as ModdleElement;
  }
  const sets = listOf(holder, 'laneSets');
  if (sets.length === 0) sets.push(create());
  return sets[0];
}

// --- pools and artifacts ------------------------------------------------------------------------------------------------

const collaborationOf = (writing: Writing): ModdleElement | undefined =>
  listOf(writing.root, 'rootElements').find((one) => one.$instanceOf('bpmn:Collaboration'));

function ensureCollaboration(writing: Writing): ModdleElement {
  const found = collaborationOf(writing);
  if (found) return found;
  const id = freeId('collaboration', writing);
  const element = moddle.create('bpmn:Collaboration', { id });
  writing.byId.set(id, element);
  element.$parent = writing.root;
  listOf(writing.root, 'rootElements').unshift(element);
  return element;
}

function writeCollaboration(before: Model, model: Model, writing: Writing): void {
  for (const id of Object.keys(before.participants)) if (!model.participants[id]) detach(writing.byId.get(id)!);
  for (const participant of Object.values(model.participants)) {
    const was = before.participants[participant.id];
    if (equal(was, participant)) continue;
    let element = writing.byId.get(participant.id);
    if (!element) {
      element = moddle.create('bpmn:Participant', { id: participant.id });
      writing.byId.set(participant.id, element);
      insert(ensureCollaboration(writing), 'participants', element);
    }
    setPlain(element, 'name', participant.name);
    if (was?.processRef !== participant.processRef) setReference(element, 'processRef', participant.processRef);
  }
}

function writeArtifacts(before: Model, model: Model, writing: Writing): void {
  for (const id of Object.keys(before.artifacts)) if (!model.artifacts[id]) detach(writing.byId.get(id)!);
  const elements = ownedElements(model);
  for (const artifact of [...Object.values(model.artifacts), ...handlerAssociations(model)]) {
    const { scope, type } = artifact;
    if (scope === undefined ? /^data/.test(type) : !isOwned(scope, model, elements)) continue;
    const was = before.artifacts[artifact.id];
    if (equal(was, artifact)) continue;
    writeArtifact(was, artifact, writing);
  }
}

/** A compensation handler that was set without drawing the line still needs its association in the file. */
function handlerAssociations(model: Model): Artifact[] {
  const drawn = new Set(
    Object.values(model.artifacts).flatMap(({ type, source, target }) =>
      type === 'association' ? [`${source} ${target}`, `${target} ${source}`] : [],
    ),
  );
  return model.processes.flatMap((process) =>
    Object.values(process.elements).flatMap((element): Artifact[] =>
      element.type === 'boundaryEvent' && element.handler && !drawn.has(`${element.id} ${element.handler}`)
        ? [
            {
              id: `association_${element.id}_${element.handler}`,
              type: 'association',
              scope: element.scope,
              source: element.id,
              target: element.handler,
              associationDirection: 'One',
            },
          ]
        : [],
    ),
  );
}

function writeArtifact(was: Artifact | undefined, artifact: Artifact, writing: Writing): void {
  const { byId } = writing;
  const flowElement = artifact.type === 'dataObjectReference' || artifact.type === 'dataStoreReference';
  const property = flowElement ? 'flowElements' : artifact.type === 'messageFlow' ? 'messageFlows' : 'artifacts';
  const holder = (artifact.scope && byId.get(artifact.scope)) || ensureCollaboration(writing);
  let element = byId.get(artifact.id);
  if (!element) {
    element = createNode(artifact.type, artifact.id);
    byId.set(artifact.id, element);
    insert(holder, property, element);
  } else if (was && was.scope !== artifact.scope) {
    detach(element);
    insert(holder, property, element);
  }
  if (!equal(was?.name, artifact.name)) {
    if (artifact.type === 'group') setGroupName(element, artifact.name, writing);
    else setPlain(element, 'name', artifact.name);
  }
  if (!equal(was?.text, artifact.text)) setPlain(element, 'text', artifact.text);
  if (!equal(was?.source, artifact.source)) setReference(element, 'sourceRef', artifact.source);
  if (!equal(was?.target, artifact.target)) setReference(element, 'targetRef', artifact.target);
  if (!equal(was?.associationDirection, artifact.associationDirection))
    setPlain(element, 'associationDirection', artifact.associationDirection);
}

/** BPMN names a group by a category's value. */
function setGroupName(element: ModdleElement, name: string | undefined, writing: Writing): void {
  if (element.categoryValueRef?.$type) {
    setPlain(element.categoryValueRef, 'value', name);
    return;
  }
  const value = moddle.create('bpmn:CategoryValue', { id: freeId(`${element.id}_value`, writing), value: name });
  const category = moddle.create('bpmn:Category', { id: freeId(`${element.id}_category`, writing) });
  insert(writing.root, 'rootElements', category);
  insert(category, 'categoryValue', value);
  element.set('categoryValueRef', value);
}
