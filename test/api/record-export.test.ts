// A register as a file: what the reader sees, as an import takes it back; secrets by a case, to one person, each time written down.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { publish } from '../../db/processes.ts';
import { Register } from '../../records/register.ts';
import { loadSop } from '../../sops/load.ts';
import { packageRoot } from '../../stack/root.ts';
import { readXlsx } from '../../tables/read-xlsx.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

const label = (zh: string, en: string) => ({ zh, en });
let office: Office;
let clerk: Caller;
let buyer: Caller;
let boss: Caller;
beforeAll(async () => {
  office = await openOffice({ calls: 'real' });
  [clerk, buyer, boss] = await Promise.all([office.as('linxiaowen'), office.as('mengjie'), office.as('chenli')]);
  const { sql } = office.shop;
  const SKU = Register.parse({
    key: 'sku',
    name: label('商品', 'Goods'),
    keyField: 'code',
    title: '=name',
    fields: [
      { type: 'text', id: 'code', label: label('款号', 'Code'), required: true },
      { type: 'text', id: 'name', label: label('品名', 'Name'), required: true },
      { type: 'money', id: 'price', label: label('售价', 'Price') },
      { type: 'number', id: 'weight', label: label('重量', 'Weight'), find: 'number' },
      { type: 'date', id: 'listed', label: label('上架日', 'Listed') },
      { type: 'dateTime', id: 'seen', label: label('看过', 'Seen') },
      {
        type: 'choice',
        id: 'state',
        label: label('状态', 'State'),
        find: 'text',
        options: [
          { value: 'on', label: label('在售', 'On sale') },
          { value: 'off', label: label('停售', 'Off') },
        ],
      },
      { type: 'person', id: 'keeper', label: label('负责人', 'Keeper') },
      { type: 'money', id: 'cost', label: label('成本', 'Cost'), secret: true, see: ['role:finance'] },
      { type: 'text', id: 'hidden', label: label('内部', 'Inner'), see: ['role:finance'] },
    ],
    add: ['role:finance'],
    change: ['role:finance'],
  });
  const CLOSED = Register.parse({ ...SKU, key: 'closed', export: ['role:finance'] });
  for (const body of [SKU, CLOSED])
    await publishContent(sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
  const rows = [
    ['00123', '=1+1', '-12.50', '0.35', '2026-11-05', '2026-11-05 08:30', '在售', '林晓雯', '3', 'a'],
    ['A-2', '"围巾", 灰', '268', '', '', '', '停售', '', '4', 'b'],
    ['A-3', '-5 度', '1', '2', '2026-11-06', '', '在售', '', '', ''],
  ];
  const head = ['款号', '品名', '售价', '重量', '上架日', '看过', '状态', '负责人', '成本', '内部'];
  const text = [head, ...rows]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\n');
  const { body } = await bring(text);
  expect(body.counts.new).toBe(3);
});
afterAll(() => office?.close());

const bring = (file: string | Blob, register = 'sku') =>
  buyer('POST', `/api/registers/${register}/import`, file, {
    ...fresh(),
    ...(typeof file === 'string' && { 'content-type': 'text/csv' }),
  });
const take = (who: Caller, asked: object, language = 'zh-CN', register = 'sku') =>
  who('POST', `/api/registers/${register}/export`, asked, { 'accept-language': language });
/** Bytes, which the caller of the office would read as text. */
async function bytesOf(who: Caller, asked: object): Promise<Uint8Array> {
  const answer = await office.app.request('/api/registers/sku/export', {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: who.cookie },
    body: JSON.stringify(asked),
  });
  return new Uint8Array(await answer.arrayBuffer());
}

