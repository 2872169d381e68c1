// The shop's clock and calendar as pure functions: instants in milliseconds, the zone as an offset like +08:00.
export type ShopClock = { real: number; shop: number; rate: number };

export const shopNow = ({ real, shop, rate }: ShopClock, at: number): number => shop + (at - real) * rate;

/** A real instant by the shop's clock; before the clock was last set, as far from that as it really was. */
export const ofReal = ({ real, shop, rate }: ShopClock, at: number): number =>
  at < real ? shop - (real - at) : shop + (at - real) * rate;
/** Whether it shows something else than the clock on the wall. */
export const isOwn = ({ real, shop, rate }: ShopClock): boolean => rate !== 1 || real !== shop;

export type Zone = string;
const DAY = 86_400_000;
const MINUTE = 60_000;

export function offsetOf(zone: Zone): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 8) * 60 + Number(minutes ?? 0)) * MINUTE;
}

/** Its UTC parts read as the shop's wall clock. */
export const wall = (at: number, zone: Zone): Date => new Date(at + offsetOf(zone));
export const dayOf = (at: number, zone: Zone): number => Math.floor((at + offsetOf(zone)) / DAY);

const two = (n: number): string => String(n).padStart(2, '0');
export const clockTime = (at: number, zone: Zone): string => {
  const date = wall(at, zone);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
};

/** `2026-11-23` and `2026-11-23T16:00` of the wall clock, as inputs want them. */
export const isoDay = (at: number, zone: Zone): string => wall(at, zone).toISOString().slice(0, 10);
export const isoMinute = (at: number, zone: Zone): string => wall(at, zone).toISOString().slice(0, 16);
export const fromWall = (text: string, zone: Zone): number =>
  Date.parse(`${text.slice(0, 19).padEnd(19, ':00')}Z`) - offsetOf(zone);
