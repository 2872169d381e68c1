// What managers do through the public API while API, worker, Temporal and Postgres are killed, one or two at once: a register and processes
// are published, thousands of rows brought in, records merged, hundreds of cases begun by one step, the import taken back. Who asks again
// under the same key gets the first answer, nothing is done by half or twice, and everything ends.
import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { freePort } from '../../stack/ports.ts';
import { type Piece, type Stack, up } from '../../stack/up.ts';
import { bringPeople } from '../demo-people.ts';
import { draw } from '../draw.ts';
import { seeded } from './kills.ts';

/** By hand, larger: KILL_ROWS=10000 KILL_MANY=500 KILL_KILLS=40. */
const ROWS = Number(process.env.KILL_ROWS ?? 3_000);
const MANY = Number(process.env.KILL_MANY ?? 200);
/** A look at an import begins anew with each killed API: it must come to its end sometime. */
const KILLS = Number(process.env.KILL_KILLS ?? 12);
const MERGES = 20;
const VERSIONS = 6;
const seed = Number(process.env.KILL_SEED ?? 1);
const PIECES: Piece[] = ['api', 'worker', 'postgres', 'temporal'];

let stack: Stack;
let sql: Sql;
beforeAll(async () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-office-'));
  chmodSync(data, 0o755);
  stack = await up({ data, pieces: PIECES, demo: true, port: await freePort(18_680) });
  sql = connect(stack.databaseUrl, { max: 2 });
  await bringPeople(stack);
}, 180_000);
afterAll(async () => {
  await sql?.end({ timeout: 1 }).catch(() => {});
  await stack?.destroy();
}, 60_000);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as they come
type Said = { status: number; body: any };
/** What a client does: the same again until there is an answer. */
const client = (cookie: string) =>
  async function say(method: string, address: string, body?: object | string, key?: string): Promise<Said> {
    for (let tries = 0; tries < 300; tries++) {
      try {
        const answer = await fetch(`${stack.address}/api${address}`, {
          method,
          headers: {
            cookie,
            'content-type': typeof body === 'string' ? 'text/csv' : 'application/json',
            ...(key !== undefined && { 'idempotency-key': `${seed}-${key}` }),
          },
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
          signal: AbortSignal.timeout(30_000),
        });
        const text = await answer.text();
        const read = answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
        const isOver = ![202, 429].includes(answer.status) && answer.status < 500 && read.code !== 'stillRunning';
        if (isOver) return { status: answer.status, body: read };
      } catch {
        // away
      }
      await sleep(250);
    }
    throw new Error(`no answer to ${method} ${address}`);
  };

async function killing(stop: AbortSignal): Promise<Piece[]> {
  const next = seeded(seed);
  const killed: Piece[] = [];
  while (killed.length < KILLS) {
    await sleep(1_000 + next() * 2_500);
    if (stop.aborted) break;
    const now = [...PIECES].sort(() => next() - 0.5).slice(0, next() < 0.3 ? 2 : 1);
    await Promise.all(now.map((piece) => stack.kill(piece)));
    killed.push(...now);
    await sleep(200 + next() * 800);
    // In their order: who needs another waits for it.
    for (const piece of ['postgres', 'temporal', 'worker', 'api'] as const)
      if (now.includes(piece)) await stack.start(piece);
  }
  return killed;
}

const label = (zh: string) => ({ zh, en: zh });
const THING = {
  key: 'thing',
  name: label('物'),
  keyField: 'code',
  title: '=name',
  fields: [
    { type: 'text', id: 'code', label: label('编号'), required: true },
    { type: 'text', id: 'name', label: label('名称') },
    { type: 'integer', id: 'weight', label: label('重'), find: 'number' },
  ],
  views: [{ key: 'light', title: label('轻'), where: [{ field: 'weight', is: '<', value: MANY }], columns: ['name'] }],
};
const visit = draw('visit', { s: { type: 'startEvent' }, e: { type: 'endEvent' } }, ['s->e']);
const round = draw(
  'round',
  {
    s: { type: 'startEvent' },
    many: {
      type: 'serviceTask',
      name: '各开一件',
      zf: {
        connector: 'case.startMany',
        header: Object.entries({ process: 'visit', register: 'thing', view: 'light' }).map(([name, value]) => ({
          name,
          value,
        })),
        output: [{ source: '=started', target: 'started' }],
      },
    },
    e: { type: 'endEvent' },
  } as never,
  ['s->many', 'many->e'],
);