it('a file on its way has no name on the disk: whoever is killed meanwhile leaves nothing behind', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-export-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    const answer = await office.app.request('/api/registers/sku/export', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: clerk.cookie },
      body: JSON.stringify({ format: 'csv' }),
    });
    const reader = answer.body!.getReader();
    const first = await reader.read();
    expect(Buffer.from(first.value ?? []).toString()).toContain('00123');
    expect(readdirSync(folder)).toEqual([]);
    expect((await reader.read()).done).toBe(true);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('a register as a file', () => {
  it('holds what the reader sees, in his language, as filtered and sorted; no text is carried out as a formula', async () => {
    const { body, headers } = await take(clerk, { format: 'csv' });
    expect(headers.get('content-disposition')).toContain(`${encodeURIComponent('商品')}%20`);
    // Read as text, the mark of UTF-8 is gone.
    expect([...(await bytesOf(clerk, { format: 'csv' })).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [head, ...lines] = body.trim().split('\r\n');
    expect(head).toBe('款号,品名,售价,重量,上架日,看过,状态,负责人');
    expect(lines.sort()).toEqual([
      "00123,'=1+1,-12.5,0.35,2026-11-05,2026-11-05 08:30,在售,林晓雯",
      'A-2,"""围巾"", 灰",268,,,,停售,',
      "A-3,'-5 度,1,2,2026-11-06,,在售,",
    ]);
    const english = await take(
      clerk,
      {
        format: 'csv',
        columns: ['state'],
        where: [{ field: 'state', is: '=', value: 'on' }],
        sort: { field: 'weight', down: true },
      },
      'en',
    );
    expect(english.body).toBe('Code,State\r\nA-3,On sale\r\n00123,On sale\r\n');
  });

  it('brought in again changes nothing, as CSV and as a workbook', async () => {
    const csv = (
      await take(buyer, {
        format: 'csv',
        columns: ['name', 'price', 'weight', 'listed', 'seen', 'state', 'keeper', 'hidden'],
      })
    ).body;
    expect((await bring(csv)).body.counts).toEqual({ new: 0, changed: 0, same: 3, refused: 0 });
    const xlsx = await bytesOf(buyer, { format: 'xlsx' });
    const { rows } = await readXlsx(xlsx, { rows: 10, columns: 20, cell: 100 });
    expect(rows.find(({ cells }) => cells[0] === '00123')?.cells.slice(0, 5)).toEqual([
      '00123',
      '=1+1',
      '-12.5',
      '0.35',
      '2026-11-05',
    ]);
    expect((await bring(new Blob([xlsx as never]))).body.counts).toEqual({ new: 0, changed: 0, same: 3, refused: 0 });
  });

  it('is of one moment: what moves while it is made comes neither twice nor not at all', async () => {
    const many = ['款号,品名', ...Array.from({ length: 1_500 }, (_, n) => `W-${n},中`)].join('\n');
    await bring(many, 'closed');
    let going = true;
    const moved = (async () => {
      for (let n = 0; going; n++)
        await office.shop
          .sql`update record set title = ${n % 2 ? '一' : '终'} where register = 'closed' and key = 'W-7'`;
    })();
    try {
      for (let n = 0; n < 12; n++) {
        const { body } = await take(buyer, { format: 'csv' }, 'zh-CN', 'closed');
        const found = body.split('\r\n').filter((line: string) => line.startsWith('W-7,'));
        expect(found).toEqual(['W-7,中,,,,,,,']);
      }
    } finally {
      going = false;
      await moved;
    }
    await office.shop.sql`delete from record where register = 'closed'`;
  });

  it('has each of 1,201 records once', async () => {
    const many = ['款号,品名', ...Array.from({ length: 1_201 }, (_, n) => `M-${n},同名`)].join('\n');
    await bring(many, 'closed');
    const lines: string[] = (await take(buyer, { format: 'csv' }, 'zh-CN', 'closed')).body
      .trim()
      .split('\r\n')
      .slice(1);
    expect(new Set(lines).size).toBe(1_201);
    expect(lines).toHaveLength(1_201);
  });

  it('is refused to whom the register does not let export, and for fields that he does not see', async () => {
    expect((await take(clerk, {}, 'zh-CN', 'closed')).body.code).toBe('notAllowed');
    expect((await take(clerk, { columns: ['hidden'] })).body.code).toBe('notFindable');
    expect((await take(clerk, { where: [{ field: 'cost', is: '=', value: 3 }] })).body.code).toBe('notFindable');
    expect((await take(clerk, { where: [{ field: 'title', is: '<', value: '@field:cost' }] })).body.code).toBe(
      'notFindable',
    );
    expect((await take(clerk, { columns: ['cost'] })).body.code).toBe('notFindable');
    expect((await take(clerk, {}, 'zh-CN', 'none')).status).toBe(404);
  });

  it('is written down: who, which columns, how many', async () => {
    const [row] = await office.shop
      .sql`select by, object, detail from audit where action like '%/export' and object = 'sku' order by id limit 1`;
    expect(row).toMatchObject({ object: 'sku', detail: { rows: 3 } });
  });
});

describe('with a secret column', () => {
  const asked = { format: 'csv', columns: ['name', 'cost'], where: [{ field: 'state', is: '=', value: 'on' }] };
  const open = (who: Caller, request = fresh()) =>
    who('POST', '/api/registers/sku/export-cases', { ...asked, reason: '对账' }, request);

  it('is refused with the way to ask, and says so where nobody decides', async () => {
    expect((await take(buyer, asked)).body).toMatchObject({ status: 403, code: 'exportNeedsCase', secrets: ['cost'] });
    expect((await open(buyer)).body.code).toBe('exportUndecided');
  });

  it('is a case: approved, made once with what the asker sees, given to nobody else, each time written down', async () => {
    const { sql } = office.shop;
    const { model, definition, forms } = await loadSop(path.join(packageRoot, 'sops', 'base', 'data-export'));
    await publish(sql, { model, definition, forms });
    const request = fresh();
    const { body: begun } = await open(buyer, request);
    expect((await open(buyer, request)).body.case).toBe(begun.case);

    const taskOf = (who: Caller, element: string) =>
      office.shop.until(async () => {
        const { body } = await who('GET', `/api/cases/${begun.case}`);
        return body.tasks?.find((one: { element: string }) => one.element === element)?.id as string | undefined;
      }, element);
    const decide = await taskOf(boss, 'decide');
    const { body: shown } = await boss('GET', `/api/tasks/${decide}`);
    expect(shown.values).toMatchObject({
      asker: '孟洁',
      registerName: '商品',
      secrets: '成本',
      reason: '对账',
      filter: '状态 = 在售',
      expected: 2,
    });
    await boss('POST', `/api/tasks/${decide}/claim`, {}, fresh());
    expect((await boss('POST', `/api/tasks/${decide}/complete`, { values: { verdict: 'yes' } }, fresh())).status).toBe(
      200,
    );

    const fetch = await taskOf(buyer, 'fetch');
    const { body: mine } = await buyer('GET', `/api/tasks/${fetch}`);
    expect(mine.values.rows).toBe(2);
    const [{ file, name }] = mine.values.files;
    expect(name).toMatch(/^商品 \d{4}-\d\d-\d\d\.csv$/);
    const { body: text } = await buyer('GET', `/api/files/${file}`);
    expect(text.trim().split('\r\n').sort()).toEqual(["00123,'=1+1,3", "A-3,'-5 度,", '款号,品名,成本']);
    // A manager sees the case, and not what is in the file.
    expect((await boss('GET', `/api/files/${file}`)).status).toBe(404);
    const rows =
      await sql`select action, object from audit where action = 'register.export' or object = ${file} order by id`;
    expect(rows.map(({ action, object }) => [action, object])).toEqual([
      ['register.export', 'sku'],
      ['GET /api/files/:id', file],
    ]);
  });

  it('is not made for whom the field was taken from meanwhile', async () => {
    const { sql } = office.shop;
    const { body: begun } = await open(buyer);
    const [known] =
      await sql`select body from content_version where kind = 'register' and key = 'sku' order by version desc limit 1`;
    const body = structuredClone(known?.body) as Register;
    for (const field of body.fields) if (field.id === 'cost') field.see = ['role:store-manager'];
    await publishContent(sql, { kind: 'register', key: 'sku', name: body.name, body, by: null, from: 0 });
    const find = (who: Caller, element: string) =>
      office.shop.until(async () => {
        const { body: seen } = await who('GET', `/api/cases/${begun.case}`);
        return seen.tasks?.find((one: { element: string }) => one.element === element)?.id as string | undefined;
      }, element);
    const decide = await find(boss, 'decide');
    await boss('POST', `/api/tasks/${decide}/claim`, {}, fresh());
    await boss('POST', `/api/tasks/${decide}/complete`, { values: { verdict: 'yes' } }, fresh());
    await find(buyer, 'tell_no');
    expect(await sql`select 1 from file where case_id = ${begun.case}`).toHaveLength(0);
  });
});
