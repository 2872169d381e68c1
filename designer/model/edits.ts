// Carries an edit out on a copy of the model. Each case leaves model and picture whole; ids are the smallest free ones.
import type { Definition, Element, Flow, Model, Point } from '../../bpmn/definition.ts';
import { Element as ElementSchema } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import type { Edit, EventKind, NodeSpec } from './edit.ts';
import {
  boundaryPlace,
  containerAt,
  freeId,
  freeSpot,
  growAround,
  isSubProcess,
  laneAt,
  nodeSize,
  processOf,
  redraw,
  roomFor,
  sizeForType,
  snap,
  snapPoint,
  spotAfter,
  takeOutOfLanes,
  withDependents,
} from './geometry.ts';
import { type Change, edited } from './history.ts';

export type Outcome = { changes: Change[]; select?: string[] };

export function perform(model: Model, edit: Edit): Outcome {
  let select: string[] | undefined;
  const changes = edited(model, (copy) => {
    select = mutate(copy, edit);
  });
  return { changes, ...(select && { select }) };
}

/** Mutates the copy; returns what should be selected afterwards. */
function mutate(model: Model, edit: Edit): string[] | undefined {
  switch (edit.edit) {
    case 'add': {
      const element = addNode(model, edit, edit.at);
      return [element.id];
    }
    case 'append':
      return append(model, edit.from, edit);
    case 'insert':
      return insertInto(model, edit.flow, edit, edit.at);
    case 'connect': {
      const id = connect(model, edit.source, edit.target);
      return id ? [id] : undefined;
    }
    case 'reconnect': {
      const found = flowOf(model, edit.flow);
      if (!found) return undefined;
      const { process, flow } = found;
      const source = edit.source ?? flow.source;
      const target = edit.target ?? flow.target;
      if (!mayConnect(process, source, target)) return undefined;
      forgetDefault(process, flow.id);
      Object.assign(flow, { source, target });
      redraw(model, process, (one) => one.id === flow.id);
      return [flow.id];
    }
    case 'rename':
      rename(model, edit.id, edit.name, edit.language);
      return undefined;
    case 'changeType':
      changeType(model, edit.id, edit);
      return [edit.id];
    case 'move':
      move(model, edit.ids, edit.by);
      return undefined;
    case 'resize': {
      const shape = model.diagram.shapes[edit.id];
      if (!shape) return undefined;
      resize(model, edit.id, edit.bounds);
      return undefined;
    }
    case 'attach':
      attach(model, edit.id, edit.host, edit.at);
      return [edit.id];
    case 'addBoundary': {
      const id = addBoundary(model, edit);
      return id ? [id] : undefined;
    }
    case 'remove':
      remove(model, edit.ids);
      return [];
    case 'setExtension': {
      const holder = holderOf(model, edit.id, edit.part);
      if (!holder) return undefined;
      const zf: Record<string, unknown> = { ...holder.zf };
      for (const [field, value] of Object.entries(edit.zf)) {
        if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) delete zf[field];
        else zf[field] = value;
      }
      if (Object.keys(zf).length === 0 && holder.optional) delete holder.owner.zf;
      else holder.owner.zf = zf;
      return undefined;
    }
    case 'setAttribute': {
      const holder = holderOf(model, edit.id);
      if (!holder) return undefined;
      for (const [name, value] of Object.entries(edit.values)) {
        // null, since problems come as JSON too, which has no undefined
        if (value === undefined || value === null) delete holder.owner[name];
        else holder.owner[name] = value;
      }
      return undefined;
    }
    case 'setCondition': {
      const found = flowOf(model, edit.flow);
      if (!found) return undefined;
      if (edit.condition === undefined || edit.condition === '' || edit.condition === '=') delete found.flow.condition;
      else found.flow.condition = edit.condition;
      dropNote(found.flow, 'conditionExpression');
      return undefined;
    }
    case 'setDefault': {
      const element = elementOf(model, edit.id)?.element as (Element & { default?: string }) | undefined;
      if (!element || !hasDefault(element)) return undefined;
      if (edit.flow !== undefined && flowOf(model, edit.flow)?.flow.source !== edit.id) return undefined;
      if (edit.flow === undefined) delete element.default;
      else {
        element.default = edit.flow;
        const found = flowOf(model, edit.flow);
        if (found) delete found.flow.condition;
      }
      return undefined;
    }
    case 'setMessage':
      setMessage(model, edit);
      return undefined;
    case 'addLane':
      return addLane(model, edit.process, edit.name);
    case 'addAnnotation': {
      const id = freeId(model, 'note');
      model.artifacts[id] = { id, type: 'textAnnotation', scope: processOf(model).processId, text: edit.text };
      const size = { width: 144, height: 48 };
      const wished = { x: snap(edit.at.x - 72), y: snap(edit.at.y - 24), ...size };
      const { processId } = processOf(model);
      model.diagram.shapes[id] = { ...freeSpot(model, processOf(model), processId, wished), ...size };
      if (edit.about) {
        const link = freeId(model, 'note_link');
        model.artifacts[link] = {
          id: link,
          type: 'association',
          scope: processOf(model).processId,
          source: edit.about,
          target: id,
        };
        redrawArtifact(model, link);
      }
      return [id];
    }
    case 'setText': {
      const artifact = model.artifacts[edit.id];
      if (artifact) artifact.text = edit.text;
      return undefined;
    }
    case 'setWaypoints': {
      const edge = model.diagram.edges[edit.id];
      if (edge) model.diagram.edges[edit.id] = { waypoints: edit.waypoints };
      return undefined;
    }
    case 'fold': {
      const shape = model.diagram.shapes[edit.id];
      if (shape) fold(model, edit.id, edit.isExpanded);
      return undefined;
    }
    case 'tidy':
      model.diagram = layout(model);
      return undefined;
    case 'paste':
      return paste(model, edit);
    case 'setDecision':
      for (const process of model.processes)
        if (process.decisions[edit.table.id] || process === processOf(model))
          process.decisions[edit.table.id] = edit.table;
      return undefined;
    case 'declareVariable': {
      const process = model.processes.find(({ processId }) => processId === edit.process);
      if (!process || process.zf.variable?.some(({ name }) => name === edit.name)) return undefined;
      process.zf.variable = [...(process.zf.variable ?? []), { name: edit.name, type: 'any' }];
      return undefined;
    }
    default: {
      const never: never = edit;
      return never;
    }
  }
}

