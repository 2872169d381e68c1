// A person as registers judge him, and what day it is in the shop.
import type { Sql } from '../db/connect.ts';
import { publishedBody } from '../db/content.ts';
import { type FileRow, recordOfFile } from '../db/files.ts';
import { recordById } from '../db/records.ts';
import { isRemarkFile } from '../db/remarks.ts';
import type { Register } from '../records/register.ts';
import { type Actor, type Rows, reaches, rowsFor, seenRegister, seesRow } from '../records/rights.ts';
import { filesIn } from './case-values.ts';
import { shopNow } from './shop-now.ts';
import { atLeast, type Person, type Who } from './who.ts';

export const actorOf = (me: Person): Actor => ({ refs: me.refs, manager: atLeast(me, 'manager') });

export const rowsOf = (register: Register, me: Person): Rows => rowsFor(register, actorOf(me));

/** A file that stands in a field which this person sees, or in a remark, of a record that he sees. */
export async function fileOfSeenRecord(sql: Sql, me: Person, id: string): Promise<FileRow | undefined> {
  const found = await recordOfFile(sql, id);
  if (!found) return undefined;
  const published = await publishedBody<Register>(sql, 'register', found.register, await shopNow(sql));
  const row = await recordById(sql, found.register, found.record);
  if (!published || !row) return undefined;
  const { body: register } = published;
  const { fields } = seenRegister(register, actorOf(me));
  const seen =
    reaches(register.see, actorOf(me)) &&
    seesRow(rowsOf(register, me), row) &&
    (filesIn({ key: register.key, title: register.name, fields }, row.values).includes(id) ||
      (await isRemarkFile(sql, `${register.key}/${row.key}`, id)));
  return seen ? found.file : undefined;
}

/** Whose eyes hold; a program has none of its own. */
export const readerOf = (who: Who): Actor | undefined => (who.kind === 'person' ? actorOf(who) : undefined);
