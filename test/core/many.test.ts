// A case for each of many things, in a scenario on the pure core: what each begins with, told apart, counted.
import { expect, it } from 'vitest';
import { ROOT } from '../../bpmn/instance.ts';
import { coreStage } from '../../bpmn/scenario.ts';
import { MOST_OF_MANY, startsOfItems } from '../../records/many.ts';
import { createWorld } from '../../records/world.ts';
import { draw } from '../draw.ts';
import { goods, label } from '../goods.ts';

const NOW = Date.parse('2026-11-26T01:00:00Z');
const SKU = goods(
  [
    { type: 'integer', id: 'safety', label: label('安全库存'), find: 'number' },
    { type: 'money', id: 'cost', label: label('成本'), secret: true, see: ['role:finance'] },
  ],
  { views: [{ key: 'watched', title: label('要盯的'), where: [{ field: 'safety', is: '>', value: 5 }] }] },
);

const begins = (header: Record<string, string>, input: { source: string; target: string }[] = []) =>
  draw(
    'round',
    {
      s: { type: 'startEvent' },
      many: {
        type: 'serviceTask',
        zf: {
          connector: 'case.startMany',
          header: Object.entries({ process: 'visit', ...header }).map(([name, value]) => ({ name, value })),
          input,
          output: [{ source: '=started', target: 'started' }],
        },
      },
      again: { type: 'userTask' },
      count: {
        type: 'serviceTask',
        zf: {
          connector: 'case.count',
          output: [{ source: '={open: open, ended: ended, refused: refused, all: all}', target: 'counted' }],
        },
      },
      w: { type: 'userTask' },
    } as never,
    ['s->many', 'many->again', 'again->count', 'count->w'],
  );
const VISIT = draw(
  'visit',
  { s: { type: 'startEvent' }, look: { type: 'userTask' }, e: { type: 'endEvent' } } as never,
  ['s->look', 'look->e'],
);

async function played(header: Record<string, string>, input?: { source: string; target: string }[], variables = {}) {
  const round = begins(header, input);
  const world = createWorld([SKU], { offset: 28_800 }, () => null);
  for (const [code, safety] of [
    ['A', 9],
    ['B', 2],
    ['C', 7],
  ] as const)
    world.seed('sku', { code, safety, cost: 500 }, NOW);
  const stage = coreStage([round, VISIT], NOW, {}, world);
  const id = (await stage.start(round, { variables })) ?? '';
  const cases = () =>
    [...stage.run.population.cases]
      .map(([own, { meta }]) => ({ id: own, meta }))
      .filter(({ meta }) => meta.definition.key === 'visit');
  const complete = async (of: string) => {
    const draft = stage.run.population.cases.get(of);
    const wait = [...(draft?.waits.values() ?? [])].find(({ kind }) => kind === 'userTask');
    await stage.occur(of, { type: 'taskCompleted', task: wait?.id ?? '', by: 'p1' });
  };
  const data = (of: string) => stage.run.population.cases.get(of)?.scopes.get(ROOT)?.variables ?? {};
  return { stage, id, cases, complete, data };
}

it('begins one for each record of a view, with the record and nothing secret, and numbers them by it', async () => {
  const { cases, data, id } = await played({ register: 'sku', view: 'watched' });
  expect(cases().map(({ meta }) => meta.businessKey)).toEqual(['A', 'C']);
  const begun = cases().map(({ id: own }) => data(own).record);
  expect(begun).toMatchObject([
    { code: 'A', safety: 9, key: 'A', ref: 'sku/A' },
    { code: 'C', safety: 7 },
  ]);
  expect(JSON.stringify(begun)).not.toContain('500');
  expect(data(id).started).toBe(2);
});

it('begins one for each of a list, each key once, and counts what has become of them', async () => {
  const input = [
    { source: '=buyers', target: 'items' },
    { source: '={why: "节后问候"}', target: 'data' },
  ];
  const buyers = [{ buyer: '张' }, { buyer: '李' }, { buyer: '张' }];
  const { cases, complete, data, id } = await played({ by: 'buyer' }, input, { buyers });
  expect(cases().map(({ id: own }) => data(own))).toEqual([
    { why: '节后问候', buyer: '张' },
    { why: '节后问候', buyer: '李' },
  ]);
  await complete(cases()[0]?.id ?? '');
  await complete(id);
  expect(data(id).counted).toEqual({ open: 1, ended: 1, refused: 0, all: 2 });
});

it('says what is wrong with a list: none, one that cannot be told apart, too many', () => {
  expect(startsOfItems('群发', undefined, undefined, {})).toEqual({
    hopeless: { code: 'call.items', args: { step: { kind: 'name', name: '群发' } } },
  });
  expect(startsOfItems('群发', [{ a: 1 }, {}], 'a', {})).toMatchObject({
    hopeless: { code: 'call.item', args: { by: 'a', place: 2 } },
  });
  expect(startsOfItems('群发', Array(MOST_OF_MANY + 1).fill(1), undefined, {})).toMatchObject({
    error: { code: 'TOO_MANY', variables: { found: MOST_OF_MANY + 1 } },
  });
  expect(startsOfItems('群发', ['x', 'x'], undefined, {})).toEqual([
    { key: '1', named: false, variables: { item: 'x' } },
    { key: '2', named: false, variables: { item: 'x' } },
  ]);
});
