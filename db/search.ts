// Search over cases: an index of pieces of words, filled from the feed beside the turns, and read newest first.
import type { Instance } from '../bpmn/instance.ts';
import type { Sql, Transaction } from './connect.ts';
import { feedAfter, feedHead } from './feed.ts';
import { escapeLike } from './people.ts';

const LETTERS = 60;
const VALUES = 80;
const BATCH = 200;
const WEEK_MS = 604_800_000;
/** So many hits of a search, newest first, are looked at. */
export const HITS = 1_000;

/** Full width as plain, case and blanks as one. */
export const normal = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** All pieces of one, two and three letters of its words. */
export function gramsOf(text: string): string[] {
  const found = new Set<string>();
  for (const word of text.split(/\s+/)) {
    const letters = [...word];
    for (let at = 0; at < letters.length; at++)
      for (const size of [1, 2, 3]) if (at + size <= letters.length) found.add(letters.slice(at, at + size).join(''));
  }
  return [...found];
}

/** Of one of the many that share an index: a week of cases, a register of records. */
const within = (grams: string[], one: string | number): string[] => grams.map((gram) => `${gram}\u0001${one}`);

/** Pieces too short to be rare once more, with the week of their case. */
const withWeek = (grams: string[], at: number): string[] => [
  ...grams,
  ...within(
    grams.filter((gram) => [...gram].length <= 2),
    Math.floor(at / WEEK_MS),
  ),
];

/** Those of a record: what is common in one register finds nothing of another. */
export const gramsIn = (words: string, register: string): string[] => within(gramsOf(words), register);
export const piecesIn = (q: string, register: string): string[] => within(piecesOfAll(q), register);

/** The pieces that a hit must have: the longest there are. */
function piecesOf(term: string): string[] {
  const letters = [...term];
  const size = Math.min(3, letters.length);
  return [
    ...new Set(letters.slice(0, letters.length - size + 1).map((_, at) => letters.slice(at, at + size).join(''))),
  ];
}

/** Words of a case: number, title, and short texts of its data; nothing secret or hidden, no files, no times. */
export function wordsOf(
  row: { businessKey: string | null; title: string | null; state: Instance },
  secret: Set<string>,
): string {
  const words: string[] = [];
  const take = (value: unknown, name = ''): void => {
    if (words.length >= VALUES) return;
    if (typeof value === 'string') {
      if (value.length <= LETTERS && value.trim() && !/^\d{4}-\d\d-\d\dT/.test(value)) words.push(value);
    } else if (Array.isArray(value)) for (const one of value) take(one, name);
    else if (typeof value === 'object' && value !== null && !('file' in value))
      for (const [column, one] of Object.entries(value)) if (!secret.has(`${name}.${column}`)) take(one, name);
  };
  const root = Object.values(row.state.scopes ?? {}).find(
    ({ parent, kind }) => parent === undefined && kind === 'process',
  );
  take(row.businessKey);
  take(row.title?.slice(0, LETTERS));
  for (const [name, value] of Object.entries(root?.variables ?? {})) if (!secret.has(name)) take(value, name);
  return [...new Set(words.map(normal))].join('\n');
}

