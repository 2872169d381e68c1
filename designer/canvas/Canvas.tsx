// The drawing surface: gestures become edits; nothing is decided here about what a model may be.
import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  MiniMap,
  type NodeChange,
  ReactFlow,
  type ReactFlowInstance,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react';
import { type DragEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Model, Point, Problem } from '../../bpmn/definition.ts';
import { useDesigner, useShop, useWords } from '../context.ts';
import { elementOf } from '../model/find.ts';
import { boundaryPlace, snap, withDependents } from '../model/geometry.ts';
import { lineAt } from '../model/line-at.ts';
import { redrawMoved } from '../model/move.ts';
import { calledIn } from '../words.ts';
import { ContextBar } from './ContextBar.tsx';
import { type AnyNode, type LineEdge, type Scene, sceneOf } from './faces.ts';
import { ALL, DRAG_TYPE } from './kinds.ts';
import { edgeTypes } from './LineView.tsx';
import { nodeTypes } from './nodes.tsx';
import { FIT, READABLE, Tools, ZoomBar } from './Tools.tsx';
import { useCalled } from './useCalled.ts';

/** A process too large to be read as a whole opens where it begins; a picture beside other things shows all of it, but on a phone. */
const showFirst = (flow: ReactFlowInstance<AnyNode, LineEdge>, frame: HTMLElement | null, readOnly: boolean) =>
  readOnly && window.innerWidth >= 640 ? flow.fitView(FIT) : showBeginning(flow, frame);

async function showBeginning(flow: ReactFlowInstance<AnyNode, LineEdge>, frame: HTMLElement | null): Promise<void> {
  await flow.fitView(FIT);
  const start = flow
    .getNodes()
    .filter((node) => node.type === 'event' && node.data.element.type === 'startEvent')
    .sort((a, b) => a.position.x - b.position.x)[0];
  if (flow.getZoom() >= READABLE || !start || !frame) return;
  const { x, y } = start.position;
  await flow.setViewport({
    x: Math.min(120, frame.clientWidth / 8) - x * OPENS_AT,
    y: frame.clientHeight / 3 - y * OPENS_AT,
    zoom: OPENS_AT,
  });
}
const OPENS_AT = 0.75;

/** Who goes from node to node by keyboard sees where that is. The browser has scrolled there by then, which does not last: the model tells. */
function bringIntoView(flow: ReactFlowInstance<AnyNode, LineEdge>, target: Element, frame: HTMLElement | null): void {
  if (!frame || !target.matches('.react-flow__node:focus-visible')) return;
  const node = flow.getInternalNode((target as HTMLElement).dataset.id ?? '');
  if (!node) return;
  const { positionAbsolute } = node.internals;
  const { width = 0, height = 0 } = node.measured;
  const { x, y, zoom } = flow.getViewport();
  const left = positionAbsolute.x * zoom + x;
  const top = positionAbsolute.y * zoom + y;
  const isSeen =
    left >= 0 && top >= 0 && left + width * zoom <= frame.clientWidth && top + height * zoom <= frame.clientHeight;
  if (!isSeen) void flow.setCenter(positionAbsolute.x + width / 2, positionAbsolute.y + height / 2, { zoom });
}

type Guide = { x?: number; y?: number };

