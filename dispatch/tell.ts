// Takes what people have to know out of the app: judges when each message goes, words it with the rights of its reader at that moment,
// and hands it over. A channel waits for no other, a message for no other; what is never taken is given up and shown to an operator.
import { Hopeless } from '../activities/call-service.ts';
import { Gone, type Letter, Slow, type Tools } from '../channels/channel.ts';
import { CHANNELS, type Outward } from '../channels/installed.ts';
import { forgetAddress, openedValues, readChannels, readReach, readWishes, wishesOf } from '../db/channels.ts';
import type { Sql } from '../db/connect.ts';
import {
  dueChannels,
  MOST_TRIES,
  markDead,
  markDropped,
  markLater,
  markSent,
  type Planned,
  planDeliveries,
  type Taken,
  takeDeliveries,
  type Unplanned,
} from '../db/deliveries.ts';
import { noticesOf } from '../db/notices.ts';
import { activePerson, type Person } from '../db/people.ts';
import { seenRegisters } from '../db/seen-registers.ts';
import { readShop } from '../db/settings.ts';
import { viewerFor } from '../db/viewer.ts';
import { withoutData } from '../db/without-data.ts';
import { offsetAt, parseZone } from '../feel/zone.ts';
import { KIND_OF } from '../notices/kinds.ts';
import { noticePath, noticeWords } from '../notices/notice-words.ts';
import { quietUntil, wants, whenTold } from '../notices/wishes.ts';
import { languageOfTag, toText } from '../words/message.ts';
import { sayOfWeb } from '../words/web.ts';

const PLAN_AT_ONCE = 200;
const SEND_AT_ONCE = 10;
const IDLE_MS = 1_000;
const SEND_MS = 25_000;
/** Longer than a try lasts, so that nothing is under way twice. */
const LEASE_SECONDS = 60;
const FIRST_AGAIN_MS = 30_000;
const LAST_AGAIN_MS = 3_600_000;
const SLOW_MS = 60_000;
/** Of what goes out as one message. */
const MOST_ITEMS = 20;

/** After so many tries: 30 seconds, then ever twice as long, an hour at most. */
export const againAfter = (tries: number): number => Math.min(FIRST_AGAIN_MS * 2 ** (tries - 1), LAST_AGAIN_MS);

export type Teller = {
  /** Plans what is new, and begins with what is due on each channel that is not at work. @returns how many were planned */
  tick(): Promise<number>;
  /** Until what was begun has ended. */
  settle(): Promise<void>;
};

export function createTeller(tools: Tools, { leaseSeconds = LEASE_SECONDS } = {}): Teller {
  const { sql } = tools;
  const working = new Map<Outward, Promise<void>>();
  return {
    async tick() {
      const planned = await planDeliveries(sql, PLAN_AT_ONCE, (rows) => plan(sql, rows, Date.now()));
      for (const channel of await dueChannels(sql)) {
        if (working.has(channel)) continue;
        const work = deliver(tools, channel, leaseSeconds)
          .catch((error) => console.error(`telling people: ${channel}`, withoutData(error)))
          .finally(() => working.delete(channel));
        working.set(channel, work);
      }
      return planned;
    },
    async settle() {
      await Promise.all(working.values());
    },
  };
}

async function plan(sql: Sql, rows: Unplanned[], now: number): Promise<Planned[]> {
  const [reach, zone] = [await readReach(sql), await minutesEast(sql, now)];
  return rows.map(({ id, what, person, channel, address, wishes: stored }): Planned => {
    const [kind, wishes] = [KIND_OF[what], wishesOf(stored)];
    if (kind === undefined || !wants(wishes, reach, kind, channel)) return { id, dropped: 'notWanted' };
    const { at, gathered } = whenTold({ now, kind, channel, wishes, shop: reach, zone });
    return { id, at, batch: gathered ? `${person}@${channel}/${address}/${at}` : null };
  });
}

async function minutesEast(sql: Sql, now: number): Promise<number> {
  const zone = parseZone((await readShop(sql)).env.zone);
  return zone ? offsetAt(zone, now) : 0;
}

/** Everything that is due on it, some at once: whoever says nothing holds up no more than his own place. */
async function deliver(tools: Tools, channel: Outward, leaseSeconds: number): Promise<void> {
  const { perMinute } = CHANNELS[channel] as { perMinute?: number };
  const underway = new Set<Promise<void>>();
  for (;;) {
    const limit = SEND_AT_ONCE - underway.size;
    const setting = (await readChannels(tools.sql))[channel];
    const taken = limit > 0 ? await takeDeliveries(tools.sql, channel, { limit, perMinute, leaseSeconds }) : [];
    if (taken.length === 0 && underway.size === 0) return;
    for (const one of taken) {
      const work = (setting?.on ? send(tools, channel, openedOr(tools, channel, setting), one) : drop(tools.sql, one))
        .catch((error) => console.error(`telling people: ${channel}`, withoutData(error)))
        .finally(() => underway.delete(work));
      underway.add(work);
    }
    if (taken.length === 0) await Promise.race([...underway, pause(IDLE_MS)]);
  }
}
const drop = async (sql: Sql, { ids }: Taken): Promise<void> => void (await markDropped(sql, ids, 'channelOff'));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
type Opened = { values: Record<string, string> } | { error: Error };
function openedOr({ secret }: Tools, channel: Outward, setting: Parameters<typeof openedValues>[2]): Opened {
  try {
    return { values: openedValues(secret, channel, setting) };
  } catch (error) {
    return { error: error as Error };
  }
}

