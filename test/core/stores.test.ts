// The register or ledger of a step, drawn as a BPMN data store: it follows the settings of its steps, and the file carries it.
import { describe, expect, it } from 'vitest';
import type { Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { stepsAtStore } from '../../bpmn/stores.ts';
import { parseBpmn, serializeBpmn } from '../../bpmn/xml.ts';
import { createDesignerStore } from '../../designer/model/store.ts';
import { schemaFaults } from './bpmn-schema.ts';

async function open(): Promise<ReturnType<typeof createDesignerStore>> {
  const { model } = await parseBpmn(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:d">
      <process id="p" isExecutable="true"><startEvent id="s"/><serviceTask id="look"/><serviceTask id="mend"/><serviceTask id="other"/><endEvent id="e"/>
      <sequenceFlow id="f1" sourceRef="s" targetRef="look"/><sequenceFlow id="f2" sourceRef="look" targetRef="mend"/>
      <sequenceFlow id="f3" sourceRef="mend" targetRef="other"/><sequenceFlow id="f4" sourceRef="other" targetRef="e"/></process></definitions>`,
  );
  const store = createDesignerStore({ ...model, diagram: layout(model) });
  set(store, 'look', 'record.get', 'sku');
  set(store, 'mend', 'record.put', 'sku');
  set(store, 'other', 'record.find', 'supplier');
  return store;
}

type Store = Awaited<ReturnType<typeof open>>;
const set = (store: Store, id: string, connector: string | undefined, register: string): void =>
  void store
    .getState()
    .run({ edit: 'setExtension', id, zf: { connector, header: [{ name: 'register', value: register }] } });
const draw = (store: Store, id: string, name?: string): void =>
  void store.getState().run({ edit: 'drawStore', id, name });
const drawnIn = ({ artifacts }: Model): string[] =>
  Object.values(artifacts)
    .map(({ type, name, source, target }) => (type === 'association' ? `${source} → ${target}` : `${type} ${name}`))
    .sort();

describe('a drawn data store', () => {
  it('is one for the steps near by that work on the same register; the line goes where the data go', async () => {
    const store = await open();
    draw(store, 'look', '商品');
    draw(store, 'mend', '商品');
    draw(store, 'other', '供应商');
    const { model } = store.getState();
    expect(drawnIn(model)).toEqual([
      'dataStoreReference 供应商',
      'dataStoreReference 商品',
      'mend → store_1',
      'store_1 → look',
      'store_2 → other',
    ]);
    expect(stepsAtStore(model, 'store_1').map(({ element, store: { reads } }) => [element.id, reads])).toEqual([
      ['look', true],
      ['mend', false],
    ]);
    const boxes = ['store_1', 'store_2', 'look', 'mend', 'other'].map((id) => model.diagram.shapes[id]!);
    for (const [n, a] of boxes.entries())
      for (const b of boxes.slice(n + 1))
        expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(
          true,
        );
  });

  it('follows what the step is set to, and goes with it', async () => {
    const store = await open();
    draw(store, 'look', '商品');
    draw(store, 'mend', '商品');
    set(store, 'look', 'record.put', 'sku');
    expect(drawnIn(store.getState().model)).toContain('look → store_1');
    set(store, 'look', 'record.get', 'supplier');
    expect(drawnIn(store.getState().model)).toEqual([
      'dataStoreReference supplier',
      'dataStoreReference 商品',
      'mend → store_1',
      'store_2 → look',
    ]);
    set(store, 'look', undefined, 'supplier');
    draw(store, 'mend');
    expect(drawnIn(store.getState().model)).toEqual([]);
    store.getState().undo();
    expect(drawnIn(store.getState().model)).toEqual(['dataStoreReference 商品', 'mend → store_1']);
  });

  it('goes into the file as BPMN has it and comes back the same', async () => {
    const store = await open();
    draw(store, 'look', '商品');
    draw(store, 'mend', '商品');
    const { model } = store.getState();
    const xml = await serializeBpmn(model);
    expect((await schemaFaults({ xml })).xml).toEqual([]);
    const { model: again } = await parseBpmn(xml);
    expect(drawnIn(again)).toEqual(drawnIn(model));
    expect(again.diagram.shapes.store_1).toEqual(model.diagram.shapes.store_1);
  });
});