export function Canvas({ problems }: { problems: Problem[] }): ReactNode {
  const { store, language, readOnly } = useShop();
  const { t } = useWords();
  const model = useDesigner((state) => state.preview ?? state.model);
  const selection = useDesigner((state) => state.selection);
  const connecting = useDesigner((state) => state.connecting);
  const flow = useReactFlow<AnyNode, LineEdge>();
  const [lasso, setLasso] = useState(false);
  const [map, setMap] = useState(false);
  const [dragging, setDragging] = useState(false);
  const [guide, setGuide] = useState<Guide>({});

  const worst = useMemo(() => worstByElement(problems), [problems]);
  const last = useRef<Scene | undefined>(undefined);
  const scene = useMemo(() => {
    last.current = sceneOf(model, { language, problems: worst, live: false }, last.current);
    return last.current;
  }, [model, language, worst]);
  const chosen = useMemo(() => new Set(selection), [selection]);
  const nodes = useSelected(scene.nodes, chosen);
  const lines = useSelected(scene.edges, chosen);
  const edges = useCalled(lines, (id) => {
    const element = elementOf(model, id)?.element;
    return element ? calledIn(element, language, t) : '';
  });

  const onNodesChange = useCallback(
    (changes: NodeChange<AnyNode>[]) => {
      const selected = changes.filter((change) => change.type === 'select');
      if (selected.length === 0) return;
      const next = new Set(store.getState().selection);
      for (const { id, selected: on } of selected) {
        if (on) next.add(id);
        else next.delete(id);
      }
      store.setState({ selection: [...next] });
    },
    [store],
  );

  useFollow(model, selection);

  const drag = useRef<{ ids: string[]; from: Map<string, Point>; by: Point } | undefined>(undefined);
  const onDragStart = (_event: unknown, node: AnyNode, moved: AnyNode[]): void => {
    const ids = moved.some(({ id }) => id === node.id) ? moved.map(({ id }) => id) : [node.id];
    drag.current = { ids, from: new Map(moved.map(({ id, position }) => [id, position])), by: { x: 0, y: 0 } };
    setDragging(true);
  };
  const onDrag = (_event: unknown, node: AnyNode): void => {
    const current = drag.current;
    const start = current && store.getState().model.diagram.shapes[node.id];
    if (!current || !start) return;
    const raw = { x: node.position.x - start.x, y: node.position.y - start.y };
    const aligned = align(store.getState().model, node.id, current.ids, raw);
    current.by = aligned.by;
    setGuide(aligned.guide);
    store.getState().set({ preview: previewOf(store.getState().model, current.ids, current.by) });
  };
  const onDragStop = (event: unknown): void => {
    const current = drag.current;
    drag.current = undefined;
    setDragging(false);
    setGuide({});
    if (!current) return;
    const state = store.getState();
    const { by, ids } = current;
    if (by.x === 0 && by.y === 0) {
      state.set({ preview: undefined });
      return;
    }
    const single = ids.length === 1 ? elementOf(state.model, ids[0]!)?.element : undefined;
    const shape = single && state.model.diagram.shapes[single.id];
    if (single && shape && (single.type === 'boundaryEvent' || single.type === 'intermediateCatchEvent')) {
      const middle = { x: shape.x + by.x + shape.width / 2, y: shape.y + by.y + shape.height / 2 };
      const host =
        hostAt(state.model, middle, single.id) ?? (single.type === 'boundaryEvent' ? single.attachedToRef : undefined);
      const docks = single.type === 'boundaryEvent' || single.eventDefinitions.length > 0;
      if (host && docks) {
        state.run({ edit: 'attach', id: single.id, host, at: middle });
        return;
      }
    }
    void event;
    state.run({ edit: 'move', ids, by });
  };

  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    const key = event.dataTransfer.getData(DRAG_TYPE);
    const kind = ALL.find((one) => one.key === key);
    if (!kind) return;
    const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const { run, model: now } = store.getState();
    const { spec } = kind;
    if (spec === 'lane') run({ edit: 'addLane', name: t('new.lane') });
    else if (spec === 'note') run({ edit: 'addAnnotation', at, text: t('new.note') });
    else {
      const host = spec.type === 'intermediateCatchEvent' && spec.definition ? hostAt(now, at) : undefined;
      const line = lineAt(now, at);
      if (host && spec.definition)
        run({
          edit: 'addBoundary',
          host,
          definition: spec.definition,
          cancelActivity: false,
          at,
          ...(spec.definition === 'timerEventDefinition' && { timer: 'PT1H' }),
        });
      else if (line && !['startEvent', 'endEvent'].includes(spec.type))
        run({ edit: 'insert', flow: line, at, ...spec });
      else run({ edit: 'add', at, ...spec });
    }
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (readOnly || isTyping(event.target) || !isHere(root.current)) return;
    const state = store.getState();
    const { selection: ids } = state;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const done = (): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (command && key === 'z' && event.shiftKey) state.redo();
    else if (command && key === 'z') state.undo();
    else if (command && key === 'y') state.redo();
    else if (command && key === 'c') state.copy();
    else if (command && key === 'x') {
      state.copy();
      state.run({ edit: 'remove', ids });
    } else if (command && key === 'v' && state.clip) {
      const box = Object.values(state.clip.diagram.shapes)[0];
      state.run({ edit: 'paste', clip: state.clip, at: { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + 40 } });
    } else if (command && key === 'a')
      state.select(Object.keys(state.model.diagram.shapes).filter((id) => elementOf(state.model, id)));
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      if (ids.length > 0) state.run({ edit: 'remove', ids });
    } else if ((event.key === 'Enter' || event.key === ' ') && focusedPart()) {
      state.select([focusedPart() as string]);
      toPanel(root.current);
    } else if (event.key === 'F2' && ids.length === 1) state.set({ editing: ids[0] });
    else if (event.key === 'Escape') {
      // In a menu it closes the menu.
      if (document.querySelector('.ant-dropdown:not(.ant-dropdown-hidden)')) return;
      state.set({ connecting: undefined });
      state.select([]);
    } else if (event.key.startsWith('Arrow') && ids.length > 0) {
      const step = event.shiftKey ? 40 : 8;
      const by = {
        ArrowLeft: { x: -step, y: 0 },
        ArrowRight: { x: step, y: 0 },
        ArrowUp: { x: 0, y: -step },
        ArrowDown: { x: 0, y: step },
      }[event.key];
      const movable = ids.filter((id) => state.model.diagram.shapes[id]);
      if (by && movable.length > 0) state.run({ edit: 'move', ids: movable, by });
    } else return;
    done();
  };

  // a menu that closed leaves the focus on the page, so keys are heard there too
  const root = useRef<HTMLDivElement>(null);
  const listen = useRef(onKeyDown);
  listen.current = onKeyDown;
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => listen.current(event);
    window.addEventListener('keydown', heard);
    return () => window.removeEventListener('keydown', heard);
  }, []);

  // A picture that is only looked at fits its frame, also one that is still opening.
  useEffect(() => {
    if (!readOnly || !root.current) return;
    const frame = root.current;
    const observer = new ResizeObserver(() => void showFirst(flow, frame, readOnly));
    observer.observe(frame);
    return () => observer.disconnect();
  }, [readOnly, flow]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: things are dropped here
    <div
      ref={root}
      className={`zf-canvas ${connecting ? 'is-connecting' : ''} ${lasso ? 'is-lasso' : ''}`}
      onDrop={readOnly ? undefined : onDrop}
      onDragOver={(event) => event.preventDefault()}
      onFocus={({ target }) => bringIntoView(flow, target, root.current)}
    >
      <ReactFlow<AnyNode, LineEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={(changes) => onNodesChange(changes as unknown as NodeChange<AnyNode>[])}
        onNodeDragStart={onDragStart}
        onNodeDrag={onDrag}
        onNodeDragStop={onDragStop}
        onSelectionDragStart={(event, moved) => moved[0] && onDragStart(event, moved[0], moved)}
        onSelectionDrag={(event, moved) => moved[0] && onDrag(event, moved[0])}
        onSelectionDragStop={onDragStop}
        onNodeClick={(_event, node) => {
          if (connecting && connecting !== node.id) {
            store.getState().run({ edit: 'connect', source: connecting, target: node.id });
            store.getState().set({ connecting: undefined });
          } else if (node.type === 'frame') store.getState().select([node.id]);
        }}
        onPaneClick={() => store.getState().select([])}
        onNodeDoubleClick={(_event, node) => !readOnly && store.getState().set({ editing: node.id })}
        onEdgeDoubleClick={(_event, edge) => !readOnly && store.getState().set({ editing: edge.id })}
        // Anywhere on a node is on it, not only the dots at its edge.
        onConnectEnd={(event, { isValid, fromNode }) => {
          const at = 'changedTouches' in event ? event.changedTouches[0] : event;
          const target = !isValid && at && nodeUnder(at.clientX, at.clientY);
          if (fromNode && target && target !== fromNode.id)
            store.getState().run({ edit: 'connect', source: fromNode.id, target });
        }}
        onConnect={({ source, target }) => store.getState().run({ edit: 'connect', source, target })}
        connectionMode={ConnectionMode.Loose}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        elementsSelectable
        deleteKeyCode={null}
        selectionKeyCode={lasso ? null : 'Shift'}
        selectionOnDrag={lasso}
        panOnDrag={lasso ? [1, 2] : true}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={['Control', 'Meta', 'Shift']}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        ariaLabelConfig={{
          'node.a11yDescription.default': t('canvas.node'),
          'node.a11yDescription.keyboardDisabled': t('canvas.node'),
          'edge.a11yDescription.default': t('canvas.edge'),
          'minimap.ariaLabel': t('canvas.map'),
        }}
        onlyRenderVisibleElements={nodes.length > 300}
        minZoom={0.05}
        maxZoom={2.5}
        fitView
        fitViewOptions={FIT}
        onInit={(made) => void showFirst(made, root.current, readOnly)}
        elevateNodesOnSelect={false}
        elevateEdgesOnSelect={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1.4} color="var(--dot)" />
        {map && (
          <MiniMap
            pannable
            zoomable
            position="bottom-right"
            nodeColor="var(--line2)"
            maskColor="transparent"
            bgColor="var(--surface)"
          />
        )}
        {!readOnly && <ContextBar dragging={dragging} />}
      </ReactFlow>
      <Guides guide={guide} />
      {!readOnly && <Tools lasso={lasso} onLasso={setLasso} />}
      <ZoomBar map={map} onMap={setMap} />
      {connecting && <div className="zf-hint-bar">{t('context.connectHint')}</div>}
      {model.processes.every((process) => Object.keys(process.elements).length === 0) && (
        <div className="zf-empty">{t('empty.canvas')}</div>
      )}
    </div>
  );
}