async function send(tools: Tools, channel: Outward, opened: Opened, one: Taken): Promise<void> {
  const { sql } = tools;
  const { ids, key, person: id, value, attempts } = one;
  // Whoever carried it last has died each time.
  if (attempts > MOST_TRIES) return void (await markDead(sql, ids, 'interrupted'));
  const person = await activePerson(sql, id);
  if (!person) return void (await markDropped(sql, ids, 'left'));
  if (value === undefined) return void (await markDropped(sql, ids, 'noAddress'));
  let handedOver = false;
  let urgent = false;
  try {
    if ('error' in opened) throw opened.error;
    const letter = await letterOf(sql, person, one, CHANNELS[channel], opened.values);
    if (!letter) return void (await markDropped(sql, ids, 'seen'));
    urgent = letter.urgent;
    const signal = AbortSignal.timeout(SEND_MS);
    await CHANNELS[channel].send(
      tools,
      opened.values,
      { person: id, name: person.name, value },
      { ...letter, key },
      signal,
    );
    handedOver = true;
    await surely(() => markSent(sql, ids));
  } catch (error) {
    // It is on its way, and only our book does not know it: nobody sends it again before his lease is over.
    if (handedOver) throw error;
    await failed(sql, one, error, urgent);
  }
}

async function failed(
  sql: Sql,
  { ids, person, address, attempts }: Taken,
  error: unknown,
  urgent: boolean,
): Promise<void> {
  const said =
    error instanceof Hopeless && error.said
      ? toText(error.said)
      : ((error as Error).message.split('\n')[0] ?? '').slice(0, 300);
  if (error instanceof Gone) {
    await forgetAddress(sql, address);
    await markDropped(sql, ids, 'noAddress');
  } else if (error instanceof Slow) await markLater(sql, ids, { at: Date.now() + SLOW_MS, error: said, counts: false });
  else if (error instanceof Hopeless || attempts >= MOST_TRIES) await markDead(sql, ids, said);
  else {
    const at = Date.now() + againAfter(attempts);
    const over = urgent ? undefined : quietUntil(at, await readWishes(sql, person), await minutesEast(sql, at));
    await markLater(sql, ids, { at: over ?? at, error: said, counts: true });
  }
}

/** A database that is away for a moment makes nothing go out twice. */
async function surely(write: () => PromiseLike<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await write();
      return;
    } catch (error) {
      if (tries >= 30) throw error;
      await pause(IDLE_MS);
    }
  }
}

/** undefined: he has seen it all meanwhile. */
async function letterOf(
  sql: Sql,
  person: Person,
  { notices: ids }: Pick<Taken, 'notices'>,
  { group }: { group?: true },
  { titles: saysTitles }: Record<string, string>,
): Promise<(Omit<Letter, 'key'> & { urgent: boolean }) | undefined> {
  const registers = await seenRegisters(sql, person);
  const found = await noticesOf(sql, viewerFor(person), registers, person.id, { ids, limit: ids.length });
  const unread = found.filter(({ read }) => !read);
  if (unread.length === 0) return undefined;
  const language = languageOfTag(person.language) ?? 'zh';
  const { address, urgent } = await readReach(sql);
  const items = unread.slice(0, MOST_ITEMS).map((notice) => {
    const { what, aboutKind, aboutId, by, byName, count, detail, outcome, title, titles, text, forFew } = notice;
    // All of a group read it.
    const discreet = group && (saysTitles !== 'yes' || forFew);
    const number = (name: string) => (typeof detail?.[name] === 'number' ? (detail[name] as number) : null);
    const says = noticeWords(
      {
        what,
        by: by === null ? null : { name: byName ?? by },
        count,
        version: number('version'),
        left: number('left'),
        outcome,
      },
      language,
    );
    const called = titles?.[language] ?? title;
    return {
      says,
      title: discreet ? null : called,
      text: discreet ? null : text,
      link: `${address}${noticePath({ about: { kind: aboutKind, id: aboutId }, what, count })}`,
    };
  });
  const [first] = items;
  const head = first && (first.title === null ? first.says : `${first.says}: ${first.title}`);
  return {
    language,
    title:
      unread.length === 1 && head ? head : sayOfWeb({ code: 'reach.many', args: { count: unread.length } }, language),
    items,
    wishes: `${address}/me/notices`,
    urgent: unread.some(({ what }) => urgent.includes(KIND_OF[what])),
  };
}
