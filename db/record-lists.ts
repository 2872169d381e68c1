// Pages of registers: in any order, from where the last one ended, and by what a person types.
import type { Register } from '../records/register.ts';
import type { Rows } from '../records/rights.ts';
import { isTree } from '../records/tree.ts';
import type { Sql, Transaction } from './connect.ts';
import { hasAllAccounts } from './ledgers.ts';
import { BETWEEN, placeOf } from './places.ts';
import { columnOf, conditions, ofBalance, type Position, type RecordQuery, seesRow } from './record-filters.ts';
import { columns, type RecordRow } from './records.ts';
import { hasTerms, normal, piecesIn } from './search.ts';

type Called = { key: string; title: string; titles: Record<string, string> | null };
const keysOf = ({ path }: Pick<RecordRow, 'path'>): string[] => path?.split(BETWEEN).slice(1) ?? [];
/** Where records of a tree stand: what is above each, from the top, and how many are right below it. */
export async function placesInTree(
  sql: Sql,
  register: Register,
  rows: RecordRow[],
  archived = false,
): Promise<Map<string, { way: Called[]; below: number }>> {
  if (!isTree(register) || rows.length === 0) return new Map();
  const above = (row: RecordRow) => keysOf(row).slice(0, -1);
  const places = new Set(rows.flatMap((row) => above(row).map((key) => placeOf(register.key, row.store, key))));
  const named = await sql<(Called & { place: string })[]>`
    select place, key, title, titles from record where place = any(${[...places]})`;
  const called = new Map(named.map(({ place, ...one }) => [place, one]));
  const counts = await sql<{ store: string; parent: string; n: number }[]>`
    select store, parent, count(*)::int as n from record
    where register = ${register.key} and parent = any(${rows.map(({ key }) => key)}) and archived = ${archived} group by store, parent`;
  const below = new Map(counts.map(({ store, parent, n }) => [placeOf(store, parent), n]));
  return new Map(
    rows.map((row) => [
      row.id,
      {
        way: above(row).map(
          (key) => called.get(placeOf(register.key, row.store, key)) ?? { key, title: key, titles: null },
        ),
        below: below.get(placeOf(row.store, row.key)) ?? 0,
      },
    ]),
  );
}

/** So many rows in the order of a list are looked at first: what is common is found there at once. */
const LOOKED_AT = 2_000;
/** What a filter leaves of a ledger is often not among the lowest: what is no longer sold is empty. */
const LOOKED_AT_BALANCES = 20_000;

type Placed = RecordRow & { at: string | number | null; atId: string };
/**
 * What a list shows, with where it goes on. Those without a value of the sorted field come last; what was never booked has one: 0.
 * Where no index is in the order that is asked for (a search; what a ledger holds), the first rows of that order are looked at, and then,
 * where they do not fill the page, all that there is of what is asked for (docs/decisions/0104).
 * @throws NotFindable
 */
