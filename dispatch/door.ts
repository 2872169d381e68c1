// The door to the case hosts: one Update in flight a host, what arrives meanwhile is the next batch; an unanswered one is
// sent again, marked so, under an update id of its own. Correctness does not rest on it: the dispatcher sends again what nobody confirmed.
import { type Client, WithStartWorkflowOperation, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { defineUpdate } from '@temporalio/workflow';
import type { Sql } from '../db/connect.ts';
import {
  ACT,
  type Answered,
  BATCH_BYTES,
  BATCH_LIMIT,
  CASE_HOST,
  type Envelope,
  type HostAnswer,
  type HostConfig,
  TASK_QUEUE,
} from '../workflows/messages.ts';
import { confirmCommands, giveFrom } from './backing.ts';

export type Door = {
  /** Resolves with the host's answer. @throws Busy where too much waits already, Unanswered after the deadline. */
  send(host: string, envelope: Envelope, deadlineMs?: number): Promise<HostAnswer>;
  close(): Promise<void>;
};

/** Too many commands wait for this process: say 503 and let the sender come again. */
export class Busy extends Error {}
/** The command is stored and will be carried out; its answer did not come in time. */
export class Unanswered extends Error {}

const UPDATE = defineUpdate<Answered[], [Envelope[]]>(ACT);

/** `rollAfter`: tests force continue-as-new early. */
export type DoorOptions = {
  taskQueue?: string;
  callMs?: number;
  queueLimit?: number;
  rollAfter?: number;
};

/** Answers that leave the command open. */
export const NOT_FINAL: ReadonlySet<string> = new Set(['missingDefinition', 'tryAgain', 'busy', 'setAside']);

type Waiting = { envelope: Envelope; resolve(answer: HostAnswer): void; reject(error: Error): void; bytes: number };

export function createDoor(
  client: Client,
  sql: Sql,
  { taskQueue = TASK_QUEUE, callMs = 5_000, queueLimit = 2_000, rollAfter }: DoorOptions = {},
): Door {
  const confirm = confirmCommands(sql);
  const give = giveFrom(sql);
  const queues = new Map<string, Waiting[]>();
  let waiting = 0;
  let updates = 0;
  let closed = false;
  const prefix = `${process.pid.toString(36)}-${Date.now().toString(36)}`;

  const telling = new Set<Promise<unknown>>();
  function tell(ids: string[]) {
    const confirmation: Promise<unknown> = confirm(ids)
      .catch(() => {})
      .finally(() => telling.delete(confirmation));
    telling.add(confirmation);
  }

  async function drain(host: string, queue: Waiting[]) {
    while (queue.length && !closed) {
      // What other handlers of this tick still bring belongs to the same batch.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = cut(queue);
      waiting -= batch.length;
      await deliver(host, batch);
    }
    queues.delete(host);
    for (const { reject } of queue.splice(0)) reject(new Unanswered('this process is stopping'));
  }

  async function deliver(host: string, batch: Waiting[]) {
    let name = `${prefix}-${++updates}`;
    for (let attempt = 0; !closed; attempt++) {
      try {
        // An update id says one thing for ever: a server that was killed between asking the host and hearing from it writes down what it was
        // asked last under that id, and the host would never agree with its own history again.
        const answers =
          attempt === 0
            ? await call(
                host,
                name,
                batch.map(({ envelope }) => envelope),
              )
            : await call(
                host,
                `${name}-again`,
                batch.map(({ envelope }) => ({ ...envelope, again: true })),
              );
        if (answers.some(({ answer }) => !answer.ok && answer.code === 'tryAgain'))
          throw new Error('UNAVAILABLE: storage is away');
        const final = answers.filter(({ answer }) => answer.ok || !NOT_FINAL.has(answer.code)).map(({ id }) => id);
        if (final.length) tell(final);
        const byId = new Map(answers.map(({ id, answer }) => [id, answer]));
        for (const each of batch) {
          const answer = byId.get(each.envelope.id);
          if (answer) each.resolve(answer);
          else each.reject(new Unanswered('the host did not say'));
        }
        return;
      } catch (error) {
        // A refusal because storage is away is the update's result: the next try needs an id of its own.
        if (/storage is away/.test((error as Error).message)) name = `${prefix}-${++updates}`;
        if (!passing(error) || attempt >= 20) {
          for (const each of batch) each.reject(new Unanswered((error as Error).message));
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** attempt, 2_000)));
      }
    }
    for (const each of batch) each.reject(new Unanswered('this process is stopping'));
  }

  async function call(host: string, updateId: string, envelopes: Envelope[]): Promise<Answered[]> {
    const hosting = host.startsWith('shard/') ? 'pooled' : 'dedicated';
    const [first] = envelopes;
    const given =
      hosting === 'dedicated' && first?.body.do === 'start' && !first.again
        ? await give(first.body).catch(() => undefined)
        : undefined;
    const config: HostConfig = {
      host,
      hosting,
      ...(given && { given }),
      ...(rollAfter !== undefined && { rollAfter }),
    };
    const startWorkflowOperation = new WithStartWorkflowOperation<(config: HostConfig) => Promise<void>>(CASE_HOST, {
      workflowId: host,
      taskQueue,
      args: [config],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowTaskTimeout: '4s',
    });
    return client.withDeadline(Date.now() + callMs, () =>
      client.workflow.executeUpdateWithStart(UPDATE, { updateId, args: [envelopes], startWorkflowOperation }),
    );
  }

  return {
    send(host, envelope, deadlineMs = 30_000) {
      if (closed) return Promise.reject(new Unanswered('this process is stopping'));
      if (waiting >= queueLimit) return Promise.reject(new Busy(`${waiting} commands wait already`));
      return new Promise<HostAnswer>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Unanswered('no answer yet')), deadlineMs);
        const answering =
          <T>(done: (value: T) => void) =>
          (value: T) => {
            clearTimeout(timer);
            done(value);
          };
        const entry: Waiting = {
          envelope,
          resolve: answering(resolve),
          reject: answering(reject),
          bytes: Buffer.byteLength(JSON.stringify(envelope)),
        };
        waiting += 1;
        const queue = queues.get(host);
        if (queue) queue.push(entry);
        else {
          const fresh = [entry];
          queues.set(host, fresh);
          void drain(host, fresh);
        }
      });
    },
    async close() {
      closed = true;
      await Promise.all(telling);
    },
  };
}

function cut(queue: Waiting[]): Waiting[] {
  let count = 0;
  let bytes = 0;
  for (const { bytes: size } of queue) {
    if (count === BATCH_LIMIT || (count > 0 && bytes + size > BATCH_BYTES)) break;
    bytes += size;
    count += 1;
  }
  return queue.splice(0, count);
}

/** Faults after which the same update may be sent again: nothing was answered, or the host had just ended. */
function passing(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const text = String((error as Error)?.message ?? error) + String((error as { cause?: Error })?.cause?.message ?? '');
  return /UNAVAILABLE|DEADLINE|CANCELLED|timed? ?out|already completed|not found|ABORTED|RESOURCE_EXHAUSTED|ECONN|tryAgain|workflow update was aborted|Unable to perform workflow execution update|closing|INTERNAL/i.test(
    text,
  );
}
