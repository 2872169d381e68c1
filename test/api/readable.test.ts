// What Postgres or a host could not hold is refused at the rim, with the place and in the reader's language; nothing of it is stored.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let manager: Caller;
beforeAll(async () => {
  office = await openOffice();
  manager = await office.as('chenli');
});
afterAll(() => office?.close());

const HALF = '谢谢\ud83d';
const ZERO = 'a\u0000b';
const message = (variables: object, more = {}) =>
  manager('POST', '/api/messages', { name: 'n', variables, ...more }, fresh());

describe('text that cannot be kept', () => {
  it.each([HALF, ZERO])('is refused in JSON, naming the place, in both languages (%j)', async (text) => {
    expect(await message({ order: { note: text } })).toMatchObject({
      status: 422,
      body: { code: 'textRefused', errors: [{ path: 'variables.order.note' }] },
    });
    expect((await message({}, { key: text })).body.detail).toContain('「key」');
    const en = await manager(
      'POST',
      '/api/cases',
      { process: 'refund', variables: { buyer: text, amount: 1 } },
      { ...fresh(), 'accept-language': 'en' },
    );
    expect(en.body).toMatchObject({ code: 'textRefused', detail: expect.stringContaining('“variables.buyer”') });
    const [stored] = await office.shop.sql`select 1 from command where body::text like '%buyer%'`;
    expect(stored).toBeUndefined();
  });

  it('is refused in queries and addresses, never with words of Postgres', async () => {
    for (const address of [
      '/api/cases?q=%00',
      '/api/people?q=a%00',
      '/api/cases/a%00b',
      '/api/tasks/a%00b',
      '/api/processes/a%00',
    ]) {
      const answer = await manager('GET', address);
      expect([address, answer.status, answer.body.code]).toEqual([address, 422, 'textRefused']);
    }
  });
});

it('a cursor that is none of ours is refused by every list, and never a fault of ours', async () => {
  const admin = await office.as('gaoyuan');
  const { paths } = (await admin('GET', '/api/openapi.json')).body as {
    paths: Record<string, { get?: { parameters?: { name: string }[] } }>;
  };
  const lists = Object.entries(paths).flatMap(([path, { get }]) =>
    get?.parameters?.some(({ name }) => name === 'cursor') ? path : [],
  );
  expect(lists.length).toBeGreaterThan(8);
  const shapes = [
    0,
    1.5,
    1e300,
    'zz',
    null,
    ['zz', 'x'],
    ['2026-99-99 00:00:00+00', 'x'],
    [1e300, 'x'],
    ['9', 'x', 'y'],
    [1e300, 'x', 'y'],
    {},
  ];
  const faults: unknown[] = [];
  for (const path of lists)
    for (const shape of shapes) {
      const cursor = Buffer.from(JSON.stringify(shape)).toString('base64url');
      const answer = await admin('GET', `${path.replace(/\{\w+\}/g, 'x')}?cursor=${cursor}&kind=record&id=x/y&q=x`);
      if (answer.status >= 500) faults.push([path, shape, answer.status]);
    }
  expect(faults).toEqual([]);
});

it.each(['record.sku', 'ledger.stock'])('nobody tells from outside what only the shop knows: %s', async (name) => {
  const answer = await manager(
    'POST',
    '/api/messages',
    { name, key: 'QH-1', variables: { new: { price: 1 } } },
    fresh(),
  );
  expect(answer).toMatchObject({ status: 422, body: { code: 'nameRefused', errors: [{ path: 'name' }] } });
  const own = await manager('POST', '/api/messages', { name: `our.${name}`, variables: {} }, fresh());
  expect(own.status).toBe(202);
});

describe('limits', () => {
  it('count the names of variables, their number and their length', async () => {
    const names = (count: number, length: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [String(index).padStart(length, 'n'), 1]));
    expect(await message(names(600, 199))).toMatchObject({ status: 413, body: { code: 'variablesTooLarge' } });
    expect(await message(names(1_001, 4))).toMatchObject({ status: 413, body: { code: 'variablesTooLarge' } });
    expect(await message(names(1, 40_000))).toMatchObject({ status: 422, body: { code: 'nameTooLong' } });
    expect(await message({ note: 'x'.repeat(70_000) })).toMatchObject({
      status: 413,
      body: { code: 'variableTooLarge' },
    });
    expect((await message(names(400, 199))).status).toBe(202);
  });

  it('stop nesting before anything walks into it', async () => {
    const deep = (levels: number) => `{"name":"n","variables":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
    expect(await manager('POST', '/api/messages', deep(20_000), fresh())).toMatchObject({
      status: 422,
      body: { code: 'tooNested' },
    });
    expect((await manager('POST', '/api/messages', deep(90), fresh())).status).toBe(202);
  });

  it('refuse names that an object cannot hold', async () => {
    expect(
      await manager('POST', '/api/messages', '{"name":"n","variables":{"__proto__":{"a":1}}}', fresh()),
    ).toMatchObject({
      status: 422,
      body: { code: 'nameRefused', errors: [{ path: 'variables.__proto__' }] },
    });
    const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><startEvent id="__proto__"/></process></definitions>`;
    expect((await manager('POST', '/api/bpmn/import', xml, { 'content-type': 'text/xml' })).body.code).toBe(
      'nameRefused',
    );
  });

  it('say it in words where a file nests without end', async () => {
    const levels = 5_000;
    const open = Array.from({ length: levels }, (_, index) => `<subProcess id="s${index}">`).join('');
    const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">${open}${'</subProcess>'.repeat(levels)}</process></definitions>`;
    const answer = await manager('POST', '/api/bpmn/import', xml, { 'content-type': 'text/xml' });
    expect(answer.body).toMatchObject({ status: 422, code: 'tooNested' });
    expect(answer.body.detail).not.toMatch(/call stack/);
  });
});
