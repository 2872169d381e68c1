// When timers are due: the shop's zone, months, cycles that do not get on, what was over before it was waited for.
import { describe, expect, it } from 'vitest';
import { addWorking, workingBetween } from '../../bpmn/calendar.ts';
import { addDuration, parseCycle, parseDuration, parseInstant, zoneOf } from '../../bpmn/duration.ts';
import { nextOf, notBefore, shifted, type Timer, timerOf } from '../../bpmn/timer.ts';

const SHOP = '+08:00';
const at = (text: string) => Date.parse(text);
const shop = zoneOf(SHOP);
const said = (instant: number | null | undefined) => (instant == null ? instant : new Date(instant).toISOString());

/** The first instants of a timer. */
function instants(spec: string, now: string, count: number, zone = SHOP): string[] {
  const found = timerOf(spec, at(now), zone);
  const list: string[] = [];
  for (
    let timer: Timer | null = found === 'never' ? null : found;
    timer && list.length < count;
    timer = nextOf(timer, zone)
  )
    list.push(said(timer.due) as string);
  return list;
}

describe('an instant', () => {
  it.each([
    ['2026-01-05T12:00:00', '2026-01-05T04:00:00.000Z', 'without an offset is in the zone of the shop'],
    ['2026-01-06', '2026-01-05T16:00:00.000Z', 'that is a date is midnight there'],
    ['2026-01-05T12:00:00Z', '2026-01-05T12:00:00.000Z', 'with an offset is what it says'],
    ['2026-07-01T10:00:00[Europe/Berlin]', '2026-07-01T08:00:00.000Z', 'keeps a zone in brackets'],
    ['2026-07-01T10:00:00@Europe/Berlin', '2026-07-01T08:00:00.000Z', 'keeps a zone as FEEL writes it'],
    ['2026-07-01T10:00:00+02:00[Europe/Berlin]', '2026-07-01T08:00:00.000Z', 'may have both'],
    ['2026-01-05T24:00:00', '2026-01-05T16:00:00.000Z', 'may be the end of the day'],
  ])('%s → %s: %s', (text, expected) => {
    expect(said(parseInstant(text, shop))).toBe(expected);
  });

  it.each([
    '2026-02-30',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-05T25:00',
    '2026-01-05T10:00[Nowhere/At_All]',
  ])('%s does not exist', (text) => {
    expect(parseInstant(text, shop)).toBeNull();
  });
});

describe('months', () => {
  it('are added in the calendar of the shop', () => {
    const first = at('2026-02-01T00:00:00+08:00');
    expect(said(addDuration(first, parseDuration('P1M') as never, shop))).toBe('2026-02-28T16:00:00.000Z');
  });

  it('count from the first instant, so that the first stays the first and the 31st the 31st', () => {
    expect(instants('R/2026-02-01T00:00:00+08:00/P1M', '2026-01-10T00:00:00Z', 4)).toEqual([
      '2026-01-31T16:00:00.000Z',
      '2026-02-28T16:00:00.000Z',
      '2026-03-31T16:00:00.000Z',
      '2026-04-30T16:00:00.000Z',
    ]);
    expect(
      instants('R/2026-01-31T00:00:00/P1M', '2026-01-01T00:00:00Z', 4, '+00:00').map((text) => text.slice(0, 10)),
    ).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']);
  });
});

