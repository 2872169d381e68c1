// The drawing tells the truth: what follows stands in the line, nothing lies on anything, frames hold what is theirs.
import { describe, expect, it } from 'vitest';
import { blankModel } from '../../api/blank-model.ts';
import type { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { lint } from '../../bpmn/lint.ts';
import { ALONE } from '../../bpmn/lint-context.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { sceneOf } from '../../designer/canvas/faces.ts';
import type { Edit } from '../../designer/model/edit.ts';
import { createDesignerStore } from '../../designer/model/store.ts';

const edited = (model: Model, ...edits: Edit[]): { model: Model; made: string[] } => {
  const store = createDesignerStore(model);
  let made: string[] = [];
  for (const edit of edits) made = store.getState().run(edit);
  return { model: store.getState().model, made };
};
const linesOf = ({ processes: [process] }: Model): string[] =>
  Object.values(process!.flows)
    .map(({ source, target }) => `${source} → ${target}`)
    .sort();

/** Pairs of nodes of one scope that lie on each other. */
function heaps({ processes, diagram }: Model): string[] {
  const found: string[] = [];
  for (const { elements } of processes) {
    const list = Object.values(elements).filter(({ type }) => type !== 'boundaryEvent');
    for (const [at, one] of list.entries())
      for (const other of list.slice(at + 1)) {
        const [a, b] = [diagram.shapes[one.id], diagram.shapes[other.id]];
        if (one.scope !== other.scope || !a || !b) continue;
        if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
          found.push(`${one.id} ${other.id}`);
      }
  }
  return found;
}
const shape = (model: Model, id: string) => model.diagram.shapes[id]!;

describe('what is appended', () => {
  it('to a step that leads on goes into the line, and the rest makes room', () => {
    const { model } = edited(blankModel('p', '新'), { edit: 'append', from: 'start', type: 'userTask' });
    expect(linesOf(model)).toEqual(['start → userTask_1', 'userTask_1 → end']);
    expect(heaps(model)).toEqual([]);
    expect(shape(model, 'end').x).toBeGreaterThan(shape(model, 'userTask_1').x + shape(model, 'userTask_1').width);
    expect(lint(model, ALONE).filter(({ rule }) => rule === 'implicit-fork')).toEqual([]);
  });

  it('again and again stays one line without heaps', () => {
    const { model } = edited(
      blankModel('p', '新'),
      ...(['userTask', 'serviceTask', 'subProcess', 'userTask'] as const).map(
        (type): Edit => ({ edit: 'append', from: 'start', type }),
      ),
    );
    expect(linesOf(model)).toHaveLength(5);
    expect(heaps(model)).toEqual([]);
  });

  it('to a gateway is another way, to a last step the next', () => {
    const { model } = edited(
      blankModel('p', '新'),
      { edit: 'append', from: 'start', type: 'exclusiveGateway' },
      { edit: 'append', from: 'exclusiveGateway_1', type: 'userTask' },
      { edit: 'append', from: 'userTask_1', type: 'endEvent' },
    );
    expect(linesOf(model)).toEqual([
      'exclusiveGateway_1 → end',
      'exclusiveGateway_1 → userTask_1',
      'start → exclusiveGateway_1',
      'userTask_1 → endEvent_1',
    ]);
    expect(heaps(model)).toEqual([]);
  });

  it('keeps the name and the condition of a line that it goes into', () => {
    const base = edited(blankModel('p', '新'), { edit: 'rename', id: 'start_end', name: '然后' }).model;
    const { model } = edited(base, { edit: 'append', from: 'start', type: 'userTask' });
    expect(model.processes[0]!.flows.start_end).toMatchObject({ name: '然后', target: 'userTask_1' });
  });
});

describe('new things', () => {
  it('never lie on others', () => {
    const at = { x: 376, y: 200 };
    const { model } = edited(
      blankModel('p', '新'),
      { edit: 'add', type: 'userTask', at },
      { edit: 'add', type: 'userTask', at },
      { edit: 'add', type: 'exclusiveGateway', at },
    );
    expect(heaps(model)).toEqual([]);
  });

  it('are pasted beside what was pasted before', () => {
    const store = createDesignerStore(
      edited(blankModel('p', '新'), { edit: 'append', from: 'start', type: 'userTask' }).model,
    );
    store.getState().select(['userTask_1']);
    store.getState().copy();
    const clip = store.getState().clip!;
    for (let n = 0; n < 3; n++) store.getState().run({ edit: 'paste', clip, at: { x: 220, y: 190 } });
    expect(Object.keys(store.getState().model.processes[0]!.elements)).toHaveLength(6);
    expect(heaps(store.getState().model)).toEqual([]);
  });

  it('let go on a line between neighbours get room', () => {
    const base = edited(blankModel('p', '新'), { edit: 'append', from: 'start', type: 'userTask' }).model;
    const { model } = edited(base, {
      edit: 'insert',
      flow: 'start_end',
      at: { x: 180, y: 200 },
      type: 'exclusiveGateway',
    });
    expect(linesOf(model)).toEqual([
      'exclusiveGateway_1 → userTask_1',
      'start → exclusiveGateway_1',
      'userTask_1 → end',
    ]);
    expect(heaps(model)).toEqual([]);
    expect(
      shape(model, 'exclusiveGateway_1').x - shape(model, 'start').x - shape(model, 'start').width,
    ).toBeGreaterThanOrEqual(32);
  });
});

describe('names', () => {
  it('of a start that was renamed leave no English “Start” behind', () => {
    const { model } = edited(blankModel('p', '新'), { edit: 'rename', id: 'start', name: '买家申请' });
    expect(model.processes[0]!.elements.start).toMatchObject({ name: '买家申请' });
    expect(model.processes[0]!.elements.start!.zf).toBeUndefined();
  });

  it('that somebody has given in English stay', () => {
    const { model } = edited(
      blankModel('p', '新'),
      { edit: 'rename', id: 'start', name: 'Buyer asks', language: 'en' },
      { edit: 'rename', id: 'start', name: '买家申请' },
    );
    expect(model.processes[0]!.elements.start!.zf?.text?.en?.name).toBe('Buyer asks');
  });
});

describe('a sub-process', () => {
  const file = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="u"><process id="p" isExecutable="true"><laneSet><lane id="l1" name="一"><flowNodeRef>s</flowNodeRef><flowNodeRef>sub</flowNodeRef><flowNodeRef>after</flowNodeRef></lane><lane id="l2" name="二"><flowNodeRef>e</flowNodeRef></lane></laneSet>
    <startEvent id="s"/><subProcess id="sub" name="里面"><startEvent id="s1"/><userTask id="a"/><userTask id="b"/><endEvent id="e1"/><sequenceFlow id="i1" sourceRef="s1" targetRef="a"/><sequenceFlow id="i2" sourceRef="a" targetRef="b"/><sequenceFlow id="i3" sourceRef="b" targetRef="e1"/></subProcess><task id="after"/><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="sub"/><sequenceFlow id="f2" sourceRef="sub" targetRef="after"/><sequenceFlow id="f3" sourceRef="after" targetRef="e"/></process></definitions>`;
  const folded = async (): Promise<Model> => {
    const { model } = await parseBpmn(file);
    return edited({ ...model, diagram: layout(model) }, { edit: 'fold', id: 'sub', isExpanded: false }).model;
  };
  const within = (model: Model, inner: string, outer: string): boolean => {
    const [a, b] = [shape(model, inner), shape(model, outer)];
    return a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
  };

  it('that is opened stays in its lane, which grows, and covers nobody', async () => {
    const { model } = edited(await folded(), { edit: 'fold', id: 'sub', isExpanded: true });
    expect(within(model, 'sub', 'l1')).toBe(true);
    for (const id of ['s1', 'a', 'b', 'e1']) expect([id, within(model, id, 'sub')]).toEqual([id, true]);
    expect(heaps(model)).toEqual([]);
    expect(within(model, 'e', 'l2')).toBe(true);
    expect(shape(model, 'l2').y).toBeGreaterThanOrEqual(shape(model, 'l1').y + shape(model, 'l1').height);
  });

  it('whose content was drawn elsewhere takes it in', async () => {
    const base = await folded();
    const model = structuredClone(base);
    for (const id of ['s1', 'a', 'b', 'e1']) model.diagram.shapes[id]!.y -= 2_000;
    const { model: opened } = edited(model, { edit: 'fold', id: 'sub', isExpanded: true });
    for (const id of ['s1', 'a', 'b', 'e1']) expect([id, within(opened, id, 'sub')]).toEqual([id, true]);
  });
});

describe('lanes that stand beside each other', () => {
  const upright = async (): Promise<Model> =>
    (
      await parseBpmn(`<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" id="d" targetNamespace="urn:upright">
  <bpmn:collaboration id="c"><bpmn:participant id="pool" name="售后" processRef="p"/></bpmn:collaboration>
  <bpmn:process id="p" isExecutable="true">
    <bpmn:laneSet id="set">
      <bpmn:lane id="desk" name="客服"><bpmn:flowNodeRef>check</bpmn:flowNodeRef></bpmn:lane>
      <bpmn:lane id="store" name="仓库"><bpmn:flowNodeRef>pick</bpmn:flowNodeRef></bpmn:lane>
    </bpmn:laneSet>
    <bpmn:userTask id="check" name="看单"/><bpmn:userTask id="pick" name="拣货"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="x"><bpmndi:BPMNPlane id="plane" bpmnElement="c">
    <bpmndi:BPMNShape id="s1" bpmnElement="pool" isHorizontal="false"><dc:Bounds x="100" y="50" width="600" height="700"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s2" bpmnElement="desk" isHorizontal="false"><dc:Bounds x="100" y="80" width="300" height="670"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s3" bpmnElement="store" isHorizontal="false"><dc:Bounds x="400" y="80" width="300" height="670"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s4" bpmnElement="check" bioc:stroke="#831311" bioc:fill="#ffcdd2"><dc:Bounds x="200" y="260" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s5" bpmnElement="pick"><dc:Bounds x="500" y="260" width="100" height="80"/></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`)
    ).model;

  it('get one more beside the last, and the pool grows with it', async () => {
    const { model, made } = edited(await upright(), { edit: 'addLane', name: '财务' });
    expect(shape(model, made[0]!)).toMatchObject({ x: 700, y: 80, width: 240, height: 670, isHorizontal: false });
    expect(shape(model, 'pool')).toMatchObject({ x: 100, y: 50, width: 840, height: 700 });
  });
  it('push those after them aside, with what stands in them, and stay of one height', async () => {
    const { model } = edited(await upright(), {
      edit: 'resize',
      id: 'desk',
      bounds: { x: 100, y: 80, width: 380, height: 720 },
    });
    expect(shape(model, 'store')).toMatchObject({ x: 480, width: 300, height: 720 });
    expect(shape(model, 'pick').x).toBe(580);
    expect(shape(model, 'pool')).toMatchObject({ x: 100, y: 50, width: 680, height: 750 });
  });
  it('leave their room to the one before', async () => {
    const { model } = edited(await upright(), { edit: 'remove', ids: ['store'] });
    expect(shape(model, 'desk')).toMatchObject({ x: 100, width: 600 });
    expect(model.processes[0]!.lanes.desk!.nodes).toEqual(['check', 'pick']);
  });
  it('have their names above, and who is outside has his in the middle of his pool', async () => {
    const model = await upright();
    model.participants.buyer = { id: 'buyer', name: '买家' };
    model.diagram.shapes.buyer = { x: 760, y: 50, width: 200, height: 700, isHorizontal: true };
    const { nodes } = sceneOf(model, { language: 'zh', problems: new Map(), live: false });
    const heads = nodes.flatMap(({ id, type, data }) =>
      type === 'frame' ? [[id, data.upright, data.shut ?? false]] : [],
    );
    expect(heads).toEqual([
      ['pool', true, false],
      ['buyer', false, true],
      ['desk', true, false],
      ['store', true, false],
    ]);
  });
  it('show the colours that the file has, until somebody chooses another or none', async () => {
    const file = await upright();
    expect(shape(file, 'check').color).toBe('#831311');
    const { model } = edited(file, { edit: 'setExtension', id: 'check', zf: { color: undefined } });
    expect(shape(model, 'check').color).toBeUndefined();
    expect(await serializeBpmn(model)).not.toContain('#831311');
    expect(await serializeBpmn(file)).toContain('bioc:fill="#ffcdd2"');
  });
});