// --- finding -----------------------------------------------------------------------------------------------------------------

export function elementOf(model: Model, id: string): { process: Definition; element: Element } | undefined {
  for (const process of model.processes) {
    const element = process.elements[id];
    if (element) return { process, element };
  }
  return undefined;
}

export function flowOf(model: Model, id: string): { process: Definition; flow: Flow } | undefined {
  for (const process of model.processes) {
    const flow = process.flows[id];
    if (flow) return { process, flow };
  }
  return undefined;
}

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

// --- nodes -------------------------------------------------------------------------------------------------------------------

function newElement(model: Model, spec: NodeSpec, scope: string): Element {
  const id = freeId(model, spec.type);
  return ElementSchema.parse({
    type: spec.type,
    id,
    scope,
    ...(spec.name !== undefined && { name: spec.name }),
    ...(spec.type.endsWith('Event') && { eventDefinitions: spec.definition ? [newDefinition(spec.definition)] : [] }),
    ...(spec.type === 'boundaryEvent' && { attachedToRef: '', cancelActivity: spec.cancelActivity ?? true }),
    ...(spec.triggeredByEvent && { triggeredByEvent: true }),
  });
}

const newDefinition = (type: EventKind): { type: EventKind } => ({ type });

function addNode(model: Model, spec: NodeSpec, at: Point): Element {
  const host = containerAt(model, at);
  const process = host?.process ?? processOf(model, at);
  const element = newElement(model, spec, host?.id ?? process.processId);
  process.elements[element.id] = element;
  const size = nodeSize(element);
  const expanded = spec.type === 'subProcess' && !spec.triggeredByEvent ? { isExpanded: false } : {};
  const wished = { ...snapPoint({ x: at.x - size.width / 2, y: at.y - size.height / 2 }, size), ...size };
  const spot = freeSpot(model, process, element.scope, wished);
  model.diagram.shapes[element.id] = { ...spot, ...size, ...expanded };
  if (spec.triggeredByEvent) addInside(model, process, element.id, spec.definition ?? 'messageEventDefinition');
  laneAt(process, model, { x: spot.x + size.width / 2, y: spot.y + size.height / 2 })?.nodes.push(element.id);
  growAround(model, element.id);
  return element;
}

/** An event sub-process begins with what it waits for. */
function addInside(model: Model, process: Definition, scope: string, definition: EventKind): void {
  const start = newElement(model, { type: 'startEvent', definition }, scope);
  process.elements[start.id] = start;
  const outer = model.diagram.shapes[scope]!;
  outer.isExpanded = false;
  model.diagram.shapes[start.id] = { x: outer.x + 24, y: outer.y + 32, width: 36, height: 36 };
}

