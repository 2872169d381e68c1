// All that names a record which has become part of another names that one: links, cases, remarks, notices, fields of other records. There
// may be a hundred thousand, so it is done in parts, each a transaction of its own; what is not done yet is found again. Whoever looks for
// the record by its old key meanwhile finds the right one all the same.
import type { Variables } from '../feel/value.ts';
import { same, titleOf, wordsOf } from '../records/check.ts';
import { renamed } from '../records/merge.ts';
import { fieldOf, type Register } from '../records/register.ts';
import { toText } from '../words/message.ts';
import { tellRecord } from '../words/records.ts';
import { eachInTurn } from './breather.ts';
import { dataErrorOf, type Sql, type Transaction } from './connect.ts';
import { publishedContent } from './content.ts';
import { notify } from './notices.ts';
import { type Hand, type Put, putRecords, recordsByIds } from './records.ts';
import { clockAt } from './settings.ts';

const PART = 500;
/** So many of those that did not take the name are said. */
const NAMED = 5;
type Named = { id: string; key: string };
export type Renaming = {
  /** Of both records. */
  register: string;
  from: Named;
  to: Named & { rev: number; title: string };
  hand: Hand;
};

/** Gives how many parts it has done, of which it does not begin more than `most`. */
export async function nameMerged(sql: Sql, at: number, most = Number.POSITIVE_INFINITY): Promise<number> {
  const due = await sql<
    { register: string; store: string; from: Named; to: Renaming['to']; at: number; by: string | null }[]
  >`
    select o.register, o.store, json_build_object('id', o.id, 'key', o.key) as "from",
      json_build_object('id', s.id, 'key', s.key, 'rev', s.rev, 'title', s.title) as "to", n.at, n.by
    from merge_naming n join record o on o.id = n.other join record s on s.id = o.merged_into order by n.at, n.other`;
  let done = 0;
  for (const { register, store, from, to, ...when } of due) {
    const reason = toText(tellRecord('why.merged', { key: from.key }));
    const renaming = { register, from, to, hand: { ...when, reason } };
    const left: string[] = [];
    let isAgain = false;
    await nameOfFiles(sql, renaming);
    // What names a record means the one of the shop as a whole, and not one of a store that has its key.
    for (const parts of store === '' ? [partsBeside(sql, renaming), partsOfRecords(sql, at, renaming)] : [])
      for await (const refused of parts) {
        for (const { id, why } of refused)
          if (why === 'changed') isAgain = true;
          else left.push(id);
        if (++done >= most) return done;
      }
    // What was written meanwhile is found again.
    if (!isAgain) await sql.begin((tx) => conclude(tx, renaming, left));
  }
  return done;
}

/** What does not take the name goes on bearing the old one, by which it is found all the same; who has merged is told. */
async function conclude(tx: Transaction, { register, from, to, hand }: Renaming, left: string[]): Promise<void> {
  await tx`delete from merge_naming where other = ${from.id}`;
  if (left.length === 0 || hand.by === null) return;
  const first = await tx<{ name: string }[]>`
    select register || '/' || key as name from record where id = any(${left.slice(0, NAMED)}) order by 1`;
  const about = { kind: 'record', id: `${register}/${to.key}` } as const;
  const detail = { left: left.length, text: first.map(({ name }) => name).join('\n') };
  await notify(tx, [{ what: 'unnamed', event: from.id, person: hand.by, about, at: hand.at, by: null, detail }]);
}

type Refused = { id: string; why: string };

const nameOfFiles = (sql: Sql, { register, from, to }: Renaming) => sql`
  update file f set record = ${`${register}/${to.id}`} from record r
  where f.record = ${`${register}/${from.id}`} and r.id = ${to.id} and strpos(r.body::text, f.id) > 0`;

