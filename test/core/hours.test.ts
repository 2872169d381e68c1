// Working hours as people write them, there and back.
import { describe, expect, it } from 'vitest';
import { readDays, readShifts, writeDays, writeShifts } from '../../web/settings/hours.ts';

describe('hours', () => {
  it.each([
    [
      '09:00-12:00 14:00-18:00',
      [
        [540, 720],
        [840, 1080],
      ],
    ],
    ['9:00～18:00', [[540, 1080]]],
    ['０９：００－１８：００', [[540, 1080]]],
    ['08:00 - 24:00', [[480, 1440]]],
    [
      '09:00-12:00，13:00-18:00',
      [
        [540, 720],
        [780, 1080],
      ],
    ],
    ['', []],
    ['休', []],
  ])('%s are read', (text, shifts) => expect(readShifts(text)).toEqual(shifts));
  it.each(['18:00-09:00', '09:00-25:00', '09:70-10:00', '09:00-12:00 11:00-13:00', '9 to 5', '09:00'])(
    '%s are not',
    (text) => expect(readShifts(text)).toBeUndefined(),
  );
  it('are written as they are read', () =>
    expect(writeShifts(readShifts('9:00-12:00, 14:00-18:00') ?? [])).toBe('09:00-12:00 14:00-18:00'));
});

describe('single days', () => {
  it('neighbours stand in one line, and come back as they were', () => {
    const days = { '2026-02-28': [], '2026-03-01': [], '2026-02-14': [[540, 1080] as [number, number]] };
    const text = writeDays(days, 'closed');
    expect(text).toBe('2026-02-14 09:00-18:00\n2026-02-28 ~ 2026-03-01 closed');
    expect(readDays(text)).toEqual({ days });
  });
  it('a line that cannot be read is named', () => {
    expect(readDays('2027-01-01 休\n\n明天休')).toEqual({ line: 3 });
    expect(readDays('2027-01-03 ~ 2027-01-01 休')).toEqual({ line: 1 });
    expect(readDays('2027-13-01 休')).toEqual({ line: 1 });
    expect(readDays('2027-02-30 休')).toEqual({ line: 1 });
  });
});
