// Personal data goes when its time is over: from every row that has it, with its files and copies; the rest of the story stays.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { erasePersonal } from '../../api/routes/files.ts';
import { shopNow } from '../../api/shop-now.ts';
import { Model } from '../../bpmn/definition.ts';
import { eraseDue, HELD } from '../../db/erasure.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let staff: Caller;
let manager: Caller;
beforeAll(async () => {
  office = await openOffice();
  [staff, manager] = await Promise.all([office.as('linxiaowen'), office.as('chenli')]);
  for (const [key, eraseAfter] of [
    ['returning', 30],
    ['keeping', undefined],
  ] as const) {
    const definition = draw(
      key,
      {
        start: { type: 'startEvent', zf: { form: 'ask' }, eventDefinitions: [] },
        look: {
          type: 'userTask',
          name: '看',
          zf: { form: 'answer', participants: [{ rule: 'role', value: 'order-auditor' }] },
        },
        end: { type: 'endEvent', eventDefinitions: [] },
      } as never,
      ['start->look', 'look->end'],
      {
        zf: {
          title: '="退货 " + buyer',
          summary: ['buyer', 'amount'],
          ...(eraseAfter !== undefined && { eraseAfter }),
          variable: [
            { name: 'buyer', type: 'string', personal: true },
            { name: 'phone', type: 'string', personal: true },
            { name: 'picture', type: 'file', personal: true },
            { name: 'amount', type: 'number' },
          ],
        },
      },
    );
    const field = (id: string, type = 'text') => ({ type, id, label: { zh: id } });
    const forms = {
      ask: Form.parse({
        key: 'ask',
        title: { zh: '申请' },
        fields: [field('buyer'), field('phone'), field('amount', 'integer'), field('picture', 'file')],
      }),
      answer: Form.parse({ key: 'answer', title: { zh: '答复' }, fields: [field('phone'), field('remark')] }),
    };
    await publish(office.shop.sql, {
      definition,
      model: Model.parse({ id: key, processes: [definition], diagram: {} }),
      forms,
    });
  }
});
afterAll(() => office?.close());

const BUYER = '欧阳锋锐';
async function goneThrough(process: string) {
  const form = new FormData();
  const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Buffer.from(process)]);
  form.append('file', new File([bytes], 'face.png', { type: 'image/png' }));
  const picture = (await staff('POST', '/api/files', form)).body;
  const variables = { buyer: BUYER, phone: '13912345678', amount: 4_200, picture: [picture] };
  const { body } = await staff('POST', '/api/cases', { process, variables }, fresh());
  const [task] = await office.shop.sql<{ id: string }[]>`select id from task where case_id = ${body.case}`;
  await staff('POST', `/api/tasks/${task?.id}/claim`);
  const values = { phone: '13987654321', remark: `给${BUYER}打过电话` };
  await staff('POST', `/api/tasks/${task?.id}/complete`, { values }, fresh());
  await office.shop.until(
    async () => (await manager('GET', `/api/cases/${body.case}`)).body.status === 'ended',
    'the case ends',
  );
  return { id: body.case as string, picture: picture.file as string };
}
/** Everything that the database holds of a case, as one text. */
async function all(id: string): Promise<string> {
  const { sql } = office.shop;
  const texts: string[] = [];
  for (const [table, { of }] of Object.entries(HELD))
    texts.push(JSON.stringify(await sql`select * from ${sql(table)} where ${sql(of)} = ${id}`));
  return texts.join('\n');
}
const later = (days: number) => shopNow(office.shop.sql).then((now) => now + days * 86_400_000);

it('of ended cases after the days of their process, everywhere, with files and copies, and the audit says so', async () => {
  const { id, picture } = await goneThrough('returning');
  const kept = await goneThrough('keeping');
  expect(await all(id)).toMatch(BUYER);
  expect(await eraseDue(office.shop.sql, await later(29))).toEqual({ cases: 0, files: [] });
  const [file] = await office.shop.sql<{ sha256: string }[]>`select sha256 from file where id = ${picture}`;
  const place = path.join(office.deps.filesDir, file?.sha256.slice(0, 2) ?? '', file?.sha256 ?? '');
  expect(existsSync(place)).toBe(true);
  await office.shop.sql`update cases set ended_at = ended_at - ${31 * 86_400_000}::bigint`;
  await erasePersonal(office.deps);
  const left = await all(id);
  expect(await office.shop.sql`select 1 from case_search where case_id = ${id}`).toEqual([]);
  expect(left).not.toMatch(new RegExp(`${BUYER}|139123|139876|${picture}`));
  expect(existsSync(place)).toBe(false);
  expect(await all(kept.id)).toMatch(BUYER);

  const { body } = await manager('GET', `/api/cases/${id}`);
  expect(body).toMatchObject({ status: 'ended', title: '退货 ×××' });
  const shown = Object.fromEntries(
    body.variables.map(({ name, value }: { name: string; value: unknown }) => [name, value]),
  );
  expect(shown).toMatchObject({ buyer: null, phone: null, amount: 4_200, remark: '给×××打过电话' });
  const { items } = (await manager('GET', `/api/cases/${id}/history`)).body;
  expect(items.map(({ kind }: { kind: string }) => kind)).toContain('caseEnded');
  expect(items.some(({ by }: { by: { name: string } | null }) => by?.name === '林晓雯')).toBe(true);
  const admin = await office.as('gaoyuan');
  const erased = (await admin('GET', '/api/audit')).body.items.filter(
    ({ action }: { action: string }) => action === 'erase',
  );
  expect(erased).toMatchObject([{ object: id, by: null, detail: { process: 'returning' } }]);
  expect(await eraseDue(office.shop.sql, await later(100))).toEqual({ cases: 0, files: [] });
});

it('knows every place where a case leaves data', async () => {
  const rows = await office.shop.sql<{ table: string; column: string }[]>`
    select c.table_name as table, c.column_name as column from information_schema.columns c
    where c.table_schema = 'public' and c.data_type in ('json', 'jsonb')
      and (c.table_name = 'cases' or exists (select 1 from information_schema.columns o
        where o.table_schema = 'public' and o.table_name = c.table_name and o.column_name = 'case_id'))
    order by 1, 2`;
  const missing = rows.filter(({ table, column }) => !HELD[table]?.json.includes(column));
  // The outbox is empty once a case has ended, jobs go with the wait of their call; a text names a step in further languages. An answer of a
  // job over many is a code. What a case has written into registers, ledgers and parameters is theirs: it stays when the case is erased.
  expect(missing).toEqual([
    { table: 'bulk_item', column: 'answer' },
    { table: 'entry', column: 'doc' },
    { table: 'job', column: 'headers' },
    { table: 'job', column: 'input' },
    { table: 'outbox', column: 'body' },
    { table: 'parameter_value', column: 'value' },
    { table: 'record_change', column: 'after' },
    { table: 'record_change', column: 'before' },
    { table: 'task', column: 'texts' },
  ]);
});
