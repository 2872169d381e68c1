// Structures change while records stand: what was written as one kind of field is shown where it is now of another, and breaks no page.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishContent } from '../../db/content.ts';
import { layOutAnew } from '../../db/layout.ts';
import { KINDS } from '../../forms/kinds.ts';
import { Register } from '../../records/register.ts';
import { fresh } from '../api/office.ts';
import { type House, openHouse } from './house.ts';

const label = (zh: string) => ({ zh, en: zh });
const OPTIONS = [{ value: 'a', label: label('甲') }];
/** What a kind asks beside its name. */
const MORE: Record<string, object> = {
  choice: { options: OPTIONS },
  choices: { options: OPTIONS },
  checklist: { options: OPTIONS },
  record: { register: 'shelf' },
  table: { columns: [{ type: 'text', id: 'a', label: label('a') }] },
};
const kinds = Object.keys(KINDS).filter((type) => type !== 'block');
/** Fields of all kinds, or all of one. */
const shelf = (one?: string) =>
  Register.parse({
    key: 'shelf',
    name: label('架'),
    keyField: 'code',
    fields: [
      { type: 'text', id: 'code', label: label('号'), required: true },
      ...kinds.map((id) => ({ id: `f_${id}`, label: label(`「${id}」`), ...MORE[one ?? id], type: one ?? id })),
    ],
    views: [{ key: 'all', title: label('全'), columns: kinds.map((id) => `f_${id}`) }],
  });

let house: House;
const publish = async (body: Register) => {
  const { sql } = house.office.shop;
  await publishContent(sql, { kind: 'register', key: body.key, name: body.name, body, by: null, from: 0 });
  await layOutAnew(sql, 0);
};
beforeAll(async () => {
  house = await openHouse({ furnished: false });
}, 240_000);
afterAll(() => house?.close());

/** What the pages of the one record say, after nothing has fallen. */
async function pages(): Promise<string[]> {
  const page = await house.open('chenli');
  const fell: string[] = [];
  page.on('pageerror', (error) => fell.push(String(error)));
  const said: string[] = [];
  for (const address of ['/registers/shelf?view=all', '/registers/shelf/records/A']) {
    await page.goto(address);
    if (process.env.SHOTS) {
      await page.waitForTimeout(3000);
      await page.screenshot({ path: `${process.env.SHOTS}/ck${said.length}.png` });
      console.log(fell, (await page.locator('body').innerText()).slice(0, 600));
    }
    await page.getByText('「text」').first().waitFor();
    await page.waitForLoadState('networkidle');
    said.push(await page.locator('main').innerText());
  }
  // Nor does what it is changed with.
  await page.locator('.record-fields h3 .link').click();
  await page.locator('[data-field="f_location"]').waitFor();
  expect(fell).toEqual([]);
  return said;
}

it('a text stays in sight in every kind of field', async () => {
  await publish(shelf('text'));
  const boss = await house.office.as('chenli');
  const values = Object.fromEntries(kinds.map((id) => [`f_${id}`, `旧${id}`]));
  const made = await boss('POST', '/api/registers/shelf/records', { values: { code: 'A', ...values } }, fresh());
  expect(made.status).toBe(201);
  await publish(shelf());
  const [grid = '', record = ''] = await pages();
  expect(
    kinds.filter((id) => !grid.includes(`旧${id}`)),
    'of the grid: a table is no column',
  ).toEqual(['table']);
  expect(
    kinds.filter((id) => !record.includes(`旧${id}`)),
    'record',
  ).toEqual([]);
  // What is not touched stays as it was.
  const patched = await boss('PATCH', '/api/registers/shelf/records/A', { rev: 1, values: { f_text: '新' } }, fresh());
  expect(patched.status).toBe(200);
  expect(patched.body.values).toMatchObject({ f_record: '旧record', f_table: '旧table', f_text: '新' });
});

it.each([
  ['a record', { ref: 'shelf/A', key: 'A', rev: 1, title: '那一条' }, '那一条'],
  ['rows', [{ name: '行一' }], '行一'],
  ['several', ['其一', '其二'], '其二'],
  ['a number', 4_321, '4'],
])('%s stays in sight in every kind of field', async (_, value, part) => {
  const values = Object.fromEntries(kinds.map((id) => [`f_${id}`, value]));
  const { sql } = house.office.shop;
  await sql`
    update record set body = ${sql.json({ code: 'A', ...values })} where register = 'shelf' and key = 'A'`;
  const [grid = '', record = ''] = await pages();
  expect([grid.includes(part), record.includes(part)]).toEqual([true, true]);
});
