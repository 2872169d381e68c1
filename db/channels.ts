// By which channels the shop tells its people, how it tells them, and where each of them is reached.
import { byDefault, CHANNEL_IDS, type ChannelId } from '../notices/kinds.ts';
import { type Telling, Telling as TellingSchema, type Wishes, Wishes as WishesSchema } from '../notices/wishes.ts';
import type { Sql, Transaction } from './connect.ts';
import { sealed, unsealed } from './secrets.ts';
import { readSetting, writeSetting } from './settings.ts';

/** `sealed`: secrets by name. The trigger on notices reads `on` (db/functions/tell-notice.sql). */
export type ChannelSetting = { on: boolean; values: Record<string, string>; sealed: Record<string, string> };
export type ChannelSettings = Partial<Record<ChannelId, ChannelSetting>>;

export const readChannels = async (sql: Sql | Transaction): Promise<ChannelSettings> =>
  (await readSetting<ChannelSettings>(sql, 'channels')) ?? {};

const nameOf = (channel: string, name: string): string => `channel:${channel}/${name}`;

/** With its secrets opened. @throws where they were sealed with another secret of the shop */
export function openedValues(secret: string, channel: ChannelId, setting: ChannelSetting): Record<string, string> {
  const opened = Object.entries(setting.sealed).map(([name, text]) => [
    name,
    unsealed(secret, nameOf(channel, name), text),
  ]);
  return { ...setting.values, ...Object.fromEntries(opened) };
}

type Change = { on: boolean; values: Record<string, string>; secrets: Record<string, string> };
/** Secrets that are not named stay; an empty one is forgotten. */
export async function changeChannel(
  sql: Sql,
  secret: string,
  channel: ChannelId,
  { on, values, secrets }: Change,
): Promise<void> {
  await sql.begin(async (tx) => {
    await lock(tx);
    const all = await readChannels(tx);
    const kept = { ...all[channel]?.sealed };
    for (const [name, value] of Object.entries(secrets)) {
      if (value === '') delete kept[name];
      else kept[name] = sealed(secret, nameOf(channel, name), value);
    }
    await writeSetting(tx, 'channels', { ...all, [channel]: { on, values, sealed: kept } });
    await noteWhoHearsOfWork(tx);
  });
}
const lock = (tx: Transaction) => tx`select pg_advisory_xact_lock(hashtextextended('setting.channels', 0))`;

/** `address`: of the app, as people open it, without a slash at its end. */
export type Reach = Telling & { address: string };
export async function readReach(sql: Sql | Transaction): Promise<Reach> {
  const { address = '', ...said } = (await readSetting<Partial<Reach>>(sql, 'reach')) ?? {};
  const telling = TellingSchema.safeParse(said);
  return { address, ...(telling.success ? telling.data : { wanted: {}, urgent: [] }) };
}
export async function changeReach(sql: Sql, reach: Reach): Promise<void> {
  await sql.begin(async (tx) => {
    await lock(tx);
    await writeSetting(tx, 'reach', reach);
    await noteWhoHearsOfWork(tx);
  });
}

/** What cannot be read any more, after an older version, counts as not said. */
export const wishesOf = (stored: unknown): Wishes => WishesSchema.safeParse(stored).data ?? {};

export async function readWishes(sql: Sql | Transaction, person: string): Promise<Wishes> {
  const [row] = await sql<{ wishes: unknown }[]>`select wishes from person where id = ${person}`;
  return wishesOf(row?.wishes);
}
export async function readWishesOf(sql: Sql, people: string[]): Promise<Map<string, Wishes>> {
  const rows = await sql<{ id: string; wishes: unknown }[]>`select id, wishes from person where id = any(${people})`;
  return new Map(rows.map(({ id, wishes }) => [id, wishesOf(wishes)]));
}
export async function writeWishes(sql: Sql, person: string, wishes: Wishes): Promise<void> {
  await sql.begin(async (tx) => {
    await lock(tx);
    await tx`update person set wishes = ${tx.json(wishes as never)} where id = ${person}`;
    await noteWhoHearsOfWork(tx);
  });
}

/** Whether turns leave word of the work that they open: as long as nobody wants to hear of it, they are spared. */
async function noteWhoHearsOfWork(tx: Transaction): Promise<void> {
  const channels = await readChannels(tx);
  const reach = await readReach(tx);
  const people = await tx<{ wishes: unknown }[]>`select wishes from person where active and wishes <> '{}'`;
  const all = [reach, ...people.map(({ wishes }) => wishesOf(wishes))];
  const heard = CHANNEL_IDS.filter((one) => one === 'bell' || channels[one]?.on).some((channel) =>
    (['work', 'offered'] as const).some(
      (kind) => byDefault(kind, channel) || all.some(({ wanted }) => wanted?.[kind]?.[channel]),
    ),
  );
  if (heard) await writeSetting(tx, 'tellsWork', { on: true });
  else await tx`delete from setting where name = 'tellsWork'`;
}

export type Address = { id: string; channel: ChannelId; value: unknown; label: string | null; addedAt: string };
/** Newest first; that of mail is a column of the person. */
export const addressesOf = (sql: Sql, person: string): Promise<Address[]> => sql<Address[]>`
  select id, channel, value, label, added_at as "addedAt" from address where person = ${person}
  union all select id, 'mail', to_jsonb(email), null, created_at from person where id = ${person} and email is not null
  order by "addedAt" desc, id`;

/** null: nowhere any more. */
export async function nameAddress(
  sql: Sql,
  person: string,
  channel: Exclude<ChannelId, 'bell' | 'push'>,
  value: string | null,
): Promise<void> {
  if (channel === 'mail') await sql`update person set email = ${value} where id = ${person}`;
  else if (value === null) await sql`delete from address where person = ${person} and channel = ${channel}`;
  else
    await sql`
      insert into address (id, person, channel, place, value) values (${`${channel}/${person}`}, ${person}, ${channel}, ${value}, ${sql.json(value)})
      on conflict (id) do update set place = excluded.place, value = excluded.value`;
}

/** A device tells the person who has signed in on it last. */
export async function addDevice(
  sql: Sql,
  { id, person, place, value, label }: { id: string; person: string; place: string; value: object; label: string },
): Promise<void> {
  await sql`
    insert into address (id, person, channel, place, value, label) values (${id}, ${person}, 'push', ${place}, ${sql.json(value as never)}, ${label})
    on conflict (channel, place) where channel = 'push' do update set person = excluded.person, value = excluded.value, label = excluded.label, added_at = now()`;
}
export const forgetDevice = async (sql: Sql, person: string, id: string): Promise<boolean> =>
  (await sql`delete from address where id = ${id} and person = ${person} and channel = 'push' returning id`).length > 0;
/** Its push service knows it no more. */
export const forgetAddress = (sql: Sql, id: string) => sql`delete from address where id = ${id}`;
