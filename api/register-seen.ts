// Registers and records as somebody reaches them: what he may not see is not there.

import type { Sql } from '../db/connect.ts';
import { publishedBody } from '../db/content.ts';
import { type RecordRow, recordByKey } from '../db/records.ts';
import { readShop } from '../db/settings.ts';
import type { Register } from '../records/register.ts';
import { reaches, seesRow } from '../records/rights.ts';
import { shopTime } from '../workflows/clock.ts';
import { problem } from './problem.ts';
import { actorOf, rowsOf } from './record-rights.ts';
import type { Person } from './who.ts';

export type PublishedRegister = { register: Register; version: number; pack: string | null; at: number; zone: string };

export async function registerFor(sql: Sql, key: string, me: Person): Promise<PublishedRegister> {
  const { clock, env } = await readShop(sql);
  const at = shopTime(clock, Date.now());
  const published = await publishedBody<Register>(sql, 'register', key, at);
  if (!published || !reaches(published.body.see, actorOf(me))) throw problem('notFound', { what: key });
  const { body: register, version, pack } = published;
  return { register, version, pack, at, zone: env.zone };
}

export async function recordFor(
  sql: Sql,
  { register }: PublishedRegister,
  key: string,
  store: string,
  me: Person,
): Promise<RecordRow> {
  const row = await recordByKey(sql, register.key, key, store);
  if (!row || !seesRow(rowsOf(register, me), row)) throw problem('notFound', { what: key });
  return row;
}