/** The node or line that the keyboard is on. */
const focusedPart = (): string | undefined =>
  document.activeElement?.matches('.react-flow__node, .react-flow__edge')
    ? (document.activeElement as HTMLElement).dataset.id
    : undefined;

/** Whoever opens a part by keyboard goes on in its panel. */
function toPanel(canvas: HTMLElement | null): void {
  const designer = canvas?.closest('.zf-designer');
  designer?.querySelector<HTMLElement>('.zf-open-panel')?.click();
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      designer
        ?.querySelector<HTMLElement>('.zf-properties-body :is(input, textarea, [role=combobox]):not(:disabled)')
        ?.focus(),
    ),
  );
}

const nodeUnder = (x: number, y: number): string | undefined =>
  document
    .elementsFromPoint(x, y)
    .map((one) => one.closest<HTMLElement>('.react-flow__node:not(.react-flow__node-frame)')?.dataset.id)
    .find((id) => id !== undefined);

/** True where the focus is in the designer or nowhere, and nothing lies over it. */
function isHere(canvas: HTMLElement | null): boolean {
  const designer = canvas?.closest('.zf-designer');
  const focus = document.activeElement;
  if (!designer || document.querySelector('.ant-drawer-open, .ant-modal-wrap')) return false;
  return (
    focus === null || focus === document.body || designer.contains(focus) || focus.closest('.ant-dropdown') !== null
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** What was just made comes into view; what was there already moves nothing. */
function useFollow(model: Model, selection: string[]): void {
  const { getViewport, setViewport } = useReactFlow();
  const before = useRef(model.diagram.shapes);
  useEffect(() => {
    const was = before.current;
    before.current = model.diagram.shapes;
    const made = selection.flatMap((id) => (was[id] ? [] : (model.diagram.shapes[id] ?? [])));
    const pane = document.querySelector('.zf-canvas')?.getBoundingClientRect();
    if (made.length === 0 || !pane) return;
    const { x, y, zoom } = getViewport();
    /** How far a span has to move to lie between the edges, with room for the bar. */
    const shift = (low: number, high: number, size: number): number =>
      low < EDGE ? EDGE - low : high > size - EDGE ? Math.max(size - EDGE - high, EDGE - low) : 0;
    const dx = shift(
      Math.min(...made.map((box) => box.x)) * zoom + x,
      Math.max(...made.map((box) => box.x + box.width)) * zoom + x,
      pane.width,
    );
    const dy = shift(
      Math.min(...made.map((box) => box.y)) * zoom + y,
      Math.max(...made.map((box) => box.y + box.height)) * zoom + y,
      pane.height,
    );
    if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 200 });
  }, [model, selection, getViewport, setViewport]);
}
const EDGE = 72;

