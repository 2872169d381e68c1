// Storage that goes away for half a minute, and a worker killed in the middle of a batch: nothing lost, nothing twice.
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Definition, Model } from '../../bpmn/definition.ts';
import { connect, isAway, type Sql } from '../../db/connect.ts';
import { publishContent } from '../../db/content.ts';
import { familyOf } from '../../db/new-case.ts';
import { publish } from '../../db/processes.ts';
import { createDoor, type Door } from '../../dispatch/door.ts';
import { storeAndSend } from '../../dispatch/send.ts';
import { Register } from '../../records/register.ts';
import { type Stack, up } from '../../stack/up.ts';
import { hostOf } from '../../workflows/messages.ts';

const MANY = 40;
let stack: Stack;
let sql: Sql;
let door: Door;
let connection: Connection;

const many = Definition.parse({
  key: 'many',
  version: 0,
  sha256: '',
  processId: 'many',
  elements: {
    s: { id: 's', scope: 'many', type: 'startEvent' },
    u: {
      id: 'u',
      scope: 'many',
      type: 'userTask',
      loopCharacteristics: {
        type: 'multiInstanceLoopCharacteristics',
        isSequential: false,
        loopCardinality: String(MANY),
      },
    },
    e: { id: 'e', scope: 'many', type: 'endEvent' },
  },
  flows: {
    f1: { id: 'f1', source: 's', target: 'u', scope: 'many', order: 0 },
    f2: { id: 'f2', source: 'u', target: 'e', scope: 'many', order: 1 },
  },
});

const CALLS = 30;
const NOTE = Register.parse({
  key: 'note',
  name: { zh: '记事', en: 'Notes' },
  keyField: 'code',
  fields: [{ type: 'text', id: 'code', label: { zh: '编号', en: 'Code' }, required: true }],
});
const writes = Definition.parse({
  key: 'writes',
  version: 0,
  sha256: '',
  processId: 'writes',
  elements: {
    s: { id: 's', scope: 'writes', type: 'startEvent' },
    put: {
      id: 'put',
      scope: 'writes',
      type: 'serviceTask',
      zf: {
        connector: 'record.put',
        timeout: 'PT5S',
        retries: 0,
        header: [{ name: 'register', value: 'note' }],
        input: [
          { source: '=code', target: 'key' },
          { source: '=code', target: 'code' },
        ],
      },
    },
    e: { id: 'e', scope: 'writes', type: 'endEvent' },
  },
  flows: {
    f1: { id: 'f1', source: 's', target: 'put', scope: 'writes', order: 0 },
    f2: { id: 'f2', source: 'put', target: 'e', scope: 'writes', order: 1 },
  },
});

beforeAll(async () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'zhangfa-outage-'));
  chmodSync(data, 0o755);
  stack = await up({ data, pieces: ['postgres', 'temporal', 'worker'] });
  sql = connect(stack.databaseUrl, { max: 10 });
  connection = await Connection.connect({ address: stack.temporalAddress });
  door = createDoor(new Client({ connection, namespace: stack.temporalNamespace }), sql);
  await publish(sql, {
    model: Model.parse({ id: 'many', processes: [many], diagram: {} }),
    definition: many,
    forms: {},
  });
  await publishContent(sql, { kind: 'register', key: 'note', name: NOTE.name, body: NOTE, by: null, from: 0 });
  await publish(sql, {
    model: Model.parse({ id: 'writes', processes: [writes], diagram: {} }),
    definition: writes,
    forms: {},
  });
}, 180_000);
afterAll(async () => {
  await door?.close();
  await connection?.close();
  await sql?.end({ timeout: 1 }).catch(() => {});
  await stack?.destroy();
}, 60_000);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function begin(): Promise<{ family: string; waits: string[] }> {
  const request = randomUUID();
  const family = familyOf('many', 'case', request);
  const sent = await storeAndSend(
    sql,
    door,
    {
      id: request,
      host: hostOf(family),
      family,
      case: family,
      body: { do: 'start', key: 'many', version: 1, variables: {} },
    },
    30_000,
  );
  expect(sent).toEqual({ ok: true });
  const rows = await sql<
    { wait: string }[]
  >`select wait from task where family = ${family} and state = 'open' order by id`;
  expect(rows).toHaveLength(MANY);
  return { family, waits: rows.map(({ wait }) => wait) };
}

const complete = (family: string, wait: string) =>
  storeAndSend(
    sql,
    door,
    {
      id: `done:${family}:${wait}`,
      host: hostOf(family),
      family,
      case: family,
      by: 'alice',
      body: { do: 'occur', occurrence: { type: 'taskCompleted', task: wait } },
    },
    90_000,
  );

