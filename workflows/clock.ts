// The shop clock: real time in a real shop; in a demo it may run faster, so that a day passes in a minute.
/** At real instant `real` the shop's clock showed `shop` and ran at `rate` (0 = it stands, moved by hand); all in milliseconds UTC. */
export type Clock = { real: number; shop: number; rate: number };
export const REAL_TIME: Clock = { real: 0, shop: 0, rate: 1 };

export const shopTime = (clock: Clock, real: number): number =>
  Math.floor(clock.shop + (real - clock.real) * clock.rate);
/** Real milliseconds until the shop's clock shows `due`; 0 if it is past. */
export const realDelay = (clock: Clock, real: number, due: number): number =>
  Math.max(0, Math.ceil((due - shopTime(clock, real)) / clock.rate));
