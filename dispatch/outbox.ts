// What turns and changes of the shop have left behind is carried out: messages, signals, news of records and balances, what people are told.
import type { Variables } from '../bpmn/instance.ts';
import type { Sql } from '../db/connect.ts';
import { deleteOutbox, leaseOutbox, noteOutboxError, type OutboxRow } from '../db/outbox.ts';
import { readShop } from '../db/settings.ts';
import { withoutData } from '../db/without-data.ts';
import { announceBooked, announceRecord } from './announce.ts';
import type { Door } from './door.ts';
import { inform } from './inform.ts';
import { broadcastSignal, correlate, receiveMessage } from './messages.ts';
import { recountCases } from './recount.ts';
import { tellOfWork } from './tell-of-work.ts';

const YEAR_MS = 365 * 86_400_000;

/** Gives the number of rows taken. One that could not be carried out stays, and is tried again when its lease is over. */
export async function carryOutbox(sql: Sql, door: Door, atOnce: number): Promise<number> {
  const rows = await leaseOutbox(sql, atOnce);
  await Promise.all(
    rows.map(async (row) => {
      try {
        await carry(sql, door, row);
        await deleteOutbox(sql, row.id);
      } catch (error) {
        await noteOutboxError(sql, row.id, withoutData(error).split('\n')[0] ?? '');
      }
    }),
  );
  return rows.length;
}

async function carry(sql: Sql, door: Door, row: OutboxRow): Promise<void> {
  const { id, kind, case_id, body } = row;
  switch (kind) {
    case 'publish': {
      await receiveMessage(sql, door, {
        id: `${case_id}/${String(body.seq)}/${String(body.element)}`,
        name: String(body.message),
        ...(body.key !== null && { key: String(body.key) }),
        variables: body.variables as Variables,
        from: case_id ?? undefined,
        ...(typeof body.ttl === 'number' && { ttlMs: await realTime(sql, body.ttl) }),
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
    case 'workOpened':
      return tellOfWork(sql, String(body.task));
    case 'notify':
    case 'copy':
    case 'say':
      return inform(sql, row);
    case 'calendarChanged':
      return recountCases(sql, door, body as { calendar: string; version: number });
    case 'correlate':
      await correlate(sql, door, String(body.message));
      return;
    default:
      throw new Error(`outbox row ${id}: nobody carries out "${kind}"`);
  }
}

/** Lifetimes are told by the shop's clock and kept by the real one; where it stands still, nothing expires for a year. */
async function realTime(sql: Sql, shopMs: number): Promise<number> {
  const { rate } = (await readShop(sql)).clock;
  if (shopMs === 0) return 0;
  return rate > 0 ? Math.ceil(shopMs / rate) : YEAR_MS;
}
