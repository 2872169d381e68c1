// Working hours as people write them ⇄ as a calendar keeps them: `09:00-12:00 14:00-18:00`, nothing is closed; single days a line each,
// `2027-02-05 ~ 2027-02-11 closed`. Pure.
import type { Calendar, Shift } from '../../bpmn/calendar.ts';

const DAY = 86_400_000;
/** More is a slip of the pen. */
const MOST_DAYS = 400;

const two = (n: number): string => String(n).padStart(2, '0');
const clock = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
export const writeShifts = (shifts: Shift[]): string =>
  shifts.map(([from, to]) => `${clock(from)}-${clock(to)}`).join(' ');

const plain = (text: string): string => text.normalize('NFKC').replace(/[—–~〜～]/g, '-');

/** Undefined where it cannot be read, overlaps, or ends before it begins. Without any digit: closed. */
export function readShifts(text: string): Shift[] | undefined {
  const clean = plain(text).replace(/\s*-\s*/g, '-');
  if (!/\d/.test(clean)) return [];
  const shifts: Shift[] = [];
  for (const part of clean.split(/[\s,;]+/).filter(Boolean)) {
    const found = /^(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)$/.exec(part);
    if (!found) return undefined;
    const [from = 0, fromMinute = 0, to = 0, toMinute = 0] = found.slice(1).map(Number);
    const shift: Shift = [from * 60 + fromMinute, to * 60 + toMinute];
    const before = shifts.at(-1)?.[1] ?? 0;
    if (fromMinute > 59 || toMinute > 59 || shift[0] < before || shift[0] >= shift[1] || shift[1] > 1_440)
      return undefined;
    shifts.push(shift);
  }
  return shifts;
}

/** Neighbours that are alike stand in one line. */
export function writeDays(days: Calendar['days'], closed: string): string {
  const lines: { from: string; to: string; hours: string }[] = [];
  for (const day of Object.keys(days).sort()) {
    const hours = writeShifts(days[day] ?? []) || closed;
    const last = lines.at(-1);
    if (last?.hours === hours && Date.parse(day) - Date.parse(last.to) === DAY) last.to = day;
    else lines.push({ from: day, to: day, hours });
  }
  return lines.map(({ from, to, hours }) => `${from === to ? from : `${from} ~ ${to}`} ${hours}`).join('\n');
}

const LINE = /^(\d{4}-\d\d-\d\d)(?:\s*-\s*(\d{4}-\d\d-\d\d))?(?:\s+(.*))?$/;

/** A day that there is: 30 February is none. */
const instantOf = (day: string): number => {
  const at = Date.parse(day);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) ? at : Number.NaN;
};

/** The days, or the number of the first line that cannot be read. */
export function readDays(text: string): { days: Calendar['days'] } | { line: number } {
  const days: Calendar['days'] = {};
  for (const [at, raw] of text.split('\n').entries()) {
    const line = plain(raw).trim();
    if (line === '') continue;
    const [, from = '', to = from, hours = ''] = LINE.exec(line) ?? [];
    const [first, last] = [instantOf(from), instantOf(to)];
    const shifts = readShifts(hours);
    if (Number.isNaN(first) || Number.isNaN(last) || last < first || !shifts || last - first > MOST_DAYS * DAY)
      return { line: at + 1 };
    for (let day = first; day <= last; day += DAY) days[new Date(day).toISOString().slice(0, 10)] = shifts;
  }
  return { days };
}
