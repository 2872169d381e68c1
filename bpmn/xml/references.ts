// References of the tree: what points to something that an edit took away goes with it.
import type { ModdleElement as Element } from 'bpmn-moddle';
import { walk } from './document.ts';

type ModdleReference = { id?: string };

type Property = NonNullable<Element['$descriptor']['properties']>[number];

const references = (element: Element): Property[] =>
  (element.$descriptor.properties ?? []).filter(
    ({ name, isReference, isVirtual }) => isReference && !isVirtual && Object.hasOwn(element, name),
  );

export function idsOf(root: Element): Set<string> {
  const ids = new Set<string>();
  walk(root, ({ id }) => {
    if (typeof id === 'string') ids.add(id);
  });
  return ids;
}

/** Ids that something in the tree refers to. */
export function referredIds(root: Element): Set<string> {
  const ids = new Set<string>();
  walk(root, (element) => {
    for (const { name } of references(element))
      for (const one of [element[name] ?? []].flat() as ModdleReference[]) if (one.id !== undefined) ids.add(one.id);
  });
  return ids;
}

/** Without one of these an element says nothing: a line without an end, a picture of nothing. */
const NEEDED: Record<string, string[]> = {
  'bpmndi:BPMNShape': ['bpmnElement'],
  'bpmndi:BPMNEdge': ['bpmnElement'],
  'bpmndi:BPMNPlane': ['bpmnElement'],
  'bpmn:SequenceFlow': ['sourceRef', 'targetRef'],
  'bpmn:MessageFlow': ['sourceRef', 'targetRef'],
  'bpmn:Association': ['sourceRef', 'targetRef'],
  'bpmn:ConversationLink': ['sourceRef', 'targetRef'],
  'bpmn:DataInputAssociation': ['sourceRef', 'targetRef'],
  'bpmn:DataOutputAssociation': ['sourceRef', 'targetRef'],
  'bpmn:BoundaryEvent': ['attachedToRef'],
  'bpmn:CorrelationPropertyBinding': ['correlationPropertyRef'],
  'bpmn:CorrelationSubscription': ['correlationKeyRef'],
  'bpmn:CorrelationPropertyRetrievalExpression': ['messageRef'],
  'bpmn:Operation': ['inMessageRef'],
  'bpmn:Relationship': ['source', 'target'],
  'bpmn:MessageFlowAssociation': ['innerMessageFlowRef', 'outerMessageFlowRef'],
  'bpmn:ParticipantAssociation': ['innerParticipantRef', 'outerParticipantRef'],
};

/** Lists that must not be empty. */
const FILLED: Record<string, string> = {
  'bpmn:Interface': 'operations',
  'bpmn:CorrelationProperty': 'correlationPropertyRetrievalExpression',
};

/** Removes what refers to ids that were there before and are not any more; what was undeclared from the start stays. */
export function prune(root: Element, before: Set<string>): void {
  for (;;) {
    const now = idsOf(root);
    const isGone = (one: ModdleReference | undefined): boolean =>
      one?.id !== undefined && before.has(one.id) && !now.has(one.id);
    const useless: Element[] = [];
    walk(root, (element) => {
      for (const { name } of references(element)) {
        const value = element[name] as ModdleReference | ModdleReference[] | undefined;
        const list = [value ?? []].flat();
        if (!list.some(isGone)) continue;
        const left = list.filter((one) => !isGone(one));
        if (left.length === 0 && NEEDED[element.$type]?.includes(name)) useless.push(element);
        else if (Array.isArray(value)) value.splice(0, Infinity, ...left);
        else delete element[name];
      }
    });
    if (useless.length === 0) return;
    for (const element of useless) remove(element, root);
  }
}

/** Takes an element out of what holds it; a plane takes its diagram along, unless it is the only one. */
function remove(element: Element, root: Element): void {
  if (element.$type === 'bpmndi:BPMNPlane') {
    const diagrams = root.get('diagrams') as Element[];
    const at = diagrams.findIndex(({ plane }) => plane === element);
    if (diagrams.length > 1 && at >= 0) diagrams.splice(at, 1);
    else delete element.bpmnElement;
    return;
  }
  const parent = element.$parent;
  for (const { name, isReference } of parent?.$descriptor.properties ?? []) {
    if (isReference || !Object.hasOwn(parent!, name)) continue;
    const value = parent![name] as unknown;
    if (value === element) delete parent![name];
    else if (Array.isArray(value) && value.includes(element)) value.splice(value.indexOf(element), 1);
    if (Array.isArray(value) && value.length === 0 && FILLED[parent!.$type] === name) remove(parent!, root);
  }
}