function append(model: Model, from: string, spec: NodeSpec): string[] | undefined {
  const found = elementOf(model, from);
  const shape = model.diagram.shapes[from];
  if (!found || !shape) return undefined;
  const { process, element: source } = found;
  const onward = leadsOn(process, source, spec);
  if (onward) return insertAfter(model, process, source, onward, spec);
  const element = newElement(model, spec, source.scope);
  const size = nodeSize(element);
  process.elements[element.id] = element;
  const spot = spotAfter(model, process, source, size);
  model.diagram.shapes[element.id] = { ...spot, ...size };
  joinLane(model, process, source, element.id);
  connect(model, from, element.id);
  growAround(model, element.id);
  return [element.id];
}

/** The one line out of a step, into which what follows it goes; gateways lead several ways, and after an end comes nothing. */
function leadsOn(process: Definition, source: Element, spec: NodeSpec): Flow | undefined {
  if (source.type.endsWith('Gateway') || spec.type === 'endEvent') return undefined;
  const out = Object.values(process.flows).filter((flow) => flow.source === source.id && flow.condition === undefined);
  return out.length === 1 ? out[0] : undefined;
}

/** Between a step and what it led to, which makes room. */
function insertAfter(model: Model, process: Definition, source: Element, flow: Flow, spec: NodeSpec): string[] {
  const element = newElement(model, spec, source.scope);
  const size = nodeSize(element);
  process.elements[element.id] = element;
  const box = model.diagram.shapes[source.id]!;
  const next = model.diagram.shapes[flow.target];
  const ahead = next && next.x >= box.x + box.width;
  const wished = snapPoint({ x: box.x + box.width + 40, y: box.y + (box.height - size.height) / 2 }, size);
  if (ahead && source.type !== 'boundaryEvent')
    makeRoom(model, process, source.scope, box.x + box.width, wished.x + size.width);
  const spot =
    source.type === 'boundaryEvent'
      ? spotAfter(model, process, source, size)
      : freeSpot(model, process, source.scope, { ...wished, ...size });
  model.diagram.shapes[element.id] = { ...spot, ...size };
  joinLane(model, process, source, element.id);
  const target = flow.target;
  flow.target = element.id;
  connect(model, element.id, target);
  redraw(model, process, (one) => one.id === flow.id);
  growAround(model, element.id);
  return [element.id];
}

/** What stands right of `from` moves on, until something that ends at `right` fits before it. */
function makeRoom(model: Model, process: Definition, scope: string, from: number, right: number): void {
  const { ids, by } = roomFor(model, process, scope, from, right);
  if (by > 0) move(model, ids, { x: by, y: 0 });
}

/** A step after another stays in its lane; the lane grows where there is no room left. */
function joinLane(model: Model, process: Definition, source: Element, id: string): void {
  const host = source.type === 'boundaryEvent' ? source.attachedToRef : source.id;
  const lane = Object.values(process.lanes).find(({ nodes }) => nodes.includes(host));
  if (!lane) return;
  lane.nodes.push(id);
  const frame = model.diagram.shapes[lane.id];
  const shape = model.diagram.shapes[id]!;
  const bottom = shape.y + shape.height + 28;
  if (frame && bottom > frame.y + frame.height)
    resize(model, lane.id, { x: frame.x, y: frame.y, width: frame.width, height: bottom - frame.y });
}

/** Puts a node into a flow: the flow then leads to it, and a new one leads on. */
function insertInto(model: Model, flowId: string, spec: NodeSpec, at: Point): string[] | undefined {
  const found = flowOf(model, flowId);
  if (!found) return undefined;
  const { process, flow } = found;
  const size = nodeSize(newElement(model, spec, flow.scope));
  const [box, next] = [model.diagram.shapes[flow.source], model.diagram.shapes[flow.target]];
  // Between two that stand side by side there is made room; elsewhere it takes the free place nearest to where it was let go.
  const level = box && next && next.x >= box.x + box.width && at.y > box.y - 40 && at.y < box.y + box.height + 40;
  const place = level ? { x: Math.max(at.x, box.x + box.width + 40 + size.width / 2), y: at.y } : at;
  if (level) makeRoom(model, process, flow.scope, box.x + box.width, place.x + size.width / 2);
  const element = addNode(model, spec, place);
  if (element.scope !== flow.scope) element.scope = flow.scope;
  const target = flow.target;
  flow.target = element.id;
  connect(model, element.id, target);
  redraw(model, process, (one) => one.id === flow.id);
  return [element.id];
}

export function mayConnect(process: Definition, source: string, target: string): boolean {
  const a = process.elements[source];
  const b = process.elements[target];
  if (!a || !b || a.id === b.id || a.scope !== b.scope) return false;
  if (a.type === 'endEvent' || b.type === 'startEvent' || b.type === 'boundaryEvent') return false;
  if ('triggeredByEvent' in a && a.triggeredByEvent) return false;
  if ('triggeredByEvent' in b && b.triggeredByEvent) return false;
  return true;
}

