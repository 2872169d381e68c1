// What lists call a case is said in the language of the reader, wherever a case is named; where a language has no title, the plain one.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { valueWords } from '../../web/values/value-words.ts';
import { draw } from '../draw.ts';
import { type Caller, type Office, openOffice } from './office.ts';

let office: Office;
let boss: Caller;
let family: string;
beforeAll(async () => {
  office = await openOffice();
  const { shop } = office;
  boss = await office.as('chenli');
  const definition = draw(
    'parcel',
    {
      s: { type: 'startEvent' },
      look: { type: 'userTask', zf: { scripts: [{ title: '问', text: '{no} 在哪' }] } },
    },
    ['s->look'],
  );
  const en = { name: 'Parcel', title: '="Parcel " + no' };
  const option = [{ value: '地址不完整', label: '地址不完整', text: { en: { name: 'Incomplete address' } } }];
  const variable = [{ name: 'why', type: 'text', label: '为什么', option }];
  Object.assign(definition.zf, { title: '="包裹 " + no', text: { en }, variable, summary: ['why'] });
  Object.assign(definition.elements.look?.zf ?? {}, {
    participants: [{ rule: 'person', value: 'chenli' }],
    form: 'look',
    text: { en: { scripts: [{ title: 'Ask', text: 'Where is {no}' }] } },
  });
  const fields = [{ type: 'text', id: 'why', label: { zh: '为什么', en: 'Why' }, readOnly: true }];
  await publish(shop.sql, {
    definition,
    model: Model.parse({ id: 'parcel', processes: [definition], diagram: {} }),
    forms: { look: Form.parse({ key: 'look', title: { zh: '看' }, fields }) },
  });
  ({ family } = await shop.start('parcel', { no: 'SF 1', why: '地址不完整' }));
  await shop.until(async () => (await shop.tasks(family)).length > 0, 'the task');
}, 60_000);
afterAll(() => office?.close());

const said = async (language: string, address: string, of: (body: never) => unknown) =>
  of((await boss('GET', address, undefined, { 'accept-language': language })).body as never);

it.each([
  ['zh', '包裹 SF 1', '问'],
  ['en', 'Parcel SF 1', 'Ask'],
])(
  'in %s a case is %s in lists, on its page, at its tasks, and beside what has to do with it',
  async (language, title, script) => {
    const first = ({ items }: { items: { title: string }[] }) => items[0]?.title;
    const [{ id }] = await office.shop.sql`select id from task`;
    expect(await said(language, '/api/cases', first)).toBe(title);
    expect(await said(language, `/api/cases/${family}`, (body: { title: string }) => body.title)).toBe(title);
    expect(await said(language, '/api/tasks?view=all', first)).toBe(title);
    const task = await said(language, `/api/tasks/${id}`, (body: object) => body);
    expect(task).toMatchObject({ title, scripts: [{ title: script }] });
    const about = { kind: 'case', id: family };
    if (language === 'zh')
      await boss('POST', '/api/remarks', { about, text: '@chenli 看一下' }, { 'idempotency-key': 'titles-of-1' });
    expect(await said(language, `/api/remarks?kind=case&id=${family}`, first)).toBe(title);
  },
);

it('what has no name is not told as where a task comes from', async () => {
  const from = ({ items }: { items: { from: unknown }[] }) => items[0]?.from;
  expect(await said('zh', '/api/tasks?view=all', from)).toBe(null);
});

it('a text that the drawing gives is shown in the words that its variable has for it: in the form, the summary, the data of the case', async () => {
  const [{ id }] = await office.shop.sql`select id from task`;
  const { body: task } = await boss('GET', `/api/tasks/${id}`);
  const { body: read } = await boss('GET', `/api/cases/${family}`);
  const why = ({ name }: { name: string }) => name === 'why';
  const fields = [task.form.fields[0], task.summary.find(why).field, read.variables.find(why).field];
  const said = fields.map((field) => [
    valueWords('地址不完整', { type: 'text', field }, { language: 'en', zone: '+08:00' }),
    valueWords('别的原因', { type: 'text', field }, { language: 'en', zone: '+08:00' }),
  ]);
  expect(said, 'what has no words is shown as it is').toEqual(Array(3).fill(['Incomplete address', '别的原因']));
  expect([task.form.fields[0].label.en, task.form.fields[0].readOnly, task.values.why]).toEqual([
    'Why',
    true,
    '地址不完整',
  ]);
});

it('a title that was said before its process had one in another language stays', async () => {
  const { sql } = office.shop;
  await sql`update cases set titles = null`;
  expect(await said('en', '/api/cases', ({ items }: { items: { title: string }[] }) => items[0]?.title)).toBe(
    '包裹 SF 1',
  );
});