/** Every task closed once by its own request, the history without gap or double, the case over. */
async function expectWhole(family: string) {
  for (let tries = 0; tries < 200; tries++) {
    const [row] = await sql`select status from cases where id = ${family}`;
    if (row?.status === 'ended') break;
    await sleep(200);
  }
  const [row] = await sql`select status, seq from cases where id = ${family}`;
  expect(row?.status).toBe('ended');
  const tasks =
    await sql`select count(distinct closed_request)::int as requests, count(*)::int as n from task where family = ${family} and state = 'closed'`;
  expect(tasks[0]).toEqual({ requests: MANY, n: MANY });
  const rows = await sql`select seq from history where case_id = ${family} order by seq`;
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
}

test('a worker killed in the middle of a batch', async () => {
  const { family, waits } = await begin();
  const all = waits.map((wait) => complete(family, wait));
  await sleep(60);
  await stack.kill('worker');
  await sleep(500);
  await stack.start('worker');
  const answers = await Promise.all(all);
  expect(answers.every(({ ok }) => ok)).toBe(true);
  await expectWhole(family);
}, 180_000);

test('Postgres is away for 30 seconds', async () => {
  const { family, waits } = await begin();
  const half = waits.slice(0, MANY / 2);
  await Promise.all(half.map((wait) => complete(family, wait)));
  await stack.kill('postgres');
  // Stored nowhere yet: refused at the rim, and nothing has happened.
  await expect(complete(family, waits[MANY / 2] as string)).rejects.toThrow();
  // Already on its way when storage went: the host waits and carries it out once storage is back.
  const last = waits.at(-1) as string;
  const inFlight = door.send(
    hostOf(family),
    {
      id: `done:${family}:${last}`,
      family,
      case: family,
      by: 'alice',
      body: { do: 'occur', occurrence: { type: 'taskCompleted', task: last } },
    },
    90_000,
  );
  await sleep(30_000);
  await stack.start('postgres');
  expect(await inFlight).toEqual({ ok: true });
  // The first query of a connection that comes back may still be told how the one before it ended: who asks is told to come again.
  const again = (wait: string) =>
    complete(family, wait).catch((error) => {
      if (!isAway(error)) throw error;
      return complete(family, wait);
    });
  const rest = await Promise.all(waits.slice(MANY / 2).map(again));
  expect(rest.every(({ ok }) => ok)).toBe(true);
  await expectWhole(family);
}, 180_000);

test.each(['away', 'silent'])(
  'what steps write while Postgres is %s for 20 seconds is written once it is back; nobody is asked',
  async (how) => {
    // Each connection has a process of its own; the first of them all makes new ones.
    const served = await sql<{ pid: number }[]>`select pid from pg_stat_activity where pid <> pg_backend_pid()`;
    const whole = (signal: NodeJS.Signals) => {
      for (const pid of [stack.pid('postgres') ?? 0, ...served.map((row) => row.pid)]) process.kill(pid, signal);
    };
    let answered = 0;
    const starts = Array.from({ length: CALLS }, (_, n) => {
      const request = randomUUID();
      const family = familyOf('writes', `${how}-${n}`, request);
      const body = { do: 'start', key: 'writes', version: 1, variables: { code: `${how}-${n}` } } as const;
      return storeAndSend(sql, door, { id: request, host: hostOf(family), family, case: family, body }, 90_000).then(
        () => answered++,
        () => {},
      );
    });
    while (answered === 0) await sleep(1);
    if (how === 'away') await stack.kill('postgres');
    else whole('SIGSTOP');
    await sleep(20_000);
    if (how === 'away') await stack.start('postgres');
    else whole('SIGCONT');
    await Promise.all(starts);
    const stand = async () => {
      const [row] = await sql<{ open: number; begun: number; stuck: number; written: number }[]>`
      select (count(*) filter (where status <> 'ended'))::int as open, count(*)::int as begun, coalesce(sum(incidents), 0)::int as stuck,
        (select count(*)::int from record where register = 'note') as written
      from cases where key = 'writes'`;
      return row;
    };
    for (let tries = 0; tries < 300 && (await stand())?.open !== 0; tries++) await sleep(200);
    const row = await stand();
    expect(row).toMatchObject({ open: 0, stuck: 0, written: row?.begun });
    expect(row?.begun).toBeGreaterThan(0);
  },
  180_000,
);