function connect(model: Model, source: string, target: string): string | undefined {
  const found = elementOf(model, source);
  if (!found) {
    const annotation = model.artifacts[source];
    return annotation ? associate(model, source, target) : undefined;
  }
  const { process, element } = found;
  if (model.artifacts[target]) return associate(model, source, target);
  if (
    element.type === 'boundaryEvent' &&
    element.eventDefinitions.some(({ type }) => type === 'compensateEventDefinition')
  ) {
    const handler = process.elements[target];
    if (!handler || !('isForCompensation' in handler || /[tT]ask$|ubProcess$|callActivity/.test(handler.type)))
      return undefined;
    (handler as { isForCompensation?: boolean }).isForCompensation = true;
    element.handler = target;
    return associate(model, source, target);
  }
  if (!mayConnect(process, source, target)) return undefined;
  const existing = Object.values(process.flows).find((flow) => flow.source === source && flow.target === target);
  if (existing) return existing.id;
  const id = freeId(model, 'flow');
  const order = 1 + Math.max(-1, ...Object.values(process.flows).map((flow) => flow.order));
  process.flows[id] = { id, source, target, scope: element.scope, order };
  redraw(model, process, (flow) => flow.id === id);
  return id;
}

function associate(model: Model, source: string, target: string): string {
  const id = freeId(model, 'association');
  const scope = (elementOf(model, source) ?? elementOf(model, target))?.element.scope ?? processOf(model).processId;
  const directed = elementOf(model, source) && elementOf(model, target) ? { associationDirection: 'One' } : {};
  model.artifacts[id] = { id, type: 'association', scope, source, target, ...directed };
  redrawArtifact(model, id);
  return id;
}

function redrawArtifact(model: Model, id: string): void {
  const { source, target } = model.artifacts[id] ?? {};
  const a = source && model.diagram.shapes[source];
  const b = target && model.diagram.shapes[target];
  if (!a || !b) return;
  const centre = (box: typeof a): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const handler = source && elementOf(model, source)?.element.type === 'boundaryEvent';
  const start = handler ? { x: centre(a).x, y: a.y + a.height } : centre(a);
  model.diagram.edges[id] = {
    waypoints: handler
      ? [start, { x: start.x, y: centre(b).y }, { x: start.x < b.x ? b.x : b.x + b.width, y: centre(b).y }]
      : [start, centre(b)],
  };
}

function rename(model: Model, id: string, name: string, language?: string): void {
  const clean = name.trim();
  for (const process of model.processes) {
    const part =
      process.elements[id] ??
      process.flows[id] ??
      process.lanes[id] ??
      (process.processId === id ? process : undefined);
    if (!part) continue;
    if (language === undefined || language === 'zh') {
      if (clean === '') delete part.name;
      else part.name = clean;
      forgetStockName(part);
    } else {
      const text = { ...part.zf?.text };
      text[language] = { ...text[language], name: clean };
      part.zf = { ...part.zf, text };
    }
  }
  if (model.participants[id]) model.participants[id].name = clean;
  if (model.artifacts[id]) {
    if (model.artifacts[id].type === 'textAnnotation') model.artifacts[id].text = clean;
    else model.artifacts[id].name = clean;
  }
}

/** What a new process calls its start and end in English is no translation of a name that somebody has given. */
function forgetStockName(part: { zf?: Flow['zf'] }): void {
  const { en, ...others } = part.zf?.text ?? {};
  if (!en || (en.name !== 'Start' && en.name !== 'End')) return;
  const { name: _, ...rest } = en;
  const text = { ...others, ...(Object.keys(rest).length > 0 && { en: rest }) };
  part.zf = { ...part.zf, text };
  if (Object.keys(text).length === 0) delete part.zf.text;
  if (Object.keys(part.zf).length === 0) delete part.zf;
}

const hasDefault = ({ type }: Element): boolean => !/Event$|^(parallel|eventBased)Gateway$/.test(type);

