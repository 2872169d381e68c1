// Ledgers: entries that are booked and never changed, and the balances that they sum up to.
import type { Variables } from '../feel/value.ts';
import type { Register } from '../records/register.ts';
import type { Rows } from '../records/rights.ts';
import type { Booked, Movement } from '../records/service.ts';
import type { Sql, Transaction } from './connect.ts';
import { BETWEEN } from './places.ts';
import { seesRow } from './record-filters.ts';
import { type Hand, holdRegister } from './records.ts';

export type Booking = {
  store?: string | undefined;
  /** The same for every try. */
  effect: string;
  entries: Movement[];
  doc?: Variables | undefined;
  /** As much as is there; each account's movements must be of one size. */
  partial?: boolean | undefined;
};

const floorsOf = ({ ledger }: Register): Record<string, number | null> =>
  Object.fromEntries((ledger?.measures ?? []).map(({ key, floor }) => [key, floor]));

/** All entries or none; a repeat of the effect gets the first answer. Not `ok`: nothing was booked, `short` says what is missing. */
export async function book(sql: Sql | Transaction, ledger: Register, hand: Hand, booking: Booking): Promise<Booked> {
  const { store = '', doc, ...rest } = booking;
  const whole = {
    ledger: ledger.key,
    store,
    ...hand,
    floors: floorsOf(ledger),
    ...(doc && { doc: JSON.stringify(doc) }),
    ...rest,
  };
  return booked(sql, whole);
}

/** Books back what an effect has booked; one that books nothing, or not yet, never will. */
export const bookBack = (
  sql: Sql | Transaction,
  ledger: Register,
  hand: Hand,
  { effect, undoes, store = '' }: { effect: string; undoes: string; store?: string },
): Promise<Booked> =>
  booked(sql, {
    ledger: ledger.key,
    store,
    ...hand,
    floors: floorsOf(ledger),
    effect,
    undoes,
    ...(ledger.ledger && { holders: ledger.ledger.account }),
  });

async function booked(sql: Sql | Transaction, booking: object): Promise<Booked> {
  const [row] = await sql<{ answer: Booked }[]>`select book(${sql.json(booking as never)}::jsonb) as answer`;
  return row?.answer ?? { ok: false, entries: [], short: [] };
}

export type Entry = Movement & {
  n: number;
  after: number;
  at: number;
  by: string | null;
  case: string | null;
  undoes: number | null;
  doc: Variables | null;
};
export const entriesOf = (
  sql: Sql,
  ledger: string,
  account: string,
  { store = '', before = Number.MAX_SAFE_INTEGER, limit = 50, without = [] as string[] } = {},
): Promise<Entry[]> => sql<Entry[]>`
  select n, account, measure, delta::float8 as delta, after::float8 as after, at, by, case_id as "case", undoes, doc from entry
  where ledger = ${ledger} and account = ${account} and store = ${store} and n < ${before} and measure <> all(${without}) order by n desc limit ${limit}`;

/** Of a whole ledger, the newest first: those of accounts whose records are seen. `without`: measures that are not. */
export const entriesOfAll = (
  sql: Sql,
  { key, ledger }: Register,
  seen: Rows,
  {
    account,
    before = Number.MAX_SAFE_INTEGER,
    limit = 50,
    without = [],
  }: { account?: string; before?: number; limit?: number; without?: string[] },
): Promise<(Entry & { store: string; title: string | null; titles: Record<string, string> | null })[]> => sql`
  select e.n, e.store, e.account, r.title, r.titles, e.measure, e.delta::float8 as delta, e.after::float8 as after, e.at, e.by, e.case_id as "case",
    e.undoes, e.doc
  from entry e left join record r on r.place = concat_ws(${BETWEEN}, ${ledger?.account ?? ''}::text, e.store, e.account)
  where e.ledger = ${key} and e.n < ${before} ${account === undefined ? sql`` : sql`and e.account = ${account}`} and e.measure <> all(${without}) and ${seesRow(sql, seen)}
  order by e.n desc limit ${limit}`;

