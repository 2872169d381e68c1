// Files without a picture, or with half of one, get what is missing; what is there stays.
import { describe, expect, it } from 'vitest';
import type { Bounds, Diagram, Model } from '../../bpmn/definition.ts';
import { pictured } from '../../bpmn/layout.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { schemaFaults } from './bpmn-schema.ts';
import { differences, said } from './semantic-xml.ts';

const NO_PICTURE = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t">
  <collaboration id="c">
    <participant id="us" name="Us" processRef="p"/>
    <participant id="them" name="Them"/>
    <messageFlow id="mf" sourceRef="them" targetRef="start"/>
  </collaboration>
  <process id="p">
    <laneSet id="ls">
      <lane id="office" name="Office">
        <flowNodeRef>start</flowNodeRef>
        <childLaneSet id="cls"><lane id="front" name="Front"><flowNodeRef>ask</flowNodeRef></lane><lane id="back" name="Back"><flowNodeRef>sub</flowNodeRef></lane></childLaneSet>
      </lane>
      <lane id="store" name="Store"><flowNodeRef>end</flowNodeRef><flowNodeRef>late</flowNodeRef></lane>
    </laneSet>
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
    <userTask id="ask"/>
    <sequenceFlow id="f2" sourceRef="ask" targetRef="sub"/>
    <subProcess id="sub">
      <startEvent id="s1"/>
      <sequenceFlow id="sf" sourceRef="s1" targetRef="t1"/>
      <task id="t1"/>
      <subProcess id="esp" triggeredByEvent="true"><startEvent id="s2"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></startEvent></subProcess>
    </subProcess>
    <boundaryEvent id="b" attachedToRef="sub"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
    <sequenceFlow id="f3" sourceRef="sub" targetRef="end"/>
    <sequenceFlow id="f4" sourceRef="b" targetRef="late"/>
    <endEvent id="end"/>
    <endEvent id="late"/>
    <dataObject id="do"/>
    <dataObjectReference id="data" dataObjectRef="do"/>
    <dataStoreReference id="stock"/>
    <textAnnotation id="note"><text>Mind</text></textAnnotation>
    <association id="link" sourceRef="note" targetRef="ask"/>
    <textAnnotation id="onLine"><text>Mind the line</text></textAnnotation>
    <association id="lineLink" sourceRef="f1" targetRef="onLine"/>
    <group id="g"/>
  </process>
  <process id="q"><task id="alone"/></process>