function changeType(model: Model, id: string, spec: NodeSpec): void {
  const found = elementOf(model, id);
  if (!found) return;
  const { process, element } = found;
  const next = ElementSchema.parse({
    ...element,
    type: spec.type,
    ...(spec.type.endsWith('Event') && {
      eventDefinitions: spec.definition
        ? 'eventDefinitions' in element && element.eventDefinitions[0]?.type === spec.definition
          ? element.eventDefinitions
          : [newDefinition(spec.definition)]
        : spec.type === element.type && !('definition' in spec)
          ? (element as { eventDefinitions?: unknown }).eventDefinitions
          : [],
    }),
    ...(spec.cancelActivity !== undefined && { cancelActivity: spec.cancelActivity }),
    ...(spec.triggeredByEvent !== undefined && { triggeredByEvent: spec.triggeredByEvent }),
  });
  // what the new kind cannot have goes: a default, what stood inside, what was docked at its edge
  if ('default' in next && !hasDefault(next)) delete next.default;
  const orphans = Object.values(process.elements).filter(
    (one) =>
      (one.scope === id && !isSubProcess(next)) ||
      (one.type === 'boundaryEvent' && one.attachedToRef === id && /Event$|Gateway$/.test(next.type)),
  );
  if (orphans.length > 0)
    remove(
      model,
      orphans.map((one) => one.id),
    );
  if (next.type === 'userTask') forgetWork(next);
  process.elements[id] = next;
  const shape = model.diagram.shapes[id];
  const was = sizeForType(element);
  const size = nodeSize(next);
  if (shape && (was.width !== size.width || was.height !== size.height) && shape.isExpanded !== true) {
    model.diagram.shapes[id] = {
      ...shape,
      x: shape.x + (shape.width - size.width) / 2,
      y: shape.y + (shape.height - size.height) / 2,
      ...size,
    };
    redraw(model, process, (flow) => flow.source === id || flow.target === id);
  }
}

/** What a connector or a decision was told means nothing to a person. */
function forgetWork(element: Element): void {
  const { zf } = element;
  if (!zf) return;
  for (const field of [
    'connector',
    'topic',
    'decision',
    'resultVariable',
    'header',
    'retries',
    'backoff',
    'timeout',
    'onExhausted',
    'errorMap',
    'propagate',
    'resultMapping',
    'input',
    'output',
  ] as const)
    delete zf[field];
  if (Object.keys(zf).length === 0) delete element.zf;
}

// --- moving ------------------------------------------------------------------------------------------------------------------

export function move(model: Model, ids: string[], by: Point): void {
  if (by.x === 0 && by.y === 0) return;
  const moved = withDependents(model, ids);
  for (const id of moved) {
    const shape = model.diagram.shapes[id];
    if (!shape) continue;
    model.diagram.shapes[id] = {
      ...shape,
      x: shape.x + by.x,
      y: shape.y + by.y,
      ...(shape.label && { label: { ...shape.label, x: shape.label.x + by.x, y: shape.label.y + by.y } }),
    };
  }
  redrawMoved(model, moved, by);
  for (const process of model.processes)
    for (const id of ids) {
      const element = process.elements[id];
      const shape = model.diagram.shapes[id];
      if (!element || !shape || element.type === 'boundaryEvent') continue;
      const middle = { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 };
      const lane = laneAt(process, model, middle);
      if (lane && !lane.nodes.includes(id)) {
        takeOutOfLanes(process, [id]);
        lane.nodes.push(id);
      }
      growAround(model, id);
    }
}

/** Lines whose both ends moved go along; where one end moved the line is drawn anew. */
export function redrawMoved(model: Model, moved: Set<string>, by: Point): void {
  for (const process of model.processes) {
    for (const flow of Object.values(process.flows)) {
      const from = moved.has(flow.source);
      const to = moved.has(flow.target);
      const edge = model.diagram.edges[flow.id];
      if (from && to && edge) {
        model.diagram.edges[flow.id] = {
          waypoints: edge.waypoints.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })),
          ...(edge.label && { label: { ...edge.label, x: edge.label.x + by.x, y: edge.label.y + by.y } }),
        };
      }
    }
    redraw(model, process, (flow) => moved.has(flow.source) !== moved.has(flow.target));
  }
  for (const artifact of Object.values(model.artifacts)) {
    if (!artifact.source || !artifact.target) continue;
    if (moved.has(artifact.source) || moved.has(artifact.target)) redrawArtifact(model, artifact.id);
  }
}