test(`a manager’s day, of ${ROWS} rows and ${MANY} cases, survives kills`, { timeout: 900_000 }, async () => {
  const entering = await fetch(`${stack.address}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'gaoyuan', password: 'zhangfa-demo' }),
  });
  const boss = client(entering.headers.getSetCookie()[0]?.split(';')[0] ?? '');
  const over = new AbortController();
  const kills = killing(over.signal);
  /** Twice under one key: the second is told what the first was. */
  const twice = async (address: string, body: object | string, key: string): Promise<Said> => {
    const first = await boss('POST', address, body, key);
    expect([first.status < 300, first.body]).toEqual([true, expect.anything()]);
    const again = await boss('POST', address, body, key);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    return first;
  };
  const until = async (id: string, wanted: string): Promise<Said['body']> => {
    for (let tries = 0; tries < 400; tries++) {
      const { body } = await boss('GET', `/imports/${id}`);
      if (body.status === wanted) return body;
      expect(body.status).not.toBe('failed');
      await sleep(250);
    }
    throw new Error(`not ${wanted}: ${JSON.stringify((await boss('GET', `/imports/${id}`)).body).slice(0, 300)}`);
  };
  const drafted = async (place: string, body: object) => {
    const seen = async () => (await boss('GET', `${place}/draft`)).body.revision ?? 0;
    const before = await seen();
    await boss('PUT', `${place}/draft`, { ...body, revision: before });
    return Math.max(before, await seen());
  };

  // packs, a register, processes
  for (const key of ['base', 'goods']) {
    const { items } = (await boss('GET', '/packs')).body;
    const { shipped } = items.find((one: { key: string }) => one.key === key);
    await twice(`/packs/${key}/install`, { version: shipped, parameters: {} }, `pack-${key}-of-the-shop`);
  }
  const revision = await drafted('/content/register/thing', { body: THING });
  expect((await twice('/content/register/thing/publish', { revision }, 'publish-the-thing')).body.version).toBe(1);
  for (const definition of [visit, round]) {
    const model = Model.parse({ id: definition.key, processes: [definition], diagram: {} });
    const made = await twice('/processes', { name: definition.key, model, forms: {} }, `make-${definition.key}`);
    const published = await twice(
      `/processes/${definition.key}/publish`,
      { revision: made.body.revision },
      `publish-${definition.key}`,
    );
    expect(published.body).toMatchObject({ version: 1, unchanged: false });
  }

  const named = (n: number) => ({ ...visit, name: `来访 ${n}` });
  for (let n = 2; n <= VERSIONS; n++) {
    const model = Model.parse({ id: 'visit', processes: [named(n)], diagram: {} });
    const seen = await drafted('/processes/visit', { model, forms: {} });
    const published = await twice('/processes/visit/publish', { revision: seen }, `publish-visit-${n}`);
    expect(published.body).toMatchObject({ version: n, unchanged: false });
  }

  // rows
  const csv = `编号,名称,重\n${Array.from({ length: ROWS }, (_, n) => `T-${n},物 ${n},${n}`).join('\n')}`;
  const read = await twice('/registers/thing/imports?file=things.csv', csv, 'bring-the-things');
  expect(read.body.columns).toEqual(['code', 'name', 'weight']);
  const { id } = read.body;
  await boss('POST', `/imports/${id}/check`, { columns: read.body.columns });
  expect((await until(id, 'checked')).counts).toMatchObject({ new: ROWS, refused: 0 });
  await boss('POST', `/imports/${id}/run`, { quiet: false });
  expect((await until(id, 'done')).counts).toMatchObject({ new: ROWS, refused: 0 });
  const written = () => sql`
    select count(*)::int as n, count(distinct key)::int as keys, count(*) filter (where archived)::int as away,
      (select count(*)::int from record_change c join record r on r.id = c.id where r.register = 'thing' and c.before is null) as made
    from record where register = 'thing'`;
  const patient = async <T>(ask: () => PromiseLike<T>): Promise<T> => {
    for (let tries = 0; ; tries++)
      try {
        return await ask();
      } catch (error) {
        if (tries > 60) throw error;
        await sleep(500);
      }
  };
  expect(await patient(written)).toEqual([{ n: ROWS, keys: ROWS, away: 0, made: ROWS }]);
  expect((await boss('GET', `/imports/${id}/report`)).body.trim().split('\n')).toHaveLength(ROWS + 1);
  const file = await boss('POST', '/registers/thing/export', { format: 'csv' });
  expect(file.body.trim().split('\n')).toHaveLength(ROWS + 1);

  // a case for each of many
  await twice('/cases', { process: 'round', variables: {} }, 'go-round-once');
  // records that are one
  for (let n = 0; n < MERGES; n++) {
    const [survivor, other] = [`T-${ROWS - 1 - 2 * n}`, `T-${ROWS - 2 - 2 * n}`];
    const body = { survivor: { key: survivor, rev: 1 }, other: { key: other, rev: 1 } };
    await twice('/registers/thing/merges', body, `merge-pair-${n}`);
  }
  for (let tries = 0; ; tries++) {
    const [row] = await patient(
      () => sql<{ ended: number; all: number }[]>`
        select count(*) filter (where status = 'ended')::int as ended, count(*)::int as all from cases where key in ('visit', 'round')`,
    );
    if (row?.ended === MANY + 1) break;
    if (tries > 400) throw new Error(`cases: ${JSON.stringify(row)}`);
    await sleep(300);
  }

  // and back
  await boss('POST', `/imports/${id}/undo`);
  const undone = await until(id, 'undone');
  expect(undone.counts).toMatchObject({ back: ROWS - 2 * MERGES, kept: 2 * MERGES });
  over.abort();
  console.log(`killed: ${(await kills).join(', ')}`);
  expect(await written()).toEqual([{ n: ROWS, keys: ROWS, away: ROWS - MERGES, made: ROWS }]);
  const cases =
    await sql`select key, count(*)::int as n from cases where key in ('visit', 'round') group by key order by key`;
  expect(cases).toEqual([
    { key: 'round', n: 1 },
    { key: 'visit', n: MANY },
  ]);
  expect(await sql`select 1 from incident`).toHaveLength(0);
  expect(await sql`select 1 from merge_naming`).toHaveLength(0);
  const versions = await sql`select key, version from definition where key in ('visit', 'round') order by key, version`;
  expect(versions.map(({ key, version }) => `${key} ${version}`)).toEqual([
    'round 1',
    ...Array.from({ length: VERSIONS }, (_, n) => `visit ${n + 1}`),
  ]);
});
