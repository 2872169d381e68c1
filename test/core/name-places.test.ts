// Names beside events and gateways: in the process of orders none covers a step or another name, in either language, and in the others
// next to none.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bounds, Model } from '../../bpmn/definition.ts';
import { layout } from '../../bpmn/layout.ts';
import { parseBpmn } from '../../bpmn/xml.ts';
import { type FaceNode, sceneOf } from '../../designer/canvas/faces.ts';
import { draw } from '../draw.ts';

const root = join(import.meta.dirname, '../../sops');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.bpmn'));

/** Places of names, and of all that they may not cover. */
function placed(model: Model, language: 'zh' | 'en', states?: Parameters<typeof sceneOf>[1]['states']) {
  const { nodes } = sceneOf(model, { language, problems: new Map(), states, live: states !== undefined });
  const faces = nodes.filter((node): node is FaceNode => 'data' in node && 'element' in node.data);
  const names = faces.flatMap(({ id, position, data: { label } }): (Bounds & { id: string })[] =>
    label ? [{ id, x: position.x + label.x, y: position.y + label.y, width: label.width, height: 16 }] : [],
  );
  const steps = faces
    .filter(({ type }) => type !== 'subProcess')
    .map(({ id, position, width, height }) => ({ id, ...position, width: width!, height: height! }));
  return { names, steps };
}
const overlap = (a: Bounds, b: Bounds): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function covered(model: Model, language: 'zh' | 'en', states?: Parameters<typeof placed>[2]): string[] {
  const { names, steps } = placed(model, language, states);
  return names.flatMap((name) =>
    [...steps, ...names]
      .filter(
        (other) =>
          other.id !== name.id && overlap(name, other) && !(names.includes(other as never) && other.id < name.id),
      )
      .map((other) => `${name.id} over ${other.id}`),
  );
}

describe('names beside their shapes', () => {
  const ORDERS = 'orders/order-fulfilment/order-fulfilment.bpmn';
  const read = async (file: string): Promise<Model[]> => {
    const { model } = await parseBpmn(readFileSync(join(root, file)));
    return [model, { ...model, diagram: layout(model) }].map((one) => ({ ...one, source: undefined }));
  };

  it('cover nothing in the process of orders', async () => {
    for (const drawn of await read(ORDERS))
      for (const language of ['zh', 'en'] as const) expect(covered(drawn, language)).toEqual([]);
  });

  // Three long English names under one step, and another step close below: not all have a place.
  it.each(files)('cover hardly anything: %s', async (file) => {
    for (const drawn of await read(file))
      for (const language of ['zh', 'en'] as const)
        expect(covered(drawn, language).length).toBeLessThanOrEqual(
          Math.ceil(placed(drawn, language).names.length / 10),
        );
  });

  it('of boundary events stand below the step, beside their line, never on it', () => {
    const definition = draw(
      'p',
      {
        s: { type: 'startEvent', eventDefinitions: [] },
        label: { type: 'serviceTask', name: '取面单发货' },
        none: {
          type: 'boundaryEvent',
          name: '取不到面单',
          attachedToRef: 'label',
          cancelActivity: true,
          eventDefinitions: [{ type: 'errorEventDefinition' }],
        },
        late: {
          type: 'boundaryEvent',
          name: '过了很久都没有发',
          attachedToRef: 'label',
          cancelActivity: false,
          eventDefinitions: [{ type: 'errorEventDefinition' }],
        },
        fix: { type: 'userTask', name: '处理' },
        e: { type: 'endEvent', eventDefinitions: [] },
      } as never,
      ['s->label', 'label->e', 'none->fix', 'late->fix', 'fix->e'],
    );
    const model = {
      id: 'm',
      processes: [definition],
      participants: {},
      artifacts: {},
      diagram: { shapes: {}, edges: {} },
    } as unknown as Model;
    const drawn = { ...model, diagram: layout(model) };
    expect(covered(drawn, 'zh')).toEqual([]);
    const host = drawn.diagram.shapes.label!;
    for (const { id, y } of placed(drawn, 'zh').names)
      if (id !== 'e') expect(y, id).toBeGreaterThanOrEqual(host.y + host.height);
  });

  it('of ways that leave a gateway along one upright stand each on its own piece', () => {
    const definition = draw(
      'p',
      { s: { type: 'startEvent' }, g: { type: 'exclusiveGateway' }, a: { type: 'task' }, b: { type: 'task' } } as never,
      ['s->g', 'g->a: =x', 'g->b: =y'],
    );
    definition.flows.g_a!.name = '主管';
    definition.flows.g_b!.name = '店长';
    const way = (y: number) => ({
      waypoints: [
        { x: 100, y: 400 },
        { x: 100, y },
        { x: 200, y },
      ],
    });
    const shape = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
    const model = {
      id: 'm',
      processes: [definition],
      participants: {},
      artifacts: {},
      diagram: {
        shapes: {
          s: shape(0, 404, 36, 36),
          g: shape(78, 400, 44, 44),
          a: shape(200, 0, 144, 72),
          b: shape(200, 112, 144, 72),
        },
        edges: { g_a: way(36), g_b: way(148) },
      },
    } as unknown as Model;
    const { edges } = sceneOf(model, { language: 'zh', problems: new Map(), live: false });
    const places = edges.flatMap(({ data }) => (data?.labelAt && data.flow?.name ? [data.labelAt] : []));
    expect(places.map(({ x, y }) => [x > 100, y])).toEqual([
      [true, 36],
      [true, 148],
    ]);
  });
});