function resize(model: Model, id: string, bounds: { x: number; y: number; width: number; height: number }): void {
  const before = model.diagram.shapes[id]!;
  model.diagram.shapes[id] = { ...before, ...bounds };
  for (const process of model.processes) {
    const lane = process.lanes[id];
    if (lane) {
      // lanes of one set stay a stack: those below slide, all get the same width
      const stack = Object.values(process.lanes)
        .filter(({ scope }) => scope === lane.scope)
        .map((one) => one.id)
        .filter((one) => model.diagram.shapes[one])
        .sort((a, b) => model.diagram.shapes[a]!.y - model.diagram.shapes[b]!.y);
      const at = stack.indexOf(id);
      const grown = bounds.height - before.height;
      for (const [index, other] of stack.entries()) {
        const shape = model.diagram.shapes[other]!;
        if (index > at && grown !== 0) {
          const nodes = process.lanes[other]!.nodes;
          model.diagram.shapes[other] = { ...shape, y: shape.y + grown };
          move(model, nodes, { x: 0, y: grown });
        }
        model.diagram.shapes[other] = { ...model.diagram.shapes[other]!, x: bounds.x, width: bounds.width };
      }
      const pool = Object.values(model.participants).find(({ processRef }) => processRef === process.processId);
      const frame = pool && model.diagram.shapes[pool.id];
      if (pool && frame) {
        const first = model.diagram.shapes[stack[0]!]!;
        const last = model.diagram.shapes[stack[stack.length - 1]!]!;
        model.diagram.shapes[pool.id] = {
          ...frame,
          y: first.y,
          height: last.y + last.height - first.y,
          width: bounds.x + bounds.width - frame.x,
        };
      }
      return;
    }
    redraw(model, process, (flow) => flow.source === id || flow.target === id);
  }
}

function fold(model: Model, id: string, isExpanded: boolean): void {
  const found = elementOf(model, id);
  const shape = model.diagram.shapes[id];
  if (!found || !shape) return;
  const inside = Object.values(found.process.elements).filter(({ scope }) => scope === id);
  if (!isExpanded) model.diagram.shapes[id] = { ...shape, ...sizeForType(found.element), isExpanded };
  else {
    bringInside(model, found.process, id, inside);
    const ends = [
      ...inside
        .flatMap((one) => model.diagram.shapes[one.id] ?? [])
        .map((box) => [box.x + box.width, box.y + box.height]),
      ...Object.values(found.process.flows)
        .filter(({ scope }) => scope === id)
        .flatMap((flow) => model.diagram.edges[flow.id]?.waypoints ?? [])
        .map(({ x, y }) => [x, y]),
    ] as [number, number][];
    const right = Math.max(shape.x + Math.max(240, shape.width), ...ends.map(([x]) => x + 24));
    const bottom = Math.max(shape.y + Math.max(136, shape.height), ...ends.map(([, y]) => y + 24));
    makeRoom(model, found.process, found.element.scope, shape.x + shape.width, right);
    model.diagram.shapes[id] = { ...shape, width: right - shape.x, height: bottom - shape.y, isExpanded };
    growAround(model, id);
  }
  redraw(model, found.process, (flow) => flow.source === id || flow.target === id);
}

/** What was drawn on a plane of its own, or left behind when its frame moved, comes to stand inside the frame. */
function bringInside(model: Model, process: Definition, id: string, inside: Element[]): void {
  const frame = model.diagram.shapes[id]!;
  const boxes = inside.flatMap((one) => model.diagram.shapes[one.id] ?? []);
  if (boxes.length === 0) return;
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const fits =
    left >= frame.x && top >= frame.y && left < frame.x + frame.width + 240 && top < frame.y + frame.height + 240;
  if (fits) return;
  const by = { x: snap(frame.x + 24 - left), y: snap(frame.y + 48 - top) };
  const moved = withDependents(
    model,
    inside.map((one) => one.id),
  );
  for (const one of moved) {
    const shape = model.diagram.shapes[one];
    if (shape) model.diagram.shapes[one] = { ...shape, x: shape.x + by.x, y: shape.y + by.y };
  }
  for (const artifact of Object.values(model.artifacts)) {
    const shape = model.diagram.shapes[artifact.id];
    if (artifact.scope === id && shape && !moved.has(artifact.id))
      model.diagram.shapes[artifact.id] = { ...shape, x: shape.x + by.x, y: shape.y + by.y };
  }
  redrawMoved(model, moved, by);
}

function attach(model: Model, id: string, host: string, at: Point): void {
  const found = elementOf(model, id);
  const target = elementOf(model, host);
  if (!found || !target || found.process !== target.process) return;
  const { process, element } = found;
  if (!('eventDefinitions' in element)) return;
  const scope = target.element.scope;
  process.elements[id] = ElementSchema.parse({
    ...element,
    type: 'boundaryEvent',
    scope,
    attachedToRef: host,
    cancelActivity: element.type === 'boundaryEvent' ? element.cancelActivity : true,
  });
  for (const flow of Object.values(process.flows)) if (flow.target === id) delete process.flows[flow.id];
  takeOutOfLanes(process, [id]);
  model.diagram.shapes[id] = boundaryPlace(model, host, at, id);
  redraw(model, process, (flow) => flow.source === id);
}

