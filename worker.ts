// Composition root of the engine: connects workflows and activities to Temporal and Postgres.
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { type Connector, serviceActivities } from './activities/call-service.ts';
import { connectors } from './activities/connectors/index.ts';
import { workers as outsideWorkers } from './activities/connectors/workers.ts';
import type { HostActivities } from './activities/contract.ts';
import { hostActivities } from './activities/host.ts';
import { connect, isDatabaseAway, keepsSilent } from './db/connect.ts';
import { discreet } from './db/without-data.ts';
import { createDispatcher } from './dispatch/dispatcher.ts';
import { createDoor } from './dispatch/door.ts';
import { temporalHosts } from './dispatch/failing.ts';
import { packageRoot } from './stack/root.ts';
import { workflowBundle } from './stack/workflow-bundle.ts';
import { serviceQueue, TASK_QUEUE } from './workflows/messages.ts';

export type WorkerConfig = {
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  dataDir: string;
  secret: string;
  /** Which task queues it serves. */
  role: 'all' | 'engine' | 'connectors';
  /** Capabilities may be played by stand-ins. */
  demo?: boolean;
  taskQueue?: string;
  /** Instead of the product's own; tests bring theirs. */
  connectors?: Record<string, Connector>;
  bundlePath?: string;
  wrap?: (activities: HostActivities) => HostActivities;
  /** Whether start timers that were missed begin one case or as many as there were. */
  missedStarts?: 'once' | 'all';
};

/**
 * The SDK ends the whole process where one activation takes 5 s, which a busy machine may need for an honest one. The core spends within
 * bounds (feel/budget.ts), and what still takes longer fails the task and is tended (dispatch/failing.ts). Not in the SDK's types.
 */
const PATIENCE = { isolateExecutionTimeout: '60s' } as object;

const same = (activities: HostActivities) => activities;
let runtimeInstalled = false;

/** Polls until `stop`, which lets running work finish first. */
export async function runWorker(config: WorkerConfig): Promise<{ stop(): Promise<void> }> {
  if (!runtimeInstalled) {
    runtimeInstalled = true;
    Runtime.install({
      logger: new DefaultLogger('WARN', ({ level, message, meta }) =>
        console.error(level, message, meta ? JSON.stringify(meta) : ''),
      ),
      shutdownSignals: [],
    });
  }
  const taskQueue = config.taskQueue ?? TASK_QUEUE;
  const sql = connect(config.databaseUrl, { max: 8, applicationName: 'zhangfa worker' });
  const connection = await patiently(() => NativeConnection.connect({ address: config.temporalAddress }));
  const shared = { connection, namespace: config.temporalNamespace, shutdownGraceTime: '10s' } as const;
  const workers: Worker[] = [];
  if (config.role !== 'connectors') {
    workers.push(
      await Worker.create({
        ...shared,
        taskQueue,
        workflowBundle: { codePath: config.bundlePath ?? (await workflowBundle(packageRoot)) },
        activities: discreet((config.wrap ?? same)(hostActivities(sql))),
        maxConcurrentWorkflowTaskExecutions: 40,
        maxConcurrentLocalActivityExecutions: 100,
        maxConcurrentActivityTaskExecutions: 50,
        maxCachedWorkflows: 1_000,
        workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 10 },
        stickyQueueScheduleToStartTimeout: '2s',
        ...PATIENCE,
      }),
    );
  }
  if (config.role !== 'engine') {
    workers.push(
      await Worker.create({
        ...shared,
        taskQueue: serviceQueue(taskQueue),
        activities: discreet(
          serviceActivities(
            config.connectors ??
              connectors(
                { sql, secret: config.secret, filesDir: path.join(config.dataDir, 'files') },
                config.demo ?? false,
              ),
            outsideWorkers({ sql }),
            isDatabaseAway(sql),
            () => keepsSilent(sql),
          ),
        ),
        maxConcurrentActivityTaskExecutions: 50,
      }),
    );
  }
  const clientConnection = await patiently(() => Connection.connect({ address: config.temporalAddress }));
  const client = new Client({ connection: clientConnection, namespace: config.temporalNamespace });
  const door = createDoor(client, sql, { taskQueue });
  const dispatcher =
    config.role === 'engine'
      ? undefined
      : createDispatcher(sql, door, temporalHosts(client), {
          missedStarts: config.missedStarts,
          secret: config.secret,
        });
  const running = Promise.all(workers.map((worker) => worker.run()));
  running.catch((error) => {
    console.error('the worker has stopped', error);
    process.exitCode = 1;
  });
  return {
    async stop() {
      await dispatcher?.stop();
      await door.close();
      for (const worker of workers) worker.shutdown();
      await running.catch(() => {});
      await clientConnection.close();
      await connection.close();
      await sql.end({ timeout: 5 });
    },
  };
}

/** The server may come up after us, or come back. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}
