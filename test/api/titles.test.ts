// What lists call a case is said in the language of the reader, wherever a case is named; where a language has no title, the plain one.
import { afterAll, beforeAll, expect, it } from 'vitest';
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
  Object.assign(definition.zf, { title: '="包裹 " + no', text: { en } });
  Object.assign(definition.elements.look?.zf ?? {}, {
    participants: [{ rule: 'person', value: 'chenli' }],
    text: { en: { scripts: [{ title: 'Ask', text: 'Where is {no}' }] } },
  });
  await shop.deploy(definition);
  ({ family } = await shop.start('parcel', { no: 'SF 1' }));
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

it('a title that was said before its process had one in another language stays', async () => {
  const { sql } = office.shop;
  await sql`update cases set titles = null`;
  expect(await said('en', '/api/cases', ({ items }: { items: { title: string }[] }) => items[0]?.title)).toBe(
    '包裹 SF 1',
  );
});
