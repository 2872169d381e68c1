// Carries out what turns have left in the outbox, sends again what nobody has confirmed, begins what is due, lets messages expire.
// Any number of these may run side by side: rows are taken with skip locked.

import type { Variables } from '../bpmn/instance.ts';
import { type Stored, takeOfMany, takeUnsent } from '../db/commands.ts';
import type { Sql } from '../db/connect.ts';
import { tidyFeed } from '../db/feed.ts';
import { expireMessages, interruptedMessages } from '../db/messages.ts';
import { deleteOutbox, leaseOutbox, noteOutboxError, type OutboxRow } from '../db/outbox.ts';
import { readShop } from '../db/settings.ts';
import { reopenRefused } from '../db/undo.ts';
import { withoutData } from '../db/without-data.ts';
import { announceBooked, announceRecord } from './announce.ts';
import type { Door } from './door.ts';
import { type Hosts, tendFailing } from './failing.ts';
import { broadcastSignal, correlate, receiveMessage } from './messages.ts';
import { envelopeOf } from './send.ts';
import { startDue } from './starts.ts';
import { touchAsleep } from './watch.ts';

const AT_ONCE = 20;
const SEND_AT_ONCE = 100;
const MANY_AT_ONCE = 25;
const MANY_AGAIN_MS = 30_000;
const SEND_MS = 500;
const RESEND_AFTER_MS = 5_000;
const IDLE_MS = 1_000;
const YEAR_MS = 365 * 86_400_000;

export function createDispatcher(
  sql: Sql,
  door: Door,
  hosts: Hosts,
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
        if (!stopped) console.error(`dispatcher: ${name}`, withoutData(error));
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

  /** A row that could not be carried out stays, and is tried again when its lease is over. */
  async function outbox(): Promise<number> {
    const rows = await leaseOutbox(sql, AT_ONCE);
    await Promise.all(
      rows.map(async (row) => {
        try {
          await carry(row);
          await deleteOutbox(sql, row.id);
        } catch (error) {
          await noteOutboxError(sql, row.id, withoutData(error).split('\n')[0] ?? '');
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
          from: case_id ?? undefined,
          ...(typeof body.ttl === 'number' && { ttlMs: await realTime(body.ttl) }),
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
      case 'recordChanged':
        return announceRecord(sql, door, body as { register: string; id: string; rev: number });
      case 'booked':
        return announceBooked(sql, door, body as { ledger: string; store: string; effect: string });
      case 'correlate':
        await correlate(sql, door, String(body.message));
        return;
      default:
        throw new Error(`outbox row ${id}: nobody carries out "${kind}"`);
    }
  }

  /** Lifetimes are told by the shop's clock and kept by the real one; where it stands still, nothing expires for a year. */
  async function realTime(shopMs: number): Promise<number> {
    const { rate } = (await readShop(sql)).clock;
    return rate > 0 ? Math.ceil(shopMs / rate) : YEAR_MS;
  }

  /** Commands whose time has come, and those that were never answered: their sender died, or the host did. */
  async function send(): Promise<number> {
    return sendAll(await takeUnsent(sql, RESEND_AFTER_MS, SEND_AT_ONCE), SEND_AT_ONCE);
  }
  /** One of many waits longer before it is sent again: the machine may be busy with the others. */
  const sendMany = async (): Promise<number> =>
    sendAll(await takeOfMany(sql, MANY_AGAIN_MS, MANY_AT_ONCE), MANY_AT_ONCE);

  async function sendAll(commands: Stored[], most: number): Promise<number> {
    await Promise.all(
      commands.map((command) => door.send(command.host, envelopeOf(command, true), 10_000).catch(() => undefined)),
    );
    return commands.length === most ? commands.length : 0;
  }

  /** Messages whose delivery was interrupted, and those that are too old; submissions that came to nothing. */
  async function tend(): Promise<number> {
    await expireMessages(sql);
    for (const id of await interruptedMessages(sql)) await correlate(sql, door, id);
    await reopenRefused(sql);
    await tidyFeed(sql);
    return 0;
  }

  const loops = [
    loop('outbox', IDLE_MS, outbox),
    loop('send', SEND_MS, send),
    loop('many', SEND_MS, sendMany),
    loop('starts', IDLE_MS, () => startDue(sql, door, missedStarts)),
    loop('tend', 2_000, tend),
    loop('watch', 5_000, () => touchAsleep(sql, door).then(() => 0)),
    loop('failing', 5_000, () => tendFailing(sql, hosts).then(() => 0)),
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
