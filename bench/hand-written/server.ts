// HTTP in front of the hand-written workflow; worker and API are one process each, as ours are. Started by bench/durable.ts.

import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Hono } from 'hono';
import { connect } from '../../db/connect.ts';
import { STEPS } from '../process.ts';

const { DATABASE_URL = '', TEMPORAL_ADDRESS = '', PORT = '0', ROLE = 'worker' } = process.env;
const taskQueue = 'hand-written';
const sql = connect(DATABASE_URL, { max: 8 });

Runtime.install({ logger: new DefaultLogger('ERROR') });

if (ROLE === 'worker') {
  await sql`create table if not exists hand_task (order_id text, step text, state text, by text, opened_at timestamptz default now(), closed_at timestamptz, primary key (order_id, step))`;
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address: TEMPORAL_ADDRESS }),
    taskQueue,
    workflowsPath: fileURLToPath(new URL('./workflow.ts', import.meta.url)),
    maxConcurrentWorkflowTaskExecutions: 40,
    workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 10 },
    maxCachedWorkflows: 1_000,
    activities: {
      openTask: (order: string, step: string) =>
        sql`insert into hand_task (order_id, step, state) values (${order}, ${step}, 'open') on conflict do nothing`.then(
          () => {},
        ),
      closeTask: (order: string, step: string, by: string) =>
        sql`update hand_task set state = 'closed', by = ${by}, closed_at = now() where order_id = ${order} and step = ${step} and state = 'open'`.then(
          () => {},
        ),
    },
  });
  process.send?.('ready');
  await worker.run();
} else {
  const client = new Client({ connection: await Connection.connect({ address: TEMPORAL_ADDRESS }) });
  const app = new Hono();
  app.post('/orders/:id', async (c) => {
    const id = c.req.param('id');
    const startWorkflowOperation = new WithStartWorkflowOperation('order', {
      taskQueue,
      workflowId: id,
      args: [STEPS],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    await client.workflow.executeUpdateWithStart('opened', { args: [], startWorkflowOperation });
    return c.json({ ok: true });
  });
  app.post('/orders/:id/:step', async (c) => {
    const answer = await client.workflow
      .getHandle(c.req.param('id'))
      .executeUpdate('complete', { args: [c.req.param('step'), 'bench'] });
    return c.json({ answer });
  });
  serve({ fetch: app.fetch, port: Number(PORT) }, () => process.send?.('ready'));
}
