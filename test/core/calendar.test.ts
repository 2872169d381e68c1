// Working time at its edges: closing, breaks, holidays, days that somebody has to make up for.
import { describe, expect, it } from 'vitest';
import { addWorking, type Calendar, workingBetween } from '../../bpmn/calendar.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`${text}+08:00`);
const said = (instant: number | null) =>
  instant === null ? null : new Date(instant + 8 * HOUR).toISOString().slice(0, 16);
const office: Calendar = {
  id: 'office',
  version: 1,
  offset: 480,
  week: [
    [],
    ...Array.from({ length: 5 }, (): Calendar['week'][number] => [
      [540, 720],
      [840, 1080],
    ]),
    [],
  ],
  // National Day, and the Saturday before that is worked instead.
  days: {
    '2026-10-01': [],
    '2026-10-02': [],
    '2026-10-10': [
      [540, 720],
      [840, 1080],
    ],
  },
};

describe('addWorking', () => {
  it.each([
    ['2026-09-28T09:00', 7, '2026-09-28T18:00', 'time that ends with closing is due then, not at the next opening'],
    ['2026-09-28T09:00', 3, '2026-09-28T12:00', 'and before a break as well'],
    ['2026-09-28T09:00', 3.5, '2026-09-28T14:30', 'a break does not count'],
    ['2026-09-28T07:30', 1, '2026-09-28T10:00', 'before opening the clock stands'],
    ['2026-09-28T12:30', 1, '2026-09-28T15:00', 'in a break too'],
    ['2026-09-30T17:00', 2, '2026-10-05T10:00', 'holidays and the weekend are passed over'],
    ['2026-10-09T17:30', 1, '2026-10-10T09:30', 'a Saturday that is worked counts'],
    ['2026-09-28T18:00', 0, '2026-09-29T09:00', 'nothing is due where the next shift begins'],
  ])('%s + %d h → %s: %s', (from, hours, due) => {
    expect(said(addWorking(office, at(from), hours * HOUR))).toBe(due);
  });

  it('a calendar that never opens has no such instant', () => {
    expect(addWorking({ ...office, week: Array(7).fill([]), days: {} }, at('2026-09-28T09:00'), HOUR)).toBeNull();
  });
});

describe('workingBetween', () => {
  it.each([
    ['2026-09-28T09:00', '2026-09-28T18:00', 7],
    ['2026-09-28T08:00', '2026-09-28T09:00', 0],
    ['2026-09-28T12:00', '2026-09-28T14:00', 0],
    ['2026-09-30T17:00', '2026-10-05T10:00', 2],
  ])('%s to %s is %d h', (from, to, hours) => {
    expect(workingBetween(office, at(from), at(to)) / HOUR).toBe(hours);
  });

  it('gives back what was added', () => {
    for (const hours of [0.25, 1, 3, 7, 12.5, 40]) {
      const from = at('2026-09-29T10:10');
      expect(workingBetween(office, from, addWorking(office, from, hours * HOUR) as number) / HOUR).toBe(hours);
    }
  });
});