/** Selection is laid over the scene; only nodes whose selection changed become new objects. */
function useSelected<T extends { id: string; selected?: boolean }>(list: T[], chosen: Set<string>): T[] {
  const kept = useRef(new Map<T, T>());
  return useMemo(() => {
    const next = new Map<T, T>();
    const result = list.map((one) => {
      const on = chosen.has(one.id);
      const known = kept.current.get(one);
      const made = known && (known.selected ?? false) === on ? known : on ? { ...one, selected: true } : one;
      next.set(one, made);
      return made;
    });
    kept.current = next;
    return result;
  }, [list, chosen]);
}

export function worstByElement(problems: Problem[]): Map<string, Problem['severity']> {
  const rank = { error: 2, warning: 1, info: 0 };
  const worst = new Map<string, Problem['severity']>();
  for (const { element, severity } of problems) {
    if (!element) continue;
    const known = worst.get(element);
    if (!known || rank[severity] > rank[known]) worst.set(element, severity);
  }
  return worst;
}

/** The picture while dragging: shapes shifted, lines redrawn, the model itself untouched. */
function previewOf(model: Model, ids: string[], by: Point): Model {
  const copy: Model = { ...model, diagram: { shapes: { ...model.diagram.shapes }, edges: { ...model.diagram.edges } } };
  const moved = withDependents(model, ids);
  for (const id of moved) {
    const shape = copy.diagram.shapes[id];
    if (!shape) continue;
    copy.diagram.shapes[id] = {
      ...shape,
      x: shape.x + by.x,
      y: shape.y + by.y,
      ...(shape.label && { label: { ...shape.label, x: shape.label.x + by.x, y: shape.label.y + by.y } }),
    };
  }
  redrawMoved(copy, moved, by);
  return copy;
}