</definitions>`;

const inside = (inner: Bounds, outer: Bounds): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;
const apart = (a: Bounds, b: Bounds): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe('a file without a picture', async () => {
  const { model } = await parseBpmn(NO_PICTURE);
  const drawn = pictured(model);
  const { shapes, edges } = drawn.diagram;

  it('shows everything', () => {
    const parts =
      'us them office front back store start ask sub s1 t1 esp s2 b end late data stock note onLine g alone';
    expect(parts.split(' ').filter((id) => !shapes[id])).toEqual([]);
    expect('f1 f2 f3 f4 sf mf link lineLink'.split(' ').filter((id) => (edges[id]?.waypoints.length ?? 0) < 2)).toEqual(
      [],
    );
  });
  it('with what is held inside of what holds it', () => {
    for (const [inner, outer] of [
      ['office', 'us'],
      ['store', 'us'],
      ['front', 'office'],
      ['back', 'office'],
      ['ask', 'front'],
      ['start', 'front'],
      ['sub', 'back'],
      ['end', 'store'],
      ['s1', 'sub'],
      ['t1', 'sub'],
      ['esp', 'sub'],
      ['s2', 'esp'],
    ] as const)
      expect(inside(shapes[inner]!, shapes[outer]!), `${inner} in ${outer}`).toBe(true);
    expect(shapes.sub!.isExpanded).toBe(true);
    expect(apart(shapes.us!, shapes.them!)).toBe(true);
    expect(apart(shapes.front!, shapes.back!)).toBe(true);
  });
  it('with steps apart from each other', () => {
    const nodes = ['start', 'ask', 'sub', 'end', 'late', 'alone', 'data', 'stock', 'note', 'onLine', 'g'];
    for (const a of nodes)
      for (const b of nodes) if (a < b) expect(apart(shapes[a]!, shapes[b]!), `${a}, ${b}`).toBe(true);
  });
  it('and the export is valid, reads back, and adds nothing but the picture', async () => {
    const xml = await serializeBpmn(drawn);
    expect(differences(said(NO_PICTURE), said(xml))).toEqual(['/definitions#d gained <BPMNDiagram diagram>']);
    expect((await schemaFaults({ xml })).xml).toEqual([]);
    expect((await parseBpmn(xml)).model.diagram).toEqual(JSON.parse(JSON.stringify(drawn.diagram)));
  });
});

describe('half a picture', async () => {
  const full = pictured((await parseBpmn(NO_PICTURE)).model);
  const without = (...gone: string[]): Model => {
    const diagram: Diagram = structuredClone(full.diagram);
    for (const id of gone) {
      delete diagram.shapes[id];
      delete diagram.edges[id];
    }
    return { ...full, diagram };
  };
  it('is completed; what was drawn stays where it was', async () => {
    const half = without('sub', 'b', 'f2', 'f3', 'f4', 'late', 's1', 't1', 'esp', 's2', 'sf');
    const { shapes, edges } = pictured(half).diagram;
    for (const [id, shape] of Object.entries(half.diagram.shapes)) expect(shapes[id]).toEqual(shape);
    for (const [id, edge] of Object.entries(half.diagram.edges)) expect(edges[id]).toEqual(edge);
    for (const id of ['sub', 'b', 'late']) expect(shapes[id], id).toBeDefined();
    for (const id of ['f2', 'f3', 'f4']) expect(edges[id], id).toBeDefined();
    expect(apart(shapes.sub!, shapes.ask!)).toBe(true);
    // it is new and folded: what stands in it is not strewn over the page
    expect(shapes.sub!.isExpanded).toBe(false);
    expect(shapes.t1).toBeUndefined();
    const xml = await serializeBpmn(pictured(half));
    expect((await schemaFaults({ xml })).xml).toEqual([]);
  });
  it('shows a process of which nothing was drawn below the rest', () => {
    const { shapes } = pictured(without('alone')).diagram;
    const bottom = Math.max(...Object.entries(shapes).map(([id, { y, height }]) => (id === 'alone' ? 0 : y + height)));
    expect(shapes.alone!.y).toBeGreaterThan(bottom);
  });
  it('leaves out what is folded or drawn nowhere on purpose', () => {
    const folded = without('s1', 't1', 'esp', 's2', 'sf');
    folded.diagram.shapes.sub!.isExpanded = false;
    expect(pictured(folded)).toBe(folded);
    expect(pictured(full)).toBe(full);
  });
});

it('a sub-process whose content is drawn inside of it stands open, also where the file does not say so', async () => {
  const shape = (id: string, x: number, y: number, width: number, height: number): string =>
    `<di:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}"/></di:BPMNShape>`;
  const file = (inner: string): string =>
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="d" targetNamespace="u"><process id="p"><subProcess id="sub"><startEvent id="s"/></subProcess></process><di:BPMNDiagram id="x"><di:BPMNPlane id="y" bpmnElement="p">${shape('sub', 100, 100, 300, 200)}${inner}</di:BPMNPlane></di:BPMNDiagram></definitions>`;
  const open = async (inner: string) => (await parseBpmn(file(inner))).model.diagram.shapes.sub?.isExpanded;
  expect(await open(shape('s', 120, 150, 30, 30))).toBe(true);
  expect(await open(shape('s', 900, 150, 30, 30))).toBeUndefined();
  expect(await open('')).toBeUndefined();
  const text = file(shape('s', 120, 150, 30, 30));
  expect(await serializeBpmn((await parseBpmn(text)).model)).toBe(text);
});

describe('several pictures in one file', () => {
  const shape = (id: string, y: number): string =>
    `<di:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="100" y="${y}" width="100" height="80"/></di:BPMNShape>`;
  const file = (second: number): string =>
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="d" targetNamespace="u"><process id="p"><task id="a"/></process><process id="q"><task id="b"/></process><di:BPMNDiagram id="x"><di:BPMNPlane id="xp" bpmnElement="p">${shape('a', 100)}</di:BPMNPlane></di:BPMNDiagram><di:BPMNDiagram id="y"><di:BPMNPlane id="yp" bpmnElement="q">${shape('b', second)}</di:BPMNPlane></di:BPMNDiagram></definitions>`;

  it('are put below each other where they would lie on each other, and are written back to where they were', async () => {
    const { model } = await parseBpmn(file(120));
    expect([model.diagram.shapes.a!.y, model.diagram.shapes.b!.y]).toEqual([100, 260]);
    expect(await serializeBpmn(model)).toBe(file(120));
    model.diagram.shapes.b!.y += 8;
    const written = await serializeBpmn(model);
    expect(written).toContain('y="128"');
    expect((await parseBpmn(written)).model.diagram.shapes.b!.y).toBe(268);
  });

  it('stay where they are where they do not', async () => {
    const { model } = await parseBpmn(file(400));
    expect(model.diagram.shapes.b!.y).toBe(400);
  });
});
