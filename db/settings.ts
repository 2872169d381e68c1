// Settings of the shop: small named values, each with a default.
import type { Calendar } from '../bpmn/calendar.ts';
import { SHOP_ZONE } from '../bpmn/duration.ts';
import type { Env } from '../bpmn/instance.ts';
import type { Clock as FeelClock } from '../feel/expression.ts';
import { type Clock, REAL_TIME, shopTime } from '../workflows/clock.ts';
import type { Sql, Transaction } from './connect.ts';

export async function readSetting<T>(sql: Sql | Transaction, name: string): Promise<T | undefined> {
  const [row] = await sql<{ value: T }[]>`select value from setting where name = ${name}`;
  return row?.value;
}

/** What cases read of the shop: a change of it counts up the revision, so that no host goes on with what it has read before. */
const READ_BY_CASES = ['calendars', 'zone'];

export async function writeSetting(sql: Sql | Transaction, name: string, value: object): Promise<void> {
  await sql`
    insert into setting (name, value) values (${name}, ${sql.json(value as never)})
    on conflict (name) do update set value = excluded.value, changed_at = now()`;
  if (READ_BY_CASES.includes(name)) await countRevision(sql);
}

/** No host goes on with what it has read of the shop before. */
export async function countRevision(sql: Sql | Transaction): Promise<void> {
  await sql`
    insert into setting (name, value) values ('revision', '1')
    on conflict (name) do update set value = to_jsonb((setting.value#>>'{}')::int + 1), changed_at = now()`;
}

/** Two changes at once are made one after the other. */
export async function changeSetting<T extends object>(
  sql: Sql,
  name: string,
  change: (before: T | undefined) => T,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`setting.${name}`}, 0))`;
    await writeSetting(tx, name, change(await readSetting<T>(tx, name)));
  });
}

/** The shop clock, calendars and zone that evaluations may read; parameters are in db/parameters.ts. */
export async function readShop(sql: Sql | Transaction): Promise<{ clock: Clock; env: Env & { zone: string } }> {
  const rows = await sql<
    { name: string; value: unknown }[]
  >`select name, value from setting where name in ('clock', 'calendars', 'zone', 'revision')`;
  const found = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  const calendars = (found.calendars ?? DEFAULT_CALENDARS) as Record<string, Calendar>;
  return {
    clock: (found.clock as Clock | undefined) ?? REAL_TIME,
    env: {
      calendars,
      revision: (found.revision as number | undefined) ?? 0,
      zone: (found.zone as { offset?: string } | undefined)?.offset ?? SHOP_ZONE,
    },
  };
}

/** An instant as expressions read it: today is the day of the shop. */
export const clockAt = async (sql: Sql | Transaction, at: number): Promise<FeelClock> => ({
  at,
  offset: (await readShop(sql)).env.zone,
});

const daily = (from: number, to: number): Calendar['week'] => Array.from({ length: 7 }, () => [[from * 60, to * 60]]);
const CHINA = 480;
/** Until a shop sets its own: office 9–12 and 14–18 on weekdays, customer service 8–24, warehouse 8–22 daily. */
export const DEFAULT_CALENDARS: Record<string, Calendar> = {
  office: {
    id: 'office',
    version: 1,
    offset: CHINA,
    days: {},
    week: [
      [],
      ...Array.from({ length: 5 }, (): Calendar['week'][number] => [
        [540, 720],
        [840, 1080],
      ]),
      [],
    ],
  },
  service: { id: 'service', version: 1, offset: CHINA, days: {}, week: daily(8, 24) },
  warehouse: { id: 'warehouse', version: 1, offset: CHINA, days: {}, week: daily(8, 22) },
};

/** The clock runs on from where it stands, at another rate. Hosts learn of it when they are touched. */
export async function setClockRate(sql: Sql, rate: number): Promise<boolean> {
  const { clock } = await readShop(sql);
  if (clock.rate === rate) return false;
  const real = Date.now();
  await writeSetting(sql, 'clock', { real, shop: shopTime(clock, real), rate });
  return true;
}

/** A shop without a past is set to `shop`, and its clock runs on from there. @param rate as fast as before when absent */
export async function openClockAt(sql: Sql, shop: number, rate?: number): Promise<void> {
  const { clock } = await readShop(sql);
  await writeSetting(sql, 'clock', { real: Date.now(), shop, rate: rate ?? clock.rate });
}