describe('a cycle', () => {
  it.each(['R/PT0S', 'R/-PT5M', 'R3/P0D', 'R/2026-01-05T00:00:00Z/PT0.0S'])(
    'that never gets on is none: %s',
    (text) => {
      expect(parseCycle(text)).toBeNull();
    },
  );

  it('R0 is once', () => {
    expect(instants('R0/PT10M', '2026-01-05T00:00:00Z', 5)).toEqual(['2026-01-05T00:10:00.000Z']);
  });

  it('whose start is past keeps its phase and has not missed what was before', () => {
    expect(instants('R/2026-01-01T00:00:00Z/PT15M', '2026-01-05T08:10:00Z', 2)).toEqual([
      '2026-01-05T08:15:00.000Z',
      '2026-01-05T08:30:00.000Z',
    ]);
    expect(instants('R4/2026-01-05T08:00:00Z/PT15M', '2026-01-05T08:10:00Z', 9)).toHaveLength(3);
    expect(instants('R/2025-12-01T00:00:00+08:00/P1M', '2026-01-05T00:00:00Z', 1)).toEqual([
      '2026-01-31T16:00:00.000Z',
    ]);
  });

  it('all of which is past never comes', () => {
    expect(timerOf('R3/2026-01-01T00:00:00Z/PT15M', at('2026-01-05T00:00:00Z'), SHOP)).toBe('never');
    // Also in the very instant of the repeat that there is no more.
    expect(timerOf('R3/2026-01-05T00:00:00Z/PT15M', at('2026-01-05T00:45:00Z'), SHOP)).toBe('never');
    expect(instants('R3/2026-01-05T00:00:00Z/PT15M', '2026-01-05T00:30:00Z', 9)).toEqual(['2026-01-05T00:30:00.000Z']);
  });

  it('whose end comes before its first repeat never comes', () => {
    expect(timerOf('R/PT1H/2026-01-05T00:30:00Z', at('2026-01-05T00:00:00Z'), SHOP)).toBe('never');
  });

  it('counts months on the clock of its start, whatever the shop is on', () => {
    expect(instants('R/2026-03-01T00:00:00+08:00/P1M', '2026-01-10T00:00:00Z', 2, '+00:00')).toEqual([
      '2026-02-28T16:00:00.000Z',
      '2026-03-31T16:00:00.000Z',
    ]);
    expect(instants('R/2026-03-01T00:00:00[Europe/Berlin]/P1M', '2026-01-10T00:00:00Z', 2, SHOP)).toEqual([
      '2026-02-28T23:00:00.000Z',
      '2026-03-31T22:00:00.000Z',
    ]);
    expect(instants('R/2026-03-01T00:00:00@Europe/Berlin/PT1H', '2026-01-10T00:00:00Z', 1, SHOP)).toEqual([
      '2026-02-28T23:00:00.000Z',
    ]);
  });

  it('without a start counts months from the moment it is armed', () => {
    expect(instants('R/P1M', '2026-01-31T00:00:00Z', 3, '+00:00').map((text) => text.slice(0, 10))).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
  });

  it('counts on from where it stands after its time stood still', () => {
    const timer = timerOf('R3/P1M', at('2026-01-05T00:00:00Z'), SHOP) as Timer;
    const moved = shifted(timer, at('2026-05-16T00:00:00Z'));
    expect(nextOf(moved, SHOP)).toMatchObject({ due: at('2026-06-16T00:00:00Z'), left: 2 });
  });

  it.each(['R/PT5M/PT10M', 'R/2026-01-05T00:00:00Z/2026-02-05T00:00:00Z', 'R/P9999Y', 'R/PT9999999999H'])(
    '%s is none',
    (text) => {
      expect(parseCycle(text)).toBeNull();
    },
  );

  it('in working time that began long ago keeps its phase', () => {
    const shift: [number, number][] = [[540, 1020]];
    const office = { id: 'o', version: 1, offset: 0, week: [[], shift, shift, shift, shift, shift, []], days: {} };
    const count = {
      after: (from: number, text: string) => addWorking(office, from, (parseDuration(text) as { ms: number }).ms),
      between: (from: number, to: number) => workingBetween(office, from, to),
    };
    const found = timerOf('R20/2026-01-01T09:00:00Z/PT4H', at('2026-01-05T10:00:00Z'), '+00:00', count) as Timer;
    expect(said(found.due)).toBe('2026-01-05T13:00:00.000Z');
  });

  it('by days keeps its time of day where clocks change, and by hours does not', () => {
    const berlin = '2026-03-28T10:00:00+01:00[Europe/Berlin]';
    const from = '2026-03-28T00:00:00Z';
    expect(instants(`R/${berlin}/P1D`, from, 3)).toEqual([
      '2026-03-28T09:00:00.000Z',
      '2026-03-29T08:00:00.000Z',
      '2026-03-30T08:00:00.000Z',
    ]);
    expect(instants(`R/${berlin}/PT24H`, from, 2).at(-1)).toBe('2026-03-29T09:00:00.000Z');
    // At half past two on the day that has none, then at half past two again.
    expect(instants('R/2026-03-28T02:30:00[Europe/Berlin]/P1D', from, 3)).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(instants('R/2026-01-01T10:00:00[Europe/Berlin]/P1W', '2026-10-25T09:00:01Z', 1)).toEqual([
      '2026-10-29T09:00:00.000Z',
    ]);
    expect(instants('R/2026-03-28T10:00:00+01:00/P1D', from, 2).at(-1), 'an offset is no zone').toBe(
      '2026-03-29T09:00:00.000Z',
    );
  });

  it('on the clock of a named zone goes by it, also by cron', () => {
    expect(instants('0 0 12 * * ?', '2026-07-01T02:00:00Z', 1, '@Europe/Berlin')).toEqual(['2026-07-01T10:00:00.000Z']);
  });

  it('by cron goes by the zone of the shop', () => {
    expect(instants('0 0 12 * * ?', '2026-01-05T02:00:00Z', 1)).toEqual(['2026-01-05T04:00:00.000Z']);
  });

  it('passes over what was missed without losing count', () => {
    const timer = timerOf('R10/PT1H', at('2026-01-05T00:00:00Z'), SHOP) as Timer;
    expect(notBefore(timer, at('2026-01-05T05:30:00Z'), SHOP)).toMatchObject({
      due: at('2026-01-05T06:00:00Z'),
      left: 5,
    });
  });
});
