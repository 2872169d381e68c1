// The shop's clock for everything below: the time now, ticking once a shop minute, and words for times.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useWords } from '../words/useWords.ts';
import { isOwn, ofReal, type ShopClock, shopNow, type Zone } from './shop-time.ts';
import * as words from './time-words.ts';

type Time = { clock: ShopClock; zone: Zone; now: number };
const TimeContext = createContext<Time | undefined>(undefined);

export function ShopTime({ clock, zone, children }: { clock: ShopClock; zone: Zone; children: ReactNode }): ReactNode {
  const [at, tick] = useState(Date.now);
  const { rate } = clock;
  useEffect(() => {
    const every = Math.min(20_000, Math.max(1_000, 60_000 / Math.max(rate, 0.001)));
    const timer = setInterval(() => tick(Date.now()), every);
    return () => clearInterval(timer);
  }, [rate]);
  const value = useMemo(() => ({ clock, zone, now: shopNow(clock, at) }), [clock, zone, at]);
  return <TimeContext.Provider value={value}>{children}</TimeContext.Provider>;
}

export function useTime() {
  const time = useContext(TimeContext);
  const { language } = useWords();
  if (!time) throw new Error('a time is shown outside <ShopTime>');
  const { now, zone, clock } = time;
  return useMemo(
    () => ({
      now,
      zone,
      clock,
      /** The moment of a click, not of the last tick. */
      nowExactly: () => shopNow(clock, Date.now()),
      /** The same as expressions read it: today is the day of the shop. */
      clockExactly: () => ({ at: shopNow(clock, Date.now()), offset: zone }),
      due: (limit: number, since: number) => words.due(limit, since, now, zone, language),
      moment: (at: number) => words.moment(at, now, zone, language),
      momentWithin: (at: number) => words.momentWithin(at, now, zone, language),
      /** Of what the server has noted by the clock on the wall: the same moment as the shop's clock shows it. */
      momentOfReal: (at: string) => words.moment(ofReal(clock, Date.parse(at)), now, zone, language),
      stampOfReal: (at: string) => words.stamp(ofReal(clock, Date.parse(at)), now, zone),
      isOwn: isOwn(clock),
      stamp: (at: number) => words.stamp(at, now, zone),
      day: (at: number) => words.day(at, now, zone, language),
      span: (ms: number) => words.span(ms, language),
      limit: (said: Parameters<typeof words.limit>[0], since: number) => words.limit(said, since, now, language),
      fullNow: words.fullNow(now, zone, language),
    }),
    [now, zone, clock, language],
  );
}
