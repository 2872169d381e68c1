// Carries out what turns have left in the outbox, sends again what nobody has confirmed, begins what is due, lets messages expire.
// Any number of these may run side by side: rows are taken with skip locked.

import type { Variables } from '../bpmn/instance.ts';
import type { Sql } from '../db/connect.ts';
import type { CommandBody } from '../workflows/messages.ts';
import type { Door } from './door.ts';
import { broadcastSignal, correlate, receiveMessage } from './messages.ts';
import { envelopeOf } from './send.ts';
import { startDue } from './starts.ts';
import { touchAsleep } from './watch.ts';

type OutboxRow = { id: number; kind: string; case_id: string | null; body: Record<string, unknown>; attempts: number };
const AT_ONCE = 20;
const RESEND_AFTER_MS = 5_000;
const IDLE_MS = 1_000;

export function createDispatcher(
  sql: Sql,
  door: Door,
  missedStarts: 'once' | 'all' = 'once',
): { stop(): Promise<void> } {
  let stopped = false;
  let poke = () => {};
  const listening = sql.listen('zhangfa_outbox', () => poke()).catch(() => undefined);

  async function loop(name: string, pause: number, work: () => Promise<number>) {
    while (!stopped) {
      let done = 0;
      try {
        done = await work();
      } catch (error) {
        if (!stopped) console.error(`dispatcher: ${name}`, (error as Error).message);
      }
      if (done === 0 && !stopped)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pause);
          if (name === 'outbox')
            poke = () => {
              clearTimeout(timer);
              resolve();
            };
        });
    }
  }

  /** Takes a lease on some rows, carries them out, deletes those that are done; a row whose carrier dies comes back. */
  async function outbox(): Promise<number> {
    const rows = await sql<OutboxRow[]>`
      update outbox set attempts = attempts + 1, not_before = now() + least(attempts + 1, 20) * interval '3 seconds'
      where id in (select id from outbox where not_before <= now() order by not_before, id limit ${AT_ONCE} for update skip locked)
      returning id, kind, case_id, body, attempts`;
    await Promise.all(
      rows.map(async (row) => {
        try {
          await carry(row);
          await sql`delete from outbox where id = ${row.id}`;
        } catch (error) {
          await sql`update outbox set error = ${(error as Error).message} where id = ${row.id}`;
        }
      }),
    );
    return rows.length;
  }

  async function carry({ id, kind, case_id, body }: OutboxRow): Promise<void> {
    switch (kind) {
      case 'publish': {
        await receiveMessage(sql, door, {
          id: `${case_id}/${String(body.seq)}/${String(body.element)}`,
          name: String(body.message),
          ...(body.key !== null && { key: String(body.key) }),
          variables: body.variables as Variables,
        });
        return;
      }
      case 'broadcast':
        return broadcastSignal(
          sql,
          door,
          `${case_id}/${String(body.seq)}`,
          String(body.signal),
          body.variables as Variables,
          case_id,
          body.businessKey as string | undefined,
        );
      case 'correlate':
        await correlate(sql, door, String(body.message));
        return;
      default:
        throw new Error(`outbox row ${id}: nobody carries out "${kind}"`);
    }
  }

  /** Commands that were stored and never answered: their sender died, or the host did. */
  async function resend(): Promise<number> {
    const rows = await sql<
      { id: string; host: string; family: string; case_id: string; by: string | null; body: CommandBody }[]
    >`
      update command set sent_at = now()
      where id in (select id from command where not confirmed and coalesce(sent_at, created_at) < now() - ${RESEND_AFTER_MS} * interval '1 millisecond'
                   order by created_at limit 100 for update skip locked)
      returning id, host, family, case_id, by, body`;
    await Promise.all(
      rows.map(({ case_id, by, ...row }) =>
        door
          .send(row.host, envelopeOf({ ...row, case: case_id, ...(by !== null && { by }) }, true), 10_000)
          .catch(() => undefined),
      ),
    );
    return 0;
  }

  /** Messages whose delivery was interrupted, and those that are too old. */
  async function tend(): Promise<number> {
    await sql`update message set state = 'expired' where state = 'pending' and expires_at <= now()`;
    const rows = await sql<{ id: string }[]>`
      select m.id from message m where m.state = 'pending' and m.received_at < now() - interval '5 seconds' and (
        exists (select 1 from subscription s where s.kind = 'message' and s.name = m.name and (m.key is null or s.key is null or s.key = m.key))
        or exists (select 1 from start_subscription s where s.kind = 'message' and s.name = m.name))
      limit 50`;
    for (const { id } of rows) await correlate(sql, door, id);
    await sql`delete from feed where at < now() - interval '1 day'`;
    return 0;
  }

  const loops = [
    loop('outbox', IDLE_MS, outbox),
    loop('resend', 1_000, resend),
    loop('starts', IDLE_MS, () => startDue(sql, door, missedStarts)),
    loop('tend', 2_000, tend),
    loop('watch', 5_000, () => touchAsleep(sql, door).then(() => 0)),
  ];
  return {
    async stop() {
      stopped = true;
      poke();
      await Promise.all(loops);
      await (await listening)?.unlisten().catch(() => {});
    },
  };
}
