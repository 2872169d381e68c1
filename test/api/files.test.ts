// Uploads: tied to the case that they are given to, wherever they stand in a form; bounded a person; forgotten where they came to nothing.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../api/app.ts';
import { tidyFiles } from '../../api/routes/files.ts';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { Form } from '../../forms/form.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let staff: Caller;
let other: Caller;
beforeAll(async () => {
  office = await openOffice();
  [staff, other] = await Promise.all([office.as('linxiaowen'), office.as('machao')]);
  const definition = draw(
    'damage',
    {
      start: { type: 'startEvent', zf: { form: 'report' }, eventDefinitions: [] },
      look: { type: 'userTask', name: '看', zf: { participants: [{ rule: 'role', value: 'warehouse' }] } },
      end: { type: 'endEvent', eventDefinitions: [] },
    } as never,
    ['start->look', 'look->end'],
  );
  const report = Form.parse({
    key: 'report',
    title: { zh: '破损' },
    fields: [
      {
        type: 'table',
        id: 'lines',
        label: { zh: '破损的' },
        columns: [
          { type: 'text', id: 'sku', label: { zh: 'SKU' } },
          { type: 'file', id: 'pictures', label: { zh: '照片' } },
        ],
      },
    ],
  });
  await publish(office.shop.sql, {
    definition,
    model: Model.parse({ id: definition.key, processes: [definition], diagram: {} }),
    forms: { report },
  });
});
afterAll(() => office?.close());

const picture = (mark: number) => {
  const form = new FormData();
  const bytes = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array(100).fill(mark)];
  form.append('file', new File([new Uint8Array(bytes)], `${mark}.png`, { type: 'image/png' }));
  return form;
};
const upload = async (mark: number, by = staff) => (await by('POST', '/api/files', picture(mark))).body;
const rowOf = async (id: string) =>
  (
    await office.shop.sql<
      { case_id: string | null; sha256: string }[]
    >`select case_id, sha256 from file where id = ${id}`
  )[0];

it('a long name keeps its last letters whole', async () => {
  const form = new FormData();
  const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array(100).fill(9)]);
  form.append('file', new File([bytes], `${'😀'.repeat(80)}x.png`, { type: 'image/png' }));
  const { status, body } = await staff('POST', '/api/files', form);
  expect(status).toBe(201);
  expect(body.name).toMatch(/^😀+x\.png$/u);
});

it('a name does not pretend another ending by signs that turn the direction', async () => {
  const form = new FormData();
  const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array(100).fill(9)]);
  form.append('file', new File([bytes], 'a\u202egpj.png', { type: 'image/png' }));
  expect((await staff('POST', '/api/files', form)).body.name).toBe('a_gpj.png');
});

it('a picture in the row of a table is tied to its case, and nobody can slip in another’s', async () => {
  const own = await upload(1);
  const foreign = await upload(2, other);
  const start = (pictures: object[]) =>
    staff('POST', '/api/cases', { process: 'damage', variables: { lines: [{ sku: 'A', pictures }] } }, fresh());
  expect((await start([foreign])).body.code).toBe('notFound');
  expect((await rowOf(foreign.file))?.case_id).toBeNull();
  const { status, body } = await start([own]);
  expect(status).toBe(201);
  expect((await rowOf(own.file))?.case_id).toBe(body.case);
  const manager = await office.as('chenli');
  expect((await manager('GET', `/api/files/${own.file}`)).status).toBe(200);
});

it('one person may not fill the disk; what was given to a case counts no more', async () => {
  const app = createApp({ ...office.deps, untiedBytes: 250 });
  const send = async (mark: number) => {
    const answer = await app.request('/api/files', {
      method: 'POST',
      headers: { cookie: (await office.as('tangguo')).cookie },
      body: picture(mark),
    });
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  expect([await send(11), await send(12)].map(([status]) => status)).toEqual([201, 201]);
  expect(await send(13)).toEqual([413, 'quotaReached']);
  await office.shop.sql`update file set case_id = 'some' where by = (select id from person where username = 'tangguo')`;
  expect((await send(13))[0]).toBe(201);
});

it('what was given to no case is forgotten after 30 days, unless it stands in a draft or another row names it', async () => {
  const { sql } = office.shop;
  const [lost, drafted, twin, young] = [await upload(21), await upload(22), await upload(23), await upload(24)];
  await upload(23, other);
  const old = [lost.file, drafted.file, twin.file];
  await sql`update file set created_at = now() - interval '31 days' where id = any(${old})`;
  await sql`insert into form_draft (person, about, revision, values)
    select by, 'start:damage/start', 1, ${sql.json({ lines: [{ pictures: [drafted] }] } as never)} from file where id = ${drafted.file}`;
  const place = async (file: { file: string }) => {
    const sha256 = (await rowOf(file.file))?.sha256 ?? '';
    return path.join(office.deps.filesDir, sha256.slice(0, 2), sha256);
  };
  const places = [await place(lost), await place(drafted), await place(twin), await place(young)];
  await tidyFiles(sql, office.deps.filesDir);
  expect(await Promise.all([lost, drafted, twin, young].map(async ({ file }) => Boolean(await rowOf(file))))).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect(places.map((each) => existsSync(each))).toEqual([false, true, true, true]);
});

it('a person has at most 20 pages that watch; a closed one makes room', async () => {
  const watcher = await office.as('mengjie');
  const open = async () => {
    const controller = new AbortController();
    const answer = await office.app.request('/api/events', {
      headers: { cookie: watcher.cookie },
      signal: controller.signal,
    });
    return { status: answer.status, close: () => answer.body?.cancel() };
  };
  const pages = await Promise.all(Array.from({ length: 20 }, open));
  expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await open()).status).toBe(429);
  expect((await office.app.request('/api/events', { headers: { cookie: staff.cookie } })).status).toBe(200);
  await pages[0]?.close();
  await office.shop.until(async () => (await open()).status === 200, 'there is room again');
  for (const page of pages) await page.close();
});

it('an empty file is called empty, one that is too large is told the limit', async () => {
  const send = async (bytes: number) => {
    const body = new FormData();
    body.append('file', new File([new Uint8Array(bytes)], '空.png'));
    return staff('POST', '/api/files', body);
  };
  expect((await send(0)).body).toMatchObject({ status: 422, code: 'fileEmpty', title: '这个文件是空的' });
  expect((await send(20 * 1024 * 1024 + 1)).body).toMatchObject({
    code: 'fileTooLarge',
    detail: '「空.png」超过了 20 MB；缩小或拆开再传。',
  });
});
