// Who reads a case along, or is asked about a step, sees what the step is about, and nothing secret that only its form shows.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const FEE = 424_242;
const paid = draw(
  'paid',
  {
    start: { type: 'startEvent', eventDefinitions: [] },
    check: {
      type: 'userTask',
      name: '核对酬劳',
      zf: { form: 'check', participants: [{ rule: 'person', value: 'linxiaowen' }] },
    },
    end: { type: 'endEvent', eventDefinitions: [] },
  } as never,
  ['start->check', 'check->end'],
  {
    zf: {
      variable: [
        { name: 'fee', type: 'number', label: '酬劳', secret: true },
        { name: 'note', type: 'string', label: '说明' },
      ],
    },
  },
);
const form = Form.parse({
  key: 'check',
  title: { zh: '核对' },
  fields: [
    { id: 'fee', label: { zh: '酬劳' }, type: 'money', readOnly: true },
    { id: 'note', label: { zh: '说明' }, type: 'text' },
  ],
});

let office: Office;
let [lin, chen, meng, liu] = [] as unknown as [Caller, Caller, Caller, Caller];
const ids: Record<string, string> = {};
beforeAll(async () => {
  office = await openOffice();
  [lin, chen, meng, liu] = (await Promise.all(
    ['linxiaowen', 'chenli', 'mengjie', 'liuyang'].map((name) => office.as(name)),
  )) as [Caller, Caller, Caller, Caller];
  for (const { id, username } of await office.shop.sql<
    { id: string; username: string }[]
  >`select id, username from person`)
    ids[username] = id;
  const model = Model.parse({ id: 'paid', processes: [paid], diagram: {} });
  await publish(office.shop.sql, { definition: paid, model, forms: { check: form } });
});
afterAll(() => office?.close());

it('covers secret data for whoever has a copy or a question, while the step is open and once it is done', async () => {
  const { body } = await chen('POST', '/api/cases', { process: 'paid', variables: { fee: FEE, note: '' } }, fresh());
  const [found] = await office.shop.sql<{ id: string }[]>`select id from task where case_id = ${body.case}`;
  const task = `/api/tasks/${encodeURIComponent(found?.id ?? '')}`;
  expect((await lin('POST', `${task}/copy`, { people: [ids.mengjie] }, fresh())).status).toBe(200);
  expect((await lin('POST', `${task}/ask`, { to: ids.liuyang, text: '对吗' }, fresh())).status).toBe(200);
  const shows = async (caller: Caller): Promise<[number, boolean]> => {
    const seen = await caller('GET', task);
    return [seen.status, JSON.stringify(seen.body).includes(String(FEE))];
  };
  for (const reader of [meng, liu]) {
    await expect.poll(async () => (await reader('GET', task)).status, { timeout: 20_000 }).toBe(200);
    expect(await shows(reader)).toEqual([200, false]);
  }
  expect(await shows(lin)).toEqual([200, true]);
  const { shown } = (await lin('GET', task)).body;
  expect((await lin('POST', `${task}/complete`, { values: { note: '对' }, shown }, fresh())).status).toBe(200);
  for (const reader of [meng, liu]) expect(await shows(reader)).toEqual([200, false]);
  expect(await shows(lin)).toEqual([200, true]);
});