export async function listRecords(
  sql: Sql | Transaction,
  register: Register,
  seen: Rows,
  query: RecordQuery,
): Promise<{ items: RecordRow[]; next: Position | null }> {
  const { after } = query;
  const q = normal(query.q ?? '');
  const { field, down } = query.sort ?? { field: 'title', down: false };
  const { column, balance } = columnOf(register, field);
  const asked = conditions(sql, register, seen, query);
  const wanted = sql`${asked} ${q ? sql`and ${hasTerms(sql, q, sql`r.words`)}` : sql``}`;
  // Kept apart: else an order is taken for a short cut to what is rare.
  const all = sql`(select * from record r where ${wanted} ${q ? sql`and r.grams @> ${piecesIn(q, register.key)}` : sql``} offset 0) r`;

  type Piece = typeof asked;
  const number = balance !== undefined || /^n\d$/.test(column);
  const direction = down ? sql`desc` : sql`asc`;
  const inOrder = (from: Piece, [value, id]: [Piece, Piece], limit: number) => sql`
    select r.*, ${value} as at, ${id} as "atId" from ${from} and ${value} is not null
      ${after ? sql`and (${value}, ${id}) ${down ? sql`<` : sql`>`} (${after.value as never}${number ? sql`::numeric` : sql``}, ${after.id})` : sql``}
    order by ${value} ${direction}, ${id} ${direction} limit ${limit}`;
  const shown = sql`${columns(sql)}, r.at${number ? sql`::text` : sql``} as at, r."atId"`;
  const own: [Piece, Piece] = [sql`r.${sql(column)}`, sql`r.id`];

  /** The first of the order, and how many were looked at. */
  const among = async (
    from: Piece,
    at: [Piece, Piece],
    { look, limit }: { look: number; limit: number },
  ): Promise<{ rows: Placed[]; looked: number }> => {
    const rows = await sql<(Placed & { looked: number })[]>`
      with few as materialized (${inOrder(from, at, look)})
      select ${shown}, n.looked from (select count(*)::int as looked from few) n left join few r on ${wanted}
      order by r.at ${direction}, r."atId" ${direction} limit ${limit}`;
    return { rows: rows.filter(({ id }) => id !== null), looked: rows[0]?.looked ?? 0 };
  };
  const withValue = async (limit: number): Promise<Placed[]> => {
    if (!q && !balance)
      return sql<
        Placed[]
      >`select ${shown} from (${inOrder(sql`record r where ${asked}`, own, limit)}) r order by r.at ${direction}, r."atId" ${direction}`;
    const looks = q ? [LOOKED_AT] : [2 * limit, LOOKED_AT, LOOKED_AT_BALANCES];
    if (!balance || (await hasAllAccounts(sql, register.key, balance)))
      for (const look of looks) {
        const { rows, looked } = balance
          ? await among(
              sql`balance b join record r on r.place = concat_ws(${BETWEEN}, ${register.key}::text, b.store, b.account)
                where b.ledger = ${balance.ledger} and b.measure = ${balance.measure} ${ofBalance(sql, register, query)}`,
              [sql`b.value`, sql`b.place`],
              { look, limit },
            )
          : await among(sql`record r where ${asked}`, own, { look, limit });
        if (rows.length === limit || looked < look) return rows;
      }
    if (!balance)
      return sql<
        Placed[]
      >`select ${shown} from (${inOrder(sql`${all} where true`, own, limit)}) r order by r.at ${direction}, r."atId" ${direction}`;
    const account = sql`concat_ws(${BETWEEN}, ${balance.ledger}::text, r.store, r.key, ${balance.measure}::text)`;
    const beside = sql`${all} left join balance b on b.place = ${account} where true`;
    return sql<Placed[]>`
      select ${shown} from (${inOrder(beside, [sql`coalesce(b.value, 0)`, account], limit)}) r order by r.at ${direction}, r."atId" ${direction}`;
  };
  const withoutValue = (tail: Position | undefined, limit: number): PromiseLike<Placed[]> => sql<Placed[]>`
    select ${columns(sql)}, null as at, r.id as "atId" from ${q ? all : sql`record r`}
    where ${asked} and r.${sql(column)} is null ${tail ? sql`and r.id > ${tail.id}` : sql``} order by r.id limit ${limit}`;

  const limit = query.limit + 1;
  const inTheEnd = after?.value === null;
  const rows = inTheEnd ? [] : await withValue(limit);
  const mayBeEmpty = !balance && !['title', 'key', 'updated_at', 'path'].includes(column);
  if (mayBeEmpty && rows.length < limit)
    rows.push(...(await withoutValue(inTheEnd ? after : undefined, limit - rows.length)));
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map(({ at: _, atId: __, ...row }) => row),
    next: rows.length > query.limit && last ? { value: last.at, id: last.atId } : null,
  };
}

/** To choose from by name: living ones first, then those that have been put away, for their names. */
export const recordsToChoose = (sql: Sql, register: Register, seen: Rows, limit: number): Promise<RecordRow[]> =>
  sql<RecordRow[]>`
    select ${columns(sql)} from record r where r.register = ${register.key} and ${seesRow(sql, seen)}
    order by r.archived, r.title, r.id limit ${limit}`;

/** Nobody reads further; a page that counts a million rows is a slow page. */
export const COUNTED = 10_000;
export async function countRecords(
  sql: Sql,
  register: Register,
  seen: Rows,
  { q: searched, ...query }: Omit<RecordQuery, 'limit' | 'after' | 'sort'>,
  most = COUNTED,
): Promise<number> {
  const q = normal(searched ?? '');
  const found = q ? sql`and ${hasTerms(sql, q, sql`r.words`)} and r.grams @> ${piecesIn(q, register.key)}` : sql``;
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from (select 1 from record r where ${conditions(sql, register, seen, query)} ${found} limit ${most + 1}) few`;
  return row?.n ?? 0;
}
