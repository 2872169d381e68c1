// What lists call a record is said in the language of the reader, wherever it is named: by itself, as a choice, in the way of its tree,
// in what other records hold of it. What a process says of a change, too.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { layOutAnew } from '../../db/layout.ts';
import { writeRecord } from '../../db/record-writes.ts';
import { recordCalled } from '../../forms/kinds/record.ts';
import { Register } from '../../records/register.ts';
import { putOf } from '../../records/service.ts';
import { fromText, type Message } from '../../words/message.ts';
import { sayOfRecord } from '../../words/records.ts';
import { CATEGORY, label } from '../goods.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const REASON = Register.parse({
  ...CATEGORY,
  title: '=name',
  titles: { en: '=if english = null then name else english' },
  fields: [...CATEGORY.fields, { type: 'text', id: 'english', label: label('英文') }],
});
const RETURN = Register.parse({
  key: 'return',
  name: label('退货'),
  number: 'T-{000}',
  fields: [
    { type: 'text', id: 'what', label: label('什么') },
    { type: 'record', id: 'why', label: label('原因'), register: REASON.key },
    { type: 'choice', id: 'also', label: label('还有'), options: [], from: { register: REASON.key } },
  ],
});

let office: Office;
let boss: Caller;
const publish = (body: Register) =>
  publishContent(office.shop.sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
const make = async (register: string, values: object) =>
  (await boss('POST', `/api/registers/${register}/records`, { values }, fresh())).body;
beforeAll(async () => {
  office = await openOffice();
  boss = await office.as('chenli');
  await publish(REASON);
  await publish(RETURN);
  await make(REASON.key, { code: 'quality', name: '质量', english: 'Quality' });
  await make(REASON.key, { code: 'stained', name: '污渍', english: 'Stained', parent: { key: 'quality' } });
  await make(REASON.key, { code: 'other', name: '其他', parent: { key: 'quality' } });
  await make('return', { what: '被子', why: { key: 'stained' } });
  await office.shop.sql`
    insert into link (from_kind, from_id, role, to_kind, to_id, at) values ('record', 'return/T-001', 'why', 'record', ${`${REASON.key}/stained`}, 1)`;
});
afterAll(() => office?.close());

const said = async (language: string, method: string, address: string, body?: unknown) =>
  (await boss(method, address, body, { 'accept-language': language })).body;

it.each([
  ['zh', '污渍', '质量'],
  ['en', 'Stained', 'Quality'],
] as const)('in %s a record is %s', async (language, title, above) => {
  const address = `/api/registers/${REASON.key}/records/stained`;
  expect(await said(language, 'GET', address)).toMatchObject({ title, way: [{ key: 'quality', title: above }] });
  const listed = await said(language, 'POST', '/api/query', { source: { kind: 'register', key: REASON.key } });
  const titles = Object.fromEntries(listed.items.map((one: { key: string; title: string }) => [one.key, one.title]));
  expect(titles, 'what has no English name is called by its own').toEqual({
    quality: above,
    stained: title,
    other: '其他',
  });
  const { values } = await said(language, 'GET', '/api/registers/return/records/T-001');
  expect(recordCalled(values.why, language)).toBe(title);
  const { fields } = await said(language, 'GET', '/api/registers/return');
  const options = fields.find(({ id }: { id: string }) => id === 'also').options;
  const chosen = options.find(({ value }: { value: string }) => value === 'stained');
  expect(chosen.label[language]).toBe(title);
  const related = await said(language, 'GET', '/api/related?kind=record&id=return/T-001');
  expect(related.items.map((one: { title: string }) => one.title)).toEqual([title]);
});

it('is found by its English name', async () => {
  const found = await said('zh', 'POST', '/api/query', {
    source: { kind: 'register', key: REASON.key },
    q: 'stained',
  });
  expect(found.items.map(({ key }: { key: string }) => key)).toContain('stained');
});

it('a register that says titles in English later has them of the records that stand', async () => {
  const plain = Register.parse({
    ...REASON,
    key: 'plain',
    parentField: undefined,
    kind: 'list',
    titles: undefined,
    fields: REASON.fields.filter(({ id }) => id !== 'parent'),
  });
  await publish(plain);
  await make('plain', { code: 'a', name: '甲', english: 'A' });
  await publish({ ...plain, titles: REASON.titles });
  await layOutAnew(office.shop.sql, 0);
  expect((await said('en', 'GET', '/api/registers/plain/records/a')).title).toBe('A');
  await publish(plain);
  await layOutAnew(office.shop.sql, 0);
  expect((await said('en', 'GET', '/api/registers/plain/records/a')).title).toBe('甲');
});

it('the history keeps the reason of a process in both languages', async () => {
  const { reason, values } = putOf({
    key: 'quality',
    name: '品质',
    reason: '改名：质量',
    reasonEnglish: 'Renamed: quality',
  });
  expect(values, 'no field is called so').toEqual({ name: '品质' });
  const written = await writeRecord(
    office.shop.sql,
    { is: 'process', process: 'p' },
    { by: null, at: 0, reason },
    { register: REASON, version: 1, key: 'quality', values },
  );
  expect(written.ok).toBe(true);
  const { items } = await said('en', 'GET', `/api/registers/${REASON.key}/records/quality/history`);
  expect(sayOfRecord(fromText(items[0].reason) as Message, 'zh')).toBe('改名：质量');
  expect(sayOfRecord(fromText(items[0].reason) as Message, 'en')).toBe('Renamed: quality');
});
