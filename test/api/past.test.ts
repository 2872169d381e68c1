// The past of the demo is older than the tables it is read into.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPast, writePast } from '../../db/past.ts';
import { clearShop } from '../../db/scenario-shop.ts';
import { draw } from '../draw.ts';
import { type Office, openOffice } from './office.ts';

const DAY = 86_400_000;
let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office?.close());

it('comes back though a column and a table have been taken away since', async () => {
  const { sql } = office.shop;
  await office.shop.deploy(
    draw('visit', { s: { type: 'startEvent' }, call: { type: 'userTask' } } as never, ['s->call']),
  );
  const { family } = await office.shop.start('visit', { note: 'a\tb\nc' });
  await office.shop.until(async () => (await office.shop.tasks(family)).length > 0, 'the task');
  const before = await sql`select id, key, title, state, started_at from cases`;
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'zhangfa-past-')), 'past.gz');
  await writePast(sql, file);
  await clearShop(sql);
  await sql`alter table cases drop column subject`;
  await sql`drop table remark`;
  const opens = Date.parse('2026-11-26T01:00:00Z');
  await sql.begin((tx) => readPast(tx, file, { began: opens - 60 * DAY, opens }));
  expect(await sql`select id, key, title, state, started_at from cases`).toEqual(before);
  expect(await sql`select element from task`).toEqual([{ element: 'call' }]);
  // It was published in the hour in which the past was built; the shop says when it began.
  const [{ days } = { days: 0 }] = await sql<
    { days: number }[]
  >`select round(extract(epoch from now() - published_at) / 86400)::int as days from definition`;
  expect(days).toBe(60);
});