type Row = {
  id: string;
  seq: number;
  at: number;
  businessKey: string | null;
  title: string | null;
  state: Instance;
  secret: string[] | null;
  /** Fields that a step hides, and columns: `lines.cost`. */
  hidden: string[] | null;
};
async function index(tx: Transaction, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx<Row[]>`
    select c.id, c.seq, c.started_at as at, coalesce(c.business_key, r.business_key) as "businessKey", coalesce(c.title, r.title) as title, c.state,
      (select array_agg(v->>'name') from jsonb_array_elements(coalesce((d.definition->'zf'->'variable')::jsonb, '[]')) v where (v->>'secret')::boolean) as secret,
      (select array_agg(x#>>'{}') from jsonb_path_query(d.definition::jsonb, '$.elements.*.zf.permission[*] ? (@.mode == "hidden").field') x) as hidden
    from cases c left join cases r on r.id = c.family and r.id <> c.id left join definition d on d.key = c.key and d.version = c.version
    left join case_search s on s.case_id = c.id where c.id = any(${ids}) and (s.seq is null or s.seq < c.seq)`;
  if (rows.length === 0) return;
  const made = rows.map((row) => {
    const words = wordsOf(row, new Set([...(row.secret ?? []), ...(row.hidden ?? [])]));
    return { case_id: row.id, seq: row.seq, at: row.at, words, grams: withWeek(gramsOf(words), row.at) };
  });
  await tx`
    insert into case_search (case_id, seq, at, words, grams)
    select x.case_id, x.seq, x.at, x.words, x.grams from jsonb_to_recordset(${tx.json(made as never)}::jsonb) x(case_id text, seq int, at bigint, words text, grams text[])
    on conflict (case_id) do update set seq = excluded.seq, words = excluded.words, grams = excluded.grams
      where case_search.words <> excluded.words or case_search.seq < excluded.seq`;
}

/** One round of bringing in what has changed, by one process at a time. True while there is more. */
export async function indexChanged(sql: Sql): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [mark] = await tx<
      { feed: number; backfill: string | null }[]
    >`select feed, backfill from search_mark for update skip locked`;
    if (!mark) return false;
    const changed = await feedAfter(tx as never, mark.feed, BATCH);
    await index(tx, [...new Set(changed.flatMap((row) => row.case ?? []))]);
    let { feed, backfill } = mark;
    if (changed.length) feed = Math.max(feed, changed.at(-1)?.id ?? 0);
    if (backfill !== null) {
      const older = await tx<{ id: string }[]>`select id from cases where id > ${backfill} order by id limit ${BATCH}`;
      await index(
        tx,
        older.map(({ id }) => id),
      );
      backfill = older.at(-1)?.id ?? null;
    }
    if (feed !== mark.feed || backfill !== mark.backfill)
      await tx`update search_mark set feed = ${feed}, backfill = ${backfill}`;
    return backfill !== null || changed.length === BATCH;
  });
}

/** Before a search: what has changed a moment ago is in it, unless very much has. */
export async function catchUp(sql: Sql): Promise<void> {
  const head = await feedHead(sql);
  const [mark] = await sql<{ feed: number }[]>`select feed from search_mark`;
  for (let round = 0; mark && round < 3; round++) {
    if (round === 0 && mark.feed >= head) return;
    if (!(await indexChanged(sql))) return;
  }
}

const termsOf = (q: string): string[] => normal(q).split(' ').filter(Boolean).slice(0, 8);
const piecesOfAll = (q: string): string[] => [...new Set(termsOf(q).flatMap(piecesOf))];

/** All terms, anywhere in the words: of `case_search s`, or those given. */
export const hasTerms = (sql: Sql | Transaction, q: string, words = sql`s.words`) =>
  termsOf(q).reduce((all, term) => sql`${all} and ${words} like ${`%${escapeLike(term)}%`}`, sql`true`);

/** Ids of cases with all terms anywhere in their words, the newest first. */
export async function searchCases(sql: Sql, q: string): Promise<string[]> {
  const terms = termsOf(q);
  const pieces = piecesOfAll(q);
  if (pieces.length > 0 && pieces.every((piece) => [...piece].length <= 2)) {
    const patterns = terms.map((term) => `%${escapeLike(term)}%`);
    const found = await sql<{ id: string }[]>`select search_newest(${patterns}, ${pieces}, ${HITS}) as id`;
    return found.map(({ id }) => id);
  }
  const rows = await sql.begin(async (tx) => {
    // Rare pieces are read from their index, common ones newest first: Postgres knows which is which from the pieces themselves.
    // The words are looked at before the pieces, which cost more to compare.
    await tx`set local plan_cache_mode = force_custom_plan`;
    return tx<{ id: string }[]>`
      select s.case_id as id from case_search s where ${hasTerms(tx, q)} and ${pieces.length ? tx`s.grams @> ${pieces}` : tx`true`}
      order by s.at desc, s.case_id limit ${HITS}`;
  });
  return rows.map(({ id }) => id);
}
