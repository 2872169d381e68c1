// Long runs are cut into many turns and continue as new many times on the way; what comes out is what the core makes of it in one go.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Definition } from '../../bpmn/definition.ts';
import type { Instance, Row } from '../../bpmn/instance.ts';
import { advance, createPopulation } from '../../bpmn/population.ts';
import { commit } from '../../bpmn/step.ts';
import { readShop, writeSetting } from '../../db/settings.ts';
import { draw } from '../draw.ts';
import { openShop, type Shop } from './shop.ts';

const NOON = Date.UTC(2026, 0, 5, 12);
let shop: Shop;
beforeAll(async () => {
  shop = await openShop({}, { rollAfter: 10 });
  await writeSetting(shop.sql, 'clock', { real: 0, shop: NOON, rate: 0 });
});
afterAll(() => shop.close());

const variables = (...names: string[]) => ({ zf: { variable: names.map((name) => ({ name, type: 'any' })) } });
const loop = draw(
  'ten-thousand-turns',
  {
    s: { type: 'startEvent' },
    m: { type: 'exclusiveGateway' },
    a: { type: 'scriptTask', script: '=n + 1', zf: { resultVariable: 'n' } },
    x: { type: 'exclusiveGateway', default: 'x_m' },
    e: { type: 'endEvent' },
  },
  ['s->m', 'm->a', 'a->x', 'x->e: =n >= 10000', 'x->m'],
  variables('n'),
);
const many = draw(
  'two-thousand-items',
  {
    s: { type: 'startEvent' },
    a: {
      type: 'scriptTask',
      script: '=item * 2',
      zf: { resultVariable: 'doubled' },
      loopCharacteristics: {
        type: 'multiInstanceLoopCharacteristics',
        isSequential: false,
        zf: { collection: '=for i in 1..2000 return i', item: 'item', collect: '=item * 3', collectInto: 'tripled' },
      },
    },
    e: { type: 'endEvent' },
  },
  ['s->a', 'a->e'],
  variables('doubled', 'tripled'),
);

async function onBoth(drawn: Definition, given: Record<string, number>) {
  const version = await shop.deploy(drawn);
  const [published] = await shop.sql<
    { definition: Definition }[]
  >`select definition from definition where key = ${drawn.key} and version = ${version}`;
  const definition = published?.definition as Definition;
  const { family } = await shop.start(drawn.key, given);
  await shop.until(async () => (await shop.status(family))?.status === 'ended', 'the end');
  const { env } = await readShop(shop.sql);
  const population = createPopulation(() => definition, env);
  const { effects } = advance(population, { type: 'start', at: NOON, case: family, definition, variables: given });
  const core = effects.flatMap(({ command }) => (command.type === 'record' ? command.rows : []));
  const stored = await shop.sql<Row[]>`
    select seq, at, kind, element, token, scope, cause, why, data from history where case_id = ${family} order by seq`;
  const [row] = await shop.sql<{ state: Instance }[]>`select state from cases where id = ${family}`;
  const draft = population.cases.get(family);
  if (!draft) throw new Error('the core lost the case');
  return { family, core, stored, state: row?.state, expected: JSON.parse(JSON.stringify(commit(draft))) as Instance };
}

const shape = (rows: readonly Row[]) =>
  rows.map(({ seq, kind, element, token, cause }) => [seq, kind, element ?? null, token ?? null, cause]);

test('a loop of 10,000 turns', async () => {
  const { family, core, stored, state, expected } = await onBoth(loop, { n: 0 });
  expect(stored.length).toBeGreaterThan(30_000);
  expect(shape(stored)).toEqual(shape(core));
  expect({ ...state, waitless: 0 }).toEqual({ ...expected, waitless: 0 });
  let runs = 0;
  for await (const _ of shop.client.workflow.list({ query: `WorkflowId = "case/${family}"` })) runs++;
  expect(runs).toBeGreaterThan(5);
}, 120_000);

test('2,000 items at once', async () => {
  const { core, stored, state, expected } = await onBoth(many, {});
  expect(shape(stored)).toEqual(shape(core));
  expect({ ...state, waitless: 0 }).toEqual({ ...expected, waitless: 0 });
  expect(state?.scopes.k0?.variables.tripled).toHaveLength(2_000);
}, 120_000);
