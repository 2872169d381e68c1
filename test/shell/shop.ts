// A small shop for shell tests: a database of its own, a worker in this process on a task queue of its own, the door.
import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { inject } from 'vitest';
import type { Connector } from '../../activities/call-service.ts';
import { type Definition, Model } from '../../bpmn/definition.ts';
import type { Variables } from '../../bpmn/instance.ts';
import { connect, type Sql } from '../../db/connect.ts';
import { familyOf } from '../../db/new-case.ts';
import { publish } from '../../db/processes.ts';
import { createDoor, type Door } from '../../dispatch/door.ts';
import { type Sent, storeAndSend } from '../../dispatch/send.ts';
import { runWorker, type WorkerConfig } from '../../worker.ts';
import { type CommandBody, hostOf } from '../../workflows/messages.ts';
import { type Filled, freshDatabase } from '../fresh-database.ts';

export type Shop = {
  sql: Sql;
  door: Door;
  client: Client;
  taskQueue: string;
  databaseUrl: string;
  deploy(definition: Definition): Promise<number>;
  start(
    key: string,
    variables?: Variables,
    businessKey?: string,
    request?: string,
    store?: string,
  ): Promise<{ family: string; sent: Sent }>;
  occur(
    family: string,
    occurrence: Extract<CommandBody, { do: 'occur' }>['occurrence'],
    more?: { by?: string; request?: string; case?: string },
  ): Promise<Sent>;
  /** Open tasks of a family, by element. */
  tasks(family: string): Promise<{ id: string; element: string; wait: string; case_id: string }[]>;
  complete(family: string, element: string, variables?: Variables, by?: string, request?: string): Promise<Sent>;
  status(family: string): Promise<{ status: string; outcome: string | null; seq: number } | undefined>;
  /** Waits until the check gives something. @throws after 20 s with the last value. */
  until<T>(check: () => Promise<T | undefined | false>, what: string): Promise<T>;
  restartWorker(more?: Partial<WorkerConfig>): Promise<void>;
  stopWorker(): Promise<void>;
  close(): Promise<void>;
};

type Connectors = Record<string, Connector>;
/** Of worker and API alike: what the one seals the other opens. */
export const SECRET = 'a secret of the tests, long enough';

/** @param given some connectors need the database that is made here */
export async function openShop(
  given: Connectors | ((sql: Sql) => Connectors) = {},
  { filled, ...options }: { rollAfter?: number; filled?: Filled | undefined } = {},
): Promise<Shop> {
  const { temporalAddress, temporalNamespace } = inject('servers');
  const database = await freshDatabase(filled);
  const sql = connect(database.url, { max: 6 });
  const taskQueue = `test-${randomBytes(5).toString('hex')}`;
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection, namespace: temporalNamespace });
  // Families of different tests meet on one server: their ids must differ.
  const mark = randomBytes(3).toString('hex');
  const config = {
    databaseUrl: database.url,
    temporalAddress,
    temporalNamespace,
    dataDir: '.data',
    secret: SECRET,
    role: 'all' as const,
    taskQueue,
    connectors: typeof given === 'function' ? given(sql) : given,
  };
  let worker: { stop(): Promise<void> } | undefined = await runWorker(config);
  const door = createDoor(client, sql, { taskQueue, ...options });
  const shop: Shop = {
    sql,
    door,
    client,
    taskQueue,
    databaseUrl: database.url,
    async deploy(definition) {
      const model = Model.parse({ id: definition.key, processes: [definition], diagram: {} });
      return (await publish(sql, { model, definition, forms: {} })).version;
    },
    async start(key, variables = {}, businessKey, request = randomBytes(8).toString('hex'), store) {
      const family = familyOf(key, `${businessKey ?? 'case'}-${mark}`, request);
      const [row] = await sql<{ latest: number }[]>`select latest from process where key = ${key}`;
      const body: CommandBody = {
        do: 'start',
        key,
        version: row?.latest ?? 0,
        variables,
        ...(businessKey !== undefined && { businessKey }),
        ...(store !== undefined && { store }),
      };
      return {
        family,
        sent: await storeAndSend(sql, door, { id: request, host: hostOf(family), family, case: family, body }, 20_000),
      };
    },
    occur(family, occurrence, { by, request = randomBytes(8).toString('hex'), case: caseId = family } = {}) {
      return storeAndSend(
        sql,
        door,
        {
          id: request,
          host: hostOf(family),
          family,
          case: caseId,
          ...(by !== undefined && { by }),
          body: { do: 'occur', occurrence },
        },
        20_000,
      );
    },
    async tasks(family) {
      return sql`select id, element, wait, case_id from task where family = ${family} and state = 'open' order by created_at, id`;
    },
    async complete(family, element, variables = {}, by = 'alice', request) {
      const task = (await shop.tasks(family)).find((each) => each.element === element);
      if (!task) throw new Error(`no open task ${element} in ${family}`);
      return shop.occur(
        family,
        { type: 'taskCompleted', task: task.wait, variables },
        { by, case: task.case_id, ...(request !== undefined && { request }) },
      );
    },
    async status(family) {
      const [row] = await sql<
        { status: string; outcome: string | null; seq: number }[]
      >`select status, outcome, seq from cases where id = ${family}`;
      return row;
    },
    async until(check, what) {
      for (let tries = 0; tries < 200; tries++) {
        const value = await check();
        if (value) return value;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`not within 20 s: ${what}`);
    },
    async stopWorker() {
      await worker?.stop();
      worker = undefined;
    },
    async restartWorker(more = {}) {
      await shop.stopWorker();
      worker = await runWorker({ ...config, ...more });
    },
    async close() {
      await door.close();
      await worker?.stop();
      await connection.close();
      await sql.end({ timeout: 2 });
      await database.drop();
    },
  };
  return shop;
}
