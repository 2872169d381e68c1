// Runs of one step that one person holds, as rows of one grid: what each shows, and that each stays a task of its own.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let lin: Caller;
let zhou: Caller;
let chen: Caller;
const text = (id: string, more: object = {}) => ({ type: 'text', id, label: { zh: id }, ...more });

beforeAll(async () => {
  office = await openOffice();
  [lin, zhou, chen] = await Promise.all([office.as('linxiaowen'), office.as('zhoumin'), office.as('chenli')]);
  const forms = {
    count: Form.parse({
      key: 'count',
      title: { zh: '点数' },
      fields: [
        { type: 'block', id: 'hint', label: { zh: '提示' }, text: { zh: '先扫码' } },
        text('place', { readOnly: true }),
        { type: 'integer', id: 'counted', label: { zh: '数到' }, required: true, min: 0 },
        text('why', { visibleWhen: '=counted = 0', required: true }),
        text('lock', { visibleWhen: '=sealed = "yes"' }),
      ],
    }),
  };
  const step = {
    type: 'userTask',
    name: '点数',
    zf: {
      form: 'count',
      instruction: '数 {area} 的',
      participants: [{ rule: 'person', value: 'linxiaowen' }],
      input: [{ target: 'place', source: '=if sku = "A-1" then "一号架" else "二号架"' }],
    },
    loopCharacteristics: {
      type: 'multiInstanceLoopCharacteristics',
      isSequential: false,
      zf: { collection: '=skus', item: 'sku' },
    },
  };
  const publishAs = async (key: string, elements: object, lines: string[], more: object) => {
    const definition = draw(key, elements as never, lines, more);
    const model = Model.parse({ id: key, processes: [definition], diagram: {} });
    await publish(office.shop.sql, { definition, model, forms });
  };
  const zf = {
    variable: [
      { name: 'sealed', type: 'text', secret: true },
      { name: 'skus', type: 'list' },
    ],
  };
  const ends = { start: { type: 'startEvent', eventDefinitions: [] }, end: { type: 'endEvent', eventDefinitions: [] } };
  await publishAs('shelves', { ...ends, count: step }, ['start->count', 'count->end'], { zf });
  const judged = {
    type: 'userTask',
    name: '定',
    zf: { participants: [{ rule: 'person', value: 'linxiaowen' }], mode: 'any', refusal: 'flow' },
  };
  await publishAs(
    'ticked',
    { ...ends, count: { ...step, zf: { ...step.zf, checklist: [{ text: '封签拍照', photo: true }] } } },
    ['start->count', 'count->end'],
    { zf },
  );
  await publishAs('judged', { ...ends, count: judged }, ['start->count', 'count->end'], { zf });
});
afterAll(() => office?.close());

async function begun(process: string, skus: string[], more: object = {}): Promise<{ id: string; tasks: string[] }> {
  const { body } = await chen('POST', '/api/cases', { process, variables: { skus, ...more } }, fresh());
  const rows = await office.shop.sql<{ id: string }[]>`
    select id from task where case_id = ${body.case} and state = 'open' order by length(id), id`;
  return { id: body.case, tasks: rows.map(({ id }) => id) };
}
const gridOf = async (who: Caller, task: string | undefined) => (await who('GET', `/api/tasks/${task}/grid`)).body;

it('shows what each run is about, its facts, and what its holder has typed', async () => {
  const { tasks } = await begun('shelves', ['A-1', 'B-2', 'C-3'], { area: '甲区' });
  expect(tasks).toHaveLength(3);
  await lin('PUT', `/api/tasks/${tasks[1]}/draft`, { values: { counted: 7 }, revision: 0 });
  const grid = await gridOf(lin, tasks[0]);
  expect(grid.rows.map((row: { item: string }) => row.item)).toEqual(['A-1', 'B-2', 'C-3']);
  expect(grid.rows.map((row: { n: number }) => row.n)).toEqual([1, 2, 3]);
  expect(grid.rows[0]).toMatchObject({ id: tasks[0], values: { place: '一号架' }, draft: null });
  expect(grid.rows[1]).toMatchObject({ values: { place: '二号架' }, draft: { values: { counted: 7 } } });
  expect(grid.form.fields.map(({ id }: { id: string }) => id)).toEqual(['place', 'counted', 'why']);
  expect(grid).toMatchObject({ more: false, named: ['area'] });
  expect(grid.rows[0].variables).toMatchObject({ area: '甲区' });
  const one = (await lin('GET', `/api/tasks/${tasks[2]}`)).body;
  expect(one).toMatchObject({ inGrid: 3, asGrid: true, shown: grid.rows[2].shown });
});

it('takes one row without the others, and says what is wrong with it only', async () => {
  const { id, tasks } = await begun('shelves', ['A-1', 'B-2']);
  const { rows } = await gridOf(lin, tasks[0]);
  const complete = (at: number, values: object) =>
    lin('POST', `/api/tasks/${tasks[at]}/complete`, { values, shown: rows[at].shown }, fresh());
  expect(await complete(0, { counted: 0 })).toMatchObject({ status: 422, body: { errors: [{ path: 'why' }] } });
  expect((await complete(1, { counted: 3 })).status).toBe(200);
  const left = await gridOf(lin, tasks[1]);
  expect(left.rows.map((row: { id: string }) => row.id)).toEqual([tasks[0]]);
  expect((await chen('GET', `/api/cases/${id}`)).body.tasks).toHaveLength(1);
});

it('decides on the server what is asked of what nobody sees, for each row by itself', async () => {
  const { tasks } = await begun('shelves', ['A-1'], { sealed: 'yes' });
  const { form, rows } = await gridOf(lin, tasks[0]);
  expect(rows[0].fields).toEqual(['place', 'counted', 'why', 'lock']);
  expect(form.fields.find(({ id }: { id: string }) => id === 'lock').visibleWhen).toBeUndefined();
  expect(JSON.stringify([form, rows])).not.toContain('sealed');
});

it('is of what I hold: what another has is in his, and whoever may not know the case is told nothing', async () => {
  const { tasks } = await begun('shelves', ['A-1', 'B-2', 'C-3']);
  const me = (await zhou('GET', '/api/me')).body.id;
  await chen('POST', `/api/tasks/${tasks[2]}/assign`, { person: me });
  expect((await gridOf(lin, tasks[0])).rows.map((row: { id: string }) => row.id)).toEqual(tasks.slice(0, 2));
  expect((await gridOf(zhou, tasks[2])).rows.map((row: { id: string }) => row.id)).toEqual([tasks[2]]);
  const other = await office.as('machao');
  expect((await other('GET', `/api/tasks/${tasks[0]}/grid`)).status).toBe(404);
});

it.each(['judged', 'ticked'])('is no grid where people decide, or tick something off: %s', async (process) => {
  const { tasks } = await begun(process, ['A-1', 'B-2']);
  expect((await lin('GET', `/api/tasks/${tasks[0]}`)).body).toMatchObject({ inGrid: 0, asGrid: false });
  expect((await lin('GET', `/api/tasks/${tasks[0]}/grid`)).status).toBe(404);
});
