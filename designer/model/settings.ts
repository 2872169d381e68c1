// What is set on a part: our extension, attributes of BPMN, conditions, defaults, what an event is about.
import type { Element, Flow, Model } from '../../bpmn/definition.ts';
import { hasDefault } from './change-type.ts';
import type { Edit } from './edit.ts';
import { elementOf, flowOf } from './find.ts';
import { freeId } from './geometry.ts';
import { followStore } from './stores.ts';

type Owner = Record<string, unknown>;

function holderOf(
  model: Model,
  id: string,
  part?: 'loop',
): { owner: Owner; zf?: object; optional: boolean } | undefined {
  for (const process of model.processes) {
    const element = process.elements[id];
    if (element && part === 'loop') {
      const loop = 'loopCharacteristics' in element ? element.loopCharacteristics : undefined;
      return loop && { owner: loop as unknown as Owner, ...(loop.zf && { zf: loop.zf }), optional: true };
    }
    const found = element ?? process.flows[id] ?? process.lanes[id] ?? process.messages[id];
    if (found) return { owner: found as unknown as Owner, ...(found.zf && { zf: found.zf }), optional: true };
    if (process.processId === id) return { owner: process as unknown as Owner, zf: process.zf, optional: false };
  }
  return undefined;
}

/** What an import noted about a text that has been replaced is no longer true. */
function dropNote(part: { zf?: Flow['zf'] }, name: string): void {
  const rest = part.zf?.imported?.filter((note) => note.name !== name);
  if (!part.zf?.imported || !rest) return;
  if (rest.length > 0) part.zf.imported = rest;
  else delete part.zf.imported;
  if (Object.keys(part.zf).length === 0) delete part.zf;
}

export function setMessage(model: Model, edit: Extract<Edit, { edit: 'setMessage' }>): void {
  const found = elementOf(model, edit.id);
  if (!found) return;
  const { element } = found;
  const REF = {
    messages: 'messageRef',
    signals: 'signalRef',
    errors: 'errorRef',
    escalations: 'escalationRef',
  } as const;
  const reference = REF[edit.kind];
  const owner: Owner | undefined =
    'eventDefinitions' in element
      ? (element.eventDefinitions.find((definition) => definition.type.startsWith(reference.slice(0, -3))) as
          | Owner
          | undefined)
      : edit.kind === 'messages' && (element.type === 'sendTask' || element.type === 'receiveTask')
        ? (element as unknown as Owner)
        : undefined;
  if (!owner) return;
  const name = edit.name.trim();
  const key = edit.kind === 'errors' ? 'errorCode' : edit.kind === 'escalations' ? 'escalationCode' : 'name';
  const parts = found.process[edit.kind] as Record<
    string,
    { id: string; name?: string; errorCode?: string; escalationCode?: string; zf?: object }
  >;
  const existing = Object.values(parts).find((part) => (part[key] ?? part.name) === name);
  const id = name === '' ? undefined : (existing?.id ?? freeId(model, edit.kind.slice(0, -1)));
  if (id && !existing)
    for (const process of model.processes)
      (process[edit.kind] as typeof parts)[id] = { id, name, ...(key !== 'name' && { [key]: name }) };
  if (id && edit.zf)
    for (const process of model.processes) {
      const part = (process[edit.kind] as typeof parts)[id];
      if (part) part.zf = { ...part.zf, ...edit.zf };
    }
  if (id) owner[reference] = id;
  else delete owner[reference];
}

export function setExtension(model: Model, edit: Extract<Edit, { edit: 'setExtension' }>): void {
  const holder = holderOf(model, edit.id, edit.part);
  if (!holder) return;
  const zf: Record<string, unknown> = { ...holder.zf };
  for (const [field, value] of Object.entries(edit.zf)) {
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) delete zf[field];
    else zf[field] = value;
  }
  if (Object.keys(zf).length === 0 && holder.optional) delete holder.owner.zf;
  else holder.owner.zf = zf;
  // Who chooses a colour, or none, has seen the one of another tool.
  const shape = model.diagram.shapes[edit.id];
  if (shape?.color !== undefined && !edit.part && 'color' in edit.zf) delete shape.color;
  followStore(model, edit.id);
}

export function setAttribute(model: Model, edit: Extract<Edit, { edit: 'setAttribute' }>): void {
  const holder = holderOf(model, edit.id);
  if (!holder) return;
  for (const [name, value] of Object.entries(edit.values)) {
    // null, since problems come as JSON too, which has no undefined
    if (value === undefined || value === null) delete holder.owner[name];
    else holder.owner[name] = value;
  }
}

export function setCondition(model: Model, edit: Extract<Edit, { edit: 'setCondition' }>): void {
  const found = flowOf(model, edit.flow);
  if (!found) return;
  if (edit.condition === undefined || edit.condition === '' || edit.condition === '=') delete found.flow.condition;
  else found.flow.condition = edit.condition;
  dropNote(found.flow, 'conditionExpression');
}

export function setDefault(model: Model, edit: Extract<Edit, { edit: 'setDefault' }>): void {
  const element = elementOf(model, edit.id)?.element as (Element & { default?: string }) | undefined;
  if (!element || !hasDefault(element)) return;
  if (edit.flow !== undefined && flowOf(model, edit.flow)?.flow.source !== edit.id) return;
  if (edit.flow === undefined) delete element.default;
  else {
    element.default = edit.flow;
    const found = flowOf(model, edit.flow);
    if (found) delete found.flow.condition;
  }
}
