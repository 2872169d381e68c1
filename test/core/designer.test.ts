// The designer's edits: each can be undone exactly, and leaves a model without dangling parts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { equal } from '../../bpmn/xml/equal.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import type { Edit } from '../../designer/model/edit.ts';
import { createDesignerStore } from '../../designer/model/store.ts';

/** An import with foreign extensions; a model of ours with lanes and sub-processes. */
const FILES = ['fixtures/xml-foreign.bpmn', '../../designer/demo/order.bpmn'];

async function open(file: string): Promise<Model> {
  const { model } = await parseBpmn(readFileSync(join(import.meta.dirname, file)));
  return { ...model, diagram: layout(model) };
}

const idsOf = (model: Model): string[] =>
  model.processes.flatMap((process) => [
    ...Object.keys(process.elements),
    ...Object.keys(process.flows),
    ...Object.keys(process.lanes),
  ]);

const TYPES = ['userTask', 'serviceTask', 'exclusiveGateway', 'parallelGateway', 'endEvent', 'subProcess'] as const;
/** A gesture: what to do, and numbers that pick what it is done to. */
const gesture = fc.record({
  kind: fc.integer({ min: 0, max: 16 }),
  a: fc.nat(),
  b: fc.nat(),
  x: fc.integer({ min: 0, max: 1200 }),
  y: fc.integer({ min: 0, max: 600 }),
});
type Gesture = { kind: number; a: number; b: number; x: number; y: number };

function editOf(model: Model, { kind, a, b, x, y }: Gesture): Edit {
  const ids = idsOf(model);
  const nodes = Object.keys(model.processes[0]!.elements);
  const flows = Object.keys(model.processes[0]!.flows);
  const one = ids[a % Math.max(1, ids.length)] ?? 'none';
  const node = nodes[a % Math.max(1, nodes.length)] ?? 'none';
  const other = nodes[b % Math.max(1, nodes.length)] ?? 'none';
  const flow = flows[a % Math.max(1, flows.length)] ?? 'none';
  const type = TYPES[b % TYPES.length]!;
  const edits: Edit[] = [
    { edit: 'add', type, at: { x, y } },
    { edit: 'append', from: node, type },
    { edit: 'connect', source: node, target: other },
    { edit: 'rename', id: one, name: `n${b}` },
    { edit: 'changeType', id: node, type },
    { edit: 'move', ids: [node, other], by: { x: (b % 20) * 8, y: (a % 20) * 8 } },
    { edit: 'addBoundary', host: node, definition: 'timerEventDefinition', cancelActivity: b % 2 === 0, timer: 'PT1H' },
    { edit: 'remove', ids: [one] },
    { edit: 'setExtension', id: one, zf: { form: `f${b}`, deadline: undefined } },
    { edit: 'setCondition', flow, condition: b % 3 ? `=x > ${b}` : undefined },
    { edit: 'setDefault', id: node, flow },
    { edit: 'addLane', name: `lane ${b}` },
    { edit: 'insert', flow, type, at: { x, y } },
    { edit: 'tidy' },
    { edit: 'setMessage', id: node, kind: 'messages', name: `m${b % 3}` },
    {
      edit: 'setExtension',
      id: node,
      zf: { connector: b % 2 ? 'record.get' : 'record.put', header: [{ name: 'register', value: `r${b % 3}` }] },
    },
    { edit: 'drawStore', id: node, name: b % 4 ? `R${b % 3}` : undefined },
  ];
  return edits[kind % edits.length]!;
}

describe.each(FILES)('edits of %s', (file) => {
  it('are undone and redone exactly, and leave nothing dangling', async () => {
    const start = await open(file);
    fc.assert(
      fc.property(fc.array(gesture, { minLength: 1, maxLength: 25 }), (gestures) => {
        const store = createDesignerStore(start);
        const states: Model[] = [start];
        for (const one of gestures) {
          const before = store.getState().past.length;
          store.getState().run(editOf(store.getState().model, one));
          if (store.getState().past.length > before) states.push(store.getState().model);
          expectWhole(store.getState().model);
        }
        const end = store.getState().model;
        for (let n = states.length - 2; n >= 0; n--) {
          store.getState().undo();
          expect(store.getState().model).toEqual(states[n]);
        }
        while (store.getState().future.length > 0) store.getState().redo();
        expect(store.getState().model).toEqual(end);
      }),
      { numRuns: 50 },
    );
  });

  it('survive export and import', async () => {
    const start = await open(file);
    await fc.assert(
      fc.asyncProperty(fc.array(gesture, { minLength: 1, maxLength: 12 }), async (gestures) => {
        const store = createDesignerStore(start);
        for (const one of gestures) store.getState().run(editOf(store.getState().model, one));
        const { source: _, ...model } = store.getState().model;
        for (const kept of [true, false]) {
          const text = await serializeBpmn(kept ? store.getState().model : model);
          const { source: __, ...again } = (await parseBpmn(text)).model;
          if (!equal(comparable(again), comparable(model))) expect(comparable(again), text).toEqual(comparable(model));
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** Every reference leads somewhere; what is drawn exists. */
function expectWhole(model: Model): void {
  for (const process of model.processes) {
    for (const flow of Object.values(process.flows)) {
      expect(process.elements[flow.source], flow.id).toBeDefined();
      expect(process.elements[flow.target], flow.id).toBeDefined();
    }
    for (const element of Object.values(process.elements)) {
      if (element.type === 'boundaryEvent') expect(process.elements[element.attachedToRef]).toBeDefined();
      if ('default' in element && element.default) expect(process.flows[element.default]).toBeDefined();
      if (element.scope !== process.processId) expect(process.elements[element.scope]).toBeDefined();
    }
    for (const lane of Object.values(process.lanes))
      for (const node of lane.nodes) expect(process.elements[node], `${lane.id} ${node}`).toBeDefined();
  }
}

/** Numbers of order are given anew on reading, and an import's notes belong to the text they were made of. */
function comparable(model: Omit<Model, 'source'>): unknown {
  const copy = structuredClone(model);
  for (const process of copy.processes) {
    const sorted = Object.values(process.flows).sort((a, b) => a.order - b.order);
    for (const flow of sorted) flow.order = 0;
    for (const part of [...Object.values(process.elements), ...sorted]) if (part.zf) delete part.zf.imported;
    for (const part of [...Object.values(process.elements), ...sorted])
      if (part.zf && Object.keys(part.zf).length === 0) delete part.zf;
  }
  return JSON.parse(JSON.stringify(copy));
}
