// Where somebody wants to hear of what, and when: at once, not at night, or once a day. Pure; times are real ones, hours those of the shop.
import { z } from 'zod';
import { byDefault, CHANNEL_IDS, type ChannelId, KIND_IDS, KIND_OF, type KindId, type What } from './kinds.ts';

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
const Kind = z.enum(KIND_IDS);
const Channel = z.enum(CHANNEL_IDS);
/** By kind and channel; what is not said here goes by the shop, then by the product. */
export const Wanted = z.partialRecord(Kind, z.partialRecord(Channel, z.boolean()));
export type Wanted = z.infer<typeof Wanted>;

/** Of a person. `quiet` may pass midnight; `daily`: the time at which a channel tells all of a day at once. */
export const Wishes = z.object({
  wanted: Wanted.optional(),
  quiet: z.object({ from: Time, to: Time }).nullable().optional(),
  daily: z.partialRecord(Channel.exclude(['bell']), Time).optional(),
});
export type Wishes = z.infer<typeof Wishes>;

/** Of the shop. `urgent` goes at once, also at night. */
export const Telling = z.object({ wanted: Wanted.default({}), urgent: z.array(Kind).default([]) });
export type Telling = z.infer<typeof Telling>;

export const wants = (wishes: Wishes, shop: Telling, kind: KindId, channel: ChannelId): boolean =>
  wishes.wanted?.[kind]?.[channel] ?? shop.wanted[kind]?.[channel] ?? byDefault(kind, channel);

/** What the bell of this person does not show. */
export const unheard = (wishes: Wishes, shop: Telling): What[] =>
  (Object.keys(KIND_OF) as What[]).filter((what) => !wants(wishes, shop, KIND_OF[what], 'bell'));

type Asked = {
  now: number;
  kind: KindId;
  channel: ChannelId;
  wishes: Wishes;
  shop: Telling /** Minutes east of UTC. */;
  zone: number;
};
/** `gathered`: together with whatever else waits for the same instant. */
export type Plan = { at: number; gathered: boolean };

/** When a message goes out: milliseconds, never before `now`. */
export function whenTold({ now, kind, channel, wishes, shop, zone }: Asked): Plan {
  if (shop.urgent.includes(kind)) return { at: now, gathered: false };
  const daily = channel === 'bell' ? undefined : wishes.daily?.[channel];
  if (daily) return { at: next(now, daily, zone), gathered: true };
  const over = quietUntil(now, wishes, zone);
  return over === undefined ? { at: now, gathered: false } : { at: over, gathered: true };
}

/** The end of the quiet hours that `now` lies in; undefined: it lies in none. */
export function quietUntil(now: number, { quiet }: Wishes, zone: number): number | undefined {
  if (!quiet || quiet.from === quiet.to) return undefined;
  const [ends, begins] = [next(now, quiet.to, zone), next(now, quiet.from, zone)];
  return ends < begins ? ends : undefined;
}

const DAY = 86_400_000;
/** The next instant after `now` at which clocks of the zone show this time. */
function next(now: number, time: string, zone: number): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const local = now + zone * 60_000;
  const at = local - (local % DAY) + (hours * 60 + minutes) * 60_000;
  return (at > local ? at : at + DAY) - zone * 60_000;
}