export type Balance = { account: string; measure: string; value: number };
export const balancesOf = (
  sql: Sql | Transaction,
  ledger: string,
  accounts: string[],
  store = '',
): Promise<Balance[]> => sql<Balance[]>`
  select account, measure, value::float8 as value from balance where ledger = ${ledger} and store = ${store} and account = any(${accounts})`;

/** Whether each record of the register that it counts has a balance, so that whoever walks these meets them all. */
export async function hasAllAccounts(
  sql: Sql | Transaction,
  register: string,
  { ledger, measure }: { ledger: string; measure: string },
): Promise<boolean> {
  const [row] = await sql`
    select 1 from ledger_account where register = ${register} and ledger = ${ledger} and measure = ${measure} and complete`;
  return row !== undefined;
}

const ACCOUNTS = 5_000;
/** Each record of the register that a ledger counts gets its balances, in parts. */
export async function openAccounts(sql: Sql, { key, ledger }: Register): Promise<void> {
  if (!ledger) return;
  const measures = ledger.measures.map((measure) => measure.key);
  await sql.begin(async (tx) => {
    // Whoever writes a new record from now on opens its accounts himself.
    await holdRegister(tx, ledger.account);
    await tx`delete from ledger_account where ledger = ${key}`;
    await tx`
      insert into ledger_account (register, ledger, measure) select ${ledger.account}, ${key}, m from unnest(${measures}::text[]) m`;
  });
  for (let after = `${ledger.account}${BETWEEN}`; ; ) {
    const rows = await sql<{ place: string; store: string; key: string }[]>`
      select place, store, key from record where place > ${after} and place < ${`${ledger.account} `} order by place limit ${ACCOUNTS}`;
    await sql`
      insert into balance (place, ledger, store, account, measure)
      select concat_ws(${BETWEEN}, ${key}::text, r.store, r.key, m), ${key}, r.store, r.key, m
      from unnest(${rows.map(({ store }) => store)}::text[], ${rows.map((row) => row.key)}::text[]) r(store, key), unnest(${measures}::text[]) m
      order by 1 on conflict do nothing`;
    if (rows.length < ACCOUNTS) break;
    after = rows.at(-1)?.place ?? '';
  }
  await sql`update ledger_account set complete = true where ledger = ${key}`;
}

/** What ledgers hold for each of these records, by the fields that show it. */
export async function balancesBeside(
  sql: Sql | Transaction,
  { fields }: Register,
  keys: string[],
  store = '',
): Promise<(key: string) => Variables> {
  const shown = fields.flatMap(({ id, by }) => (by.who === 'ledger' ? [{ id, ...by }] : []));
  const values = new Map<string, number>();
  for (const ledger of new Set(shown.map((one) => one.ledger)))
    for (const { account, measure, value } of await balancesOf(sql, ledger, keys, store))
      values.set(JSON.stringify([ledger, account, measure]), value);
  return (key) =>
    Object.fromEntries(
      shown.map(({ id, ledger, measure }) => [id, values.get(JSON.stringify([ledger, key, measure])) ?? 0]),
    );
}

/** What a step of a case has booked, in order. */
export async function effectsOf(
  sql: Sql | Transaction,
  ledger: string,
  caseId: string,
  element: string,
): Promise<{ effect: string; store: string }[]> {
  return sql<{ effect: string; store: string }[]>`
    select effect, store from entry where case_id = ${caseId} and ledger = ${ledger} and element = ${element} and undoes is null group by effect, store order by min(n)`;
}

export const entriesOfEffect = (
  sql: Sql,
  ledger: string,
  effect: string,
): Promise<(Movement & { after: number; case: string | null })[]> =>
  sql<
    (Movement & { after: number; case: string | null })[]
  >`select account, measure, delta::float8 as delta, after::float8 as after, case_id as "case" from entry where effect = ${effect} and ledger = ${ledger} order by account, measure`;