/** What names it beside records. */
async function* partsBeside(sql: Sql, { register, from, to }: Renaming): AsyncGenerator<Refused[]> {
  const [old, now] = [`${register}/${from.key}`, `${register}/${to.key}`];
  await sql`update remark set about_id = ${now} where about_kind = 'record' and about_id = ${old}`;
  await sql`update notice set about_id = ${now} where about_kind = 'record' and about_id = ${old}`;
  const moves = [
    () => sql`
      with gone as (delete from link where ctid = any(array(select ctid from link where to_kind = 'record' and to_id = ${old} limit ${PART})) returning *),
        there as (insert into link (from_kind, from_id, role, to_kind, to_id, case_id, at)
          select from_kind, from_id, role, to_kind, ${now}, case_id, at from gone on conflict do nothing)
      select 1 from gone`,
    () => sql`
      with gone as (delete from link where ctid = any(array(select ctid from link where from_kind = 'record' and from_id = ${old} limit ${PART})) returning *),
        there as (insert into link (from_kind, from_id, role, to_kind, to_id, case_id, at)
          select from_kind, ${now}, role, to_kind, to_id, case_id, at from gone on conflict do nothing)
      select 1 from gone`,
    () => sql`
      update cases set subject = ${now} where ctid = any(array(select ctid from cases where subject = ${old} limit ${PART} for update)) returning 1`,
  ];
  for (const move of moves)
    for (let moved = PART; moved === PART; ) {
      moved = (await move()).length;
      if (moved > 0) yield [];
    }
}

async function* partsOfRecords(sql: Sql, at: number, renaming: Renaming): AsyncGenerator<Refused[]> {
  for (const published of await publishedContent<Register>(sql, 'register', at)) {
    const waiting = await whoNames(sql, published.body, renaming);
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const { store, ids } = part;
      try {
        const puts = await sql.begin((tx) => nameAnew(tx, published, { store, ids }, renaming));
        yield puts.flatMap(({ id, why }) => (why === null ? [] : [{ id, why }]));
      } catch (error) {
        const why = dataErrorOf(error);
        if (why === undefined) throw error;
        // One that the database does not take keeps no other.
        if (ids.length > 1) waiting.unshift(...ids.map((id) => ({ store, ids: [id] })));
        else yield ids.map((id) => ({ id, why }));
      }
    }
  }
}

export type Part = { store: string; ids: string[] };
/** Records of a register that name it, in parts; `store`: only those of that one. */
export async function whoNames(
  sql: Sql | Transaction,
  { key, fields }: Register,
  renaming: Renaming,
  store?: string,
): Promise<Part[]> {
  if (!JSON.stringify(fields).includes('"type":"record"')) return [];
  const ref = JSON.stringify(`${renaming.register}/${renaming.from.key}`);
  const found = await sql<{ id: string; store: string }[]>`
    select id, store from record where register = ${key} and id <> ${renaming.from.id} and strpos(body::text, ${`"ref":${ref}`}) > 0
      ${store === undefined ? sql`` : sql`and store = ${store}`} order by id`;
  return [...new Set(found.map(({ store }) => store))].flatMap((store) => {
    const ids = found.filter((row) => row.store === store).map(({ id }) => id);
    return Array.from({ length: Math.ceil(ids.length / PART) }, (_, n) => ({
      store,
      ids: ids.slice(n * PART, (n + 1) * PART),
    }));
  });
}

/** Those of a part that name it still, with what became of each. */
export async function nameAnew(
  tx: Transaction,
  { body: register, version }: { body: Register; version: number },
  { store, ids }: Part,
  { register: of, from, to, hand }: Renaming,
): Promise<(Put & { values: Variables })[]> {
  const value = { ref: `${of}/${to.key}`, key: to.key, rev: to.rev, title: to.title };
  const rows = await recordsByIds(tx, register.key, ids);
  const now = await clockAt(tx, hand.at);
  const writes = (
    await eachInTurn(rows, (row) => {
      const values = renamed(row.values, `${of}/${from.key}`, value);
      if (!values) return [];
      const title = titleOf(register, values, row.key, now);
      const changed = Object.keys(values).filter((id) => fieldOf(register, id) && !same(values[id], row.values[id]));
      const words = wordsOf(register, values, row.key, title);
      return [{ ...row, expect: row.rev, title, words, before: row.values, values, changed }];
    })
  ).flat();
  if (writes.length === 0) return [];
  // Whoever only names it has no news.
  const puts = await putRecords(tx, register, version, store, { ...hand, quiet: true }, writes);
  return puts.map((put) => ({ ...put, values: writes[put.n]?.values ?? {} }));
}