/** Snaps to the grid, and to the middles of other nodes nearby. */
function align(model: Model, id: string, moving: string[], raw: Point): { by: Point; guide: Guide } {
  const shape = model.diagram.shapes[id]!;
  const middle = { x: shape.x + raw.x + shape.width / 2, y: shape.y + raw.y + shape.height / 2 };
  const by = { x: snap(raw.x), y: snap(raw.y) };
  const guide: Guide = {};
  const dependents = withDependents(model, moving);
  for (const process of model.processes)
    for (const element of Object.values(process.elements)) {
      const other = model.diagram.shapes[element.id];
      if (!other || dependents.has(element.id) || element.type === 'boundaryEvent') continue;
      const x = other.x + other.width / 2;
      const y = other.y + other.height / 2;
      if (guide.x === undefined && Math.abs(x - middle.x) < 6) {
        by.x = x - shape.x - shape.width / 2;
        guide.x = x;
      }
      if (guide.y === undefined && Math.abs(y - middle.y) < 6) {
        by.y = y - shape.y - shape.height / 2;
        guide.y = y;
      }
    }
  return { by, guide };
}

function Guides({ guide }: { guide: Guide }): ReactNode {
  const { flowToScreenPosition } = useReactFlow();
  const pane = document.querySelector('.zf-canvas')?.getBoundingClientRect();
  if (!pane || (guide.x === undefined && guide.y === undefined)) return null;
  const at = flowToScreenPosition({ x: guide.x ?? 0, y: guide.y ?? 0 });
  return (
    <>
      {guide.x !== undefined && <div className="zf-guide is-vertical" style={{ left: at.x - pane.left }} />}
      {guide.y !== undefined && <div className="zf-guide is-level" style={{ top: at.y - pane.top }} />}
    </>
  );
}

/** The step whose border is within reach of the point. */
function hostAt(model: Model, at: Point, not?: string): string | undefined {
  for (const process of model.processes)
    for (const element of Object.values(process.elements)) {
      if (element.id === not || /Event$|Gateway$/.test(element.type)) continue;
      const box = model.diagram.shapes[element.id];
      if (!box) continue;
      const near = boundaryPlace(model, element.id, at, not ?? '');
      if (Math.hypot(near.x + near.width / 2 - at.x, near.y + near.height / 2 - at.y) < 22) return element.id;
    }
  return undefined;
}
