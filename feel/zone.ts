// Time zones: an offset, or a name of the IANA list. Offsets of names come from Intl, the only table of zones that browser, Node
// and the workflow sandbox have; nothing else here depends on the host.
import { spend } from './budget.ts';
import { dayOf } from './calendar.ts';

export type Zone = { offset: number } | { id: string };

const formats = new Map<string, Intl.DateTimeFormat | null>();

function format(id: string): Intl.DateTimeFormat | null {
  let known = formats.get(id);
  if (known === undefined) {
    try {
      known = new Intl.DateTimeFormat('en-US', {
        timeZone: id,
        hourCycle: 'h23',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      known = null;
    }
    // Names come with data too.
    if (formats.size > 1_000) formats.clear();
    formats.set(id, known);
  }
  return known;
}

export function parseZone(text: string): Zone | null {
  if (text === 'Z' || text === 'z') return { offset: 0 };
  if (text.startsWith('@')) {
    const id = text.slice(1);
    return /^[A-Za-z]/.test(id) && format(id) ? { id } : null;
  }
  const match = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  if (!match) return null;
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  if (minutes > 59 || seconds > 59) return null;
  const total = hours * 3600 + minutes * 60 + seconds;
  return total > 18 * 3600 ? null : { offset: match[1] === '-' ? -total || 0 : total };
}

export function zoneText(zone: Zone | null): string {
  if (!zone) return '';
  if ('id' in zone) return `@${zone.id}`;
  if (zone.offset === 0) return 'Z';
  const total = Math.abs(zone.offset);
  const pad = (value: number) => String(value).padStart(2, '0');
  const seconds = total % 60;
  return `${zone.offset < 0 ? '-' : '+'}${pad(Math.floor(total / 3600))}:${pad(Math.floor(total / 60) % 60)}${seconds ? `:${pad(seconds)}` : ''}`;
}

/** Intl knows ±8.64e15 ms; days further out take the offset of a year with the same calendar. */
const YEARS_400 = 146_097 * 86_400;
function within(seconds: number): number {
  const limit = 8.6e12;
  if (Math.abs(seconds) < limit) return seconds;
  return seconds - Math.sign(seconds) * Math.ceil((Math.abs(seconds) - limit) / YEARS_400) * YEARS_400;
}

/** Seconds east of Greenwich at an instant (seconds since 1970 UTC). */
export function offsetAt(zone: Zone, instant: number): number {
  if ('offset' in zone) return zone.offset;
  spend(50);
  const seconds = within(Math.floor(instant));
  const parts: Record<string, string> = {};
  for (const { type, value } of format(zone.id)?.formatToParts(seconds * 1000) ?? []) parts[type] = value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const utc = dayOf(Math.floor(seconds / 86_400));
  const local = Date.UTC(2000, Number(parts.month) - 1, Number(parts.day));
  const here = Date.UTC(2000, utc.month - 1, utc.day);
  // The local day is at most one away from the day in UTC, so only the sign of the difference matters, also over a new year.
  const before = year !== utc.year ? year < utc.year : local < here;
  const apart = year === utc.year && local === here ? 0 : before ? -1 : 1;
  const clock = Number(parts.hour) * 3600 + Number(parts.minute) * 60 + Number(parts.second);
  return apart * 86_400 + clock - (((seconds % 86_400) + 86_400) % 86_400);
}

/** The offset of a local time: the earlier instant where the clock shows it twice, the offset before where it skips it. */
export function offsetOfLocal(zone: Zone, local: number): number {
  if ('offset' in zone) return zone.offset;
  const before = offsetAt(zone, local - 86_400);
  const after = offsetAt(zone, local + 86_400);
  return (
    [Math.max(before, after), Math.min(before, after)].find((offset) => offsetAt(zone, local - offset) === offset) ??
    before
  );
}