function addBoundary(model: Model, edit: Extract<Edit, { edit: 'addBoundary' }>): string | undefined {
  const found = elementOf(model, edit.host);
  if (!found || !model.diagram.shapes[edit.host]) return undefined;
  const { process, element: host } = found;
  const element = newElement(
    model,
    { type: 'boundaryEvent', definition: edit.definition, cancelActivity: edit.cancelActivity },
    host.scope,
  );
  if (element.type !== 'boundaryEvent') return undefined;
  element.attachedToRef = edit.host;
  const first = element.eventDefinitions[0];
  if (edit.timer && first?.type === 'timerEventDefinition') first.timeDuration = edit.timer;
  process.elements[element.id] = element;
  model.diagram.shapes[element.id] = boundaryPlace(model, edit.host, edit.at, element.id);
  return element.id;
}

// --- removing ----------------------------------------------------------------------------------------------------------------

function remove(model: Model, ids: string[]): void {
  const gone = new Set(ids);
  for (const process of model.processes) {
    for (const id of withDependents(
      model,
      ids.filter((id) => process.elements[id]),
    ))
      gone.add(id);
    for (const id of ids) if (process.lanes[id]) removeLane(model, process, id);
    for (const flow of Object.values(process.flows))
      if (gone.has(flow.id) || gone.has(flow.source) || gone.has(flow.target)) {
        bridge(model, process, flow, gone);
        delete process.flows[flow.id];
        delete model.diagram.edges[flow.id];
        forgetDefault(process, flow.id);
      }
    for (const id of gone) {
      if (!process.elements[id]) continue;
      delete process.elements[id];
      delete model.diagram.shapes[id];
    }
    for (const element of Object.values(process.elements)) {
      if (element.type === 'boundaryEvent' && element.handler && gone.has(element.handler)) delete element.handler;
    }
    takeOutOfLanes(process, [...gone]);
  }
  for (const artifact of Object.values(model.artifacts)) {
    const dangling = (artifact.source && gone.has(artifact.source)) || (artifact.target && gone.has(artifact.target));
    if (!gone.has(artifact.id) && !dangling) continue;
    for (const process of model.processes) {
      const event = artifact.source ? process.elements[artifact.source] : undefined;
      if (event?.type === 'boundaryEvent' && event.handler === artifact.target) delete event.handler;
    }
    delete model.artifacts[artifact.id];
    delete model.diagram.shapes[artifact.id];
    delete model.diagram.edges[artifact.id];
  }
  for (const id of ids)
    if (model.participants[id]) {
      delete model.participants[id];
      delete model.diagram.shapes[id];
    }
}

/** A step taken out of a straight run: what came before leads to what comes after. */
function bridge(model: Model, process: Definition, flow: Flow, gone: Set<string>): void {
  const middle = flow.target;
  if (!gone.has(middle) || gone.has(flow.source) || gone.has(flow.id)) return;
  const next = Object.values(process.flows).filter(({ source }) => source === middle);
  const before = Object.values(process.flows).filter(({ target }) => target === middle);
  if (next.length !== 1 || before.length !== 1 || gone.has(next[0]!.target)) return;
  if (!mayConnect(process, flow.source, next[0]!.target)) return;
  const id = connect(model, flow.source, next[0]!.target);
  const made = id ? process.flows[id] : undefined;
  if (!made) return;
  if (flow.condition !== undefined) made.condition = flow.condition;
  if (flow.name !== undefined) made.name = flow.name;
  made.order = flow.order;
  const source = process.elements[flow.source] as { default?: string } | undefined;
  if (source?.default === flow.id) source.default = made.id;
}

function forgetDefault(process: Definition, flow: string): void {
  for (const element of Object.values(process.elements))
    if ('default' in element && element.default === flow) delete element.default;
}

function removeLane(model: Model, process: Definition, id: string): void {
  const lane = process.lanes[id]!;
  const shape = model.diagram.shapes[id];
  const others = Object.values(process.lanes)
    .filter((one) => one.scope === lane.scope && one.id !== id && model.diagram.shapes[one.id])
    .sort((a, b) => model.diagram.shapes[a.id]!.y - model.diagram.shapes[b.id]!.y);
  const heir = shape && (others.filter((one) => model.diagram.shapes[one.id]!.y < shape.y).at(-1) ?? others[0]);
  if (shape && heir) {
    const box = model.diagram.shapes[heir.id]!;
    model.diagram.shapes[heir.id] = { ...box, y: Math.min(box.y, shape.y), height: box.height + shape.height };
    heir.nodes.push(...lane.nodes);
  }
  delete process.lanes[id];
  delete model.diagram.shapes[id];
}

