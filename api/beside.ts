// What is worth knowing of a record where a form names it: what its register says, as its reader may see it.
import { z } from '@hono/zod-openapi';
import { zoneOf } from '../bpmn/duration.ts';
import type { Sql } from '../db/connect.ts';
import { listRecords } from '../db/record-lists.ts';
import { isFindable } from '../records/filters.ts';
import { fieldOf, ownSort, type Register, type RegisterField } from '../records/register.ts';
import { seenFields, seesField } from '../records/rights.ts';
import { dayIn } from '../records/service.ts';
import type { Language } from '../words/message.ts';
import { asProblem } from './problem.ts';
import { RecordOut, recordsShown } from './record-out.ts';
import { actorOf, rowsOf } from './record-rights.ts';
import { recordFor, registerFor } from './register-seen.ts';
import { FieldOut } from './schemas.ts';
import type { Person } from './who.ts';

const MOST = 5;
const Name = z.object({ zh: z.string(), en: z.string().optional() });
export const Beside = z.object({
  record: RecordOut,
  fields: z.array(FieldOut),
  lists: z.array(
    z.object({
      register: z.object({ key: z.string(), name: Name }),
      fields: z.array(FieldOut),
      items: z.array(RecordOut).describe(`the first ${MOST}`),
      more: z.boolean(),
    }),
  ),
});

/** @throws notFound, also where its reader does not see it */
export async function besideRecord(
  sql: Sql,
  me: Person,
  { register: of, key, store }: { register: string; key: string; store: string },
  language: Language,
): Promise<z.infer<typeof Beside>> {
  const published = await registerFor(sql, of, me);
  const { register } = published;
  const row = await recordFor(sql, published, key, store, me);
  const { fields = [], lists = [] } = register.beside ?? {};
  const [record] = await recordsShown(sql, register, [row], me, language);
  const found = await Promise.all(lists.map((list) => listBeside(sql, me, row.key, list, language)));
  return {
    record: record as z.infer<typeof RecordOut>,
    fields: seenOf(register, fields, me),
    lists: found.flatMap((one) => one ?? []),
  };
}

const seenOf = (register: Register, ids: string[], me: Person): RegisterField[] =>
  ids.flatMap((id) => seenFields(register, actorOf(me)).find((field) => field.id === id) ?? []);

type List = NonNullable<Register['beside']>['lists'][number];
/** null: there is no such register here, or not for this reader. */
async function listBeside(
  sql: Sql,
  me: Person,
  key: string,
  { register: of, field, columns, sort }: List,
  language: Language,
) {
  const published = await registerFor(sql, of, me).catch((error: unknown) => {
    if (asProblem(error)?.code === 'notFound') return null;
    throw error;
  });
  const by = published && fieldOf(published.register, field);
  // Nobody learns by a list what he may not read.
  if (!published || !by || !seesField(by, actorOf(me)) || !isFindable(published.register, field)) return null;
  const { register } = published;
  const order = sort ?? ownSort(register);
  const ordered = order && fieldOf(register, order.field);
  const { items, next } = await listRecords(sql, register, rowsOf(register, me), {
    where: [{ field, is: '=', value: key }],
    ...(order && !(ordered && !seesField(ordered, actorOf(me))) && { sort: order }),
    limit: MOST,
    today: dayIn(zoneOf(published.zone), published.at),
    me: me.id,
  });
  return {
    register: { key: register.key, name: register.name },
    fields: seenOf(register, columns, me),
    items: await recordsShown(sql, register, items, me, language),
    more: next !== null,
  };
}
