// Cron as a timer cycle. Six fields with `?` are read as Quartz does (weekdays 1–7 from Sunday), all others as Unix does.
import { Cron } from 'croner';
import type { Zone } from '../feel/zone.ts';
import type { Instant } from './instance.ts';

const FIELDS = /^(?:@\w+|\S+(?:\s+\S+){4,6})$/;
/** Highest value of a field: seconds, minutes, hours, day, month, weekday, year. */
const TOP = [59, 59, 23, 31, 12, 7, 2099];

export const looksLikeCron = (text: string): boolean => FIELDS.test(text.trim()) && !/^R\d*\//.test(text.trim());

/** The next instant strictly after `from` on the clock of the zone; null = not cron, or never again. */
export function nextCron(text: string, from: Instant, zone: Zone = { offset: 0 }): Instant | null {
  const plain = text.trim();
  if (!looksLikeCron(plain)) return null;
  try {
    const cron = new Cron(withRanges(plain), {
      ...('id' in zone ? { timezone: zone.id } : { utcOffset: zone.offset / 60 }),
      paused: true,
      alternativeWeekdays: plain.includes('?'),
    });
    return cron.nextRun(new Date(from))?.getTime() ?? null;
  } catch {
    return null;
  }
}

/** `5/10` is `5-59/10`. */
function withRanges(text: string): string {
  const fields = text.split(/\s+/);
  const shift = fields.length === 5 ? 1 : 0;
  return fields.map((field, index) => field.replace(/^(\d+)\/(\d+)$/, `$1-${TOP[index + shift]}/$2`)).join(' ');
}