// --- lanes, messages, paste --------------------------------------------------------------------------------------------------

function addLane(model: Model, processId: string | undefined, name: string): string[] {
  const process = model.processes.find((one) => one.processId === processId) ?? processOf(model);
  const id = freeId(model, 'lane');
  const shapes = model.diagram.shapes;
  const existing = Object.values(process.lanes).filter((lane) => !process.lanes[lane.scope] && shapes[lane.id]);
  const boxes = existing.map((lane) => shapes[lane.id]!);
  const lane = { id, scope: process.processId, name, nodes: [] as string[] };
  if (boxes.length > 0) {
    const bottom = Math.max(...boxes.map((box) => box.y + box.height));
    shapes[id] = { x: boxes[0]!.x, y: bottom, width: boxes[0]!.width, height: 136, isHorizontal: true };
    const pool = Object.values(model.participants).find(({ processRef }) => processRef === process.processId);
    if (pool && shapes[pool.id]) shapes[pool.id]!.height += 136;
  } else {
    // the first lane takes everything in
    const all = Object.values(process.elements)
      .filter(({ scope }) => scope === process.processId)
      .map(({ id: one }) => shapes[one])
      .filter((box) => box !== undefined);
    const left = Math.min(64, ...all.map((box) => box.x)) - 64;
    const top = Math.min(32, ...all.map((box) => box.y)) - 32;
    const right = Math.max(640, ...all.map((box) => box.x + box.width)) + 32;
    const bottom = Math.max(136, ...all.map((box) => box.y + box.height)) + 32;
    shapes[id] = {
      x: snap(left),
      y: snap(top),
      width: snap(right - left),
      height: snap(bottom - top),
      isHorizontal: true,
    };
    lane.nodes = Object.values(process.elements)
      .filter(({ scope, type }) => scope === process.processId && type !== 'boundaryEvent')
      .map((one) => one.id);
  }
  process.lanes[id] = lane;
  return [id];
}

function setMessage(model: Model, edit: Extract<Edit, { edit: 'setMessage' }>): void {
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

function paste(model: Model, { clip, at }: Extract<Edit, { edit: 'paste' }>): string[] {
  const process = processOf(model, at);
  const boxes = Object.values(clip.diagram.shapes);
  if (boxes.length === 0) return [];
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const box = {
    width: Math.max(...boxes.map(({ x, width }) => x + width)) - left,
    height: Math.max(...boxes.map(({ y, height }) => y + height)) - top,
  };
  const spot = freeSpot(model, process, process.processId, { x: snap(at.x), y: snap(at.y), ...box });
  const by = { x: snap(spot.x - left), y: snap(spot.y - top) };
  const ids = new Map<string, string>();
  for (const element of Object.values(clip.elements)) {
    const id = freeId(model, element.type);
    ids.set(element.id, id);
    process.elements[id] = { ...structuredClone(element), id };
    const shape = clip.diagram.shapes[element.id];
    if (shape) model.diagram.shapes[id] = { ...shape, x: shape.x + by.x, y: shape.y + by.y };
  }
  for (const old of Object.keys(clip.elements)) {
    const element = process.elements[ids.get(old)!]!;
    element.scope = ids.get(element.scope) ?? process.processId;
    if (element.type === 'boundaryEvent') {
      element.attachedToRef = ids.get(element.attachedToRef) ?? element.attachedToRef;
      if (element.handler) {
        const handler = ids.get(element.handler);
        if (handler) element.handler = handler;
        else delete element.handler;
      }
    }
    delete (element as { default?: string }).default;
    const shape = model.diagram.shapes[element.id];
    if (shape && element.scope === process.processId && element.type !== 'boundaryEvent')
      laneAt(process, model, { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 })?.nodes.push(element.id);
  }
  const order = 1 + Math.max(-1, ...Object.values(process.flows).map((flow) => flow.order));
  Object.values(clip.flows).forEach((flow, index) => {
    const source = ids.get(flow.source);
    const target = ids.get(flow.target);
    if (!source || !target) return;
    const id = freeId(model, 'flow');
    process.flows[id] = {
      ...structuredClone(flow),
      id,
      source,
      target,
      scope: process.elements[source]!.scope,
      order: order + index,
    };
    const edge = clip.diagram.edges[flow.id];
    if (edge) model.diagram.edges[id] = { waypoints: edge.waypoints.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })) };
    const wasDefault = (clip.elements[flow.source] as { default?: string }).default === flow.id;
    if (wasDefault) (process.elements[source] as { default?: string }).default = id;
  });
  return [...ids.values()].filter((id) => process.elements[id]?.scope === process.processId);
}
