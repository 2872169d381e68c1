// Dates, times and durations (DMN 1.5, 10.3.2.3.4 to .8): what they hold, how they are read and written, and their arithmetic.
// Times count nanoseconds; durations of days and time are bigints, because a long one in nanoseconds exceeds a double.
import { addMonths, type Day, dayOf, dayText, epochDay, isDay } from './calendar.ts';
import { FeelValue } from './kind.ts';
import { offsetAt, offsetOfLocal, parseZone, type Zone, zoneText } from './zone.ts';

const SECOND = 1_000_000_000;
export const NANOS_OF_DAY = 86_400 * SECOND;
const DAY = BigInt(NANOS_OF_DAY);
const NANOS = BigInt(SECOND);

export class FeelDate extends FeelValue {
  readonly kind = 'date';
  readonly day: Day;
  constructor(day: Day) {
    super();
    this.day = day;
  }
  override toString() {
    return dayText(this.day);
  }
}

export class FeelTime extends FeelValue {
  readonly kind = 'time';
  /** Since midnight, below 24 hours. */
  readonly nanos: number;
  readonly zone: Zone | null;
  constructor(nanos: number, zone: Zone | null) {
    super();
    this.nanos = nanos;
    this.zone = zone;
  }
  override toString() {
    return clockText(this.nanos) + zoneText(this.zone);
  }
}

export class FeelDateTime extends FeelValue {
  readonly kind = 'date and time';
  readonly day: Day;
  readonly nanos: number;
  readonly zone: Zone | null;
  constructor(day: Day, nanos: number, zone: Zone | null) {
    super();
    this.day = day;
    this.nanos = nanos;
    this.zone = zone;
  }
  override toString() {
    return `${dayText(this.day)}T${clockText(this.nanos)}${zoneText(this.zone)}`;
  }
}

/** Days and time duration. */
export class FeelDuration extends FeelValue {
  readonly kind = 'days and time duration';
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    super();
    this.nanos = nanos;
  }
  override toString() {
    return durationText(this.nanos);
  }
}

/** Years and months duration. */
export class FeelMonths extends FeelValue {
  readonly kind = 'years and months duration';
  readonly months: number;
  constructor(months: number) {
    super();
    this.months = months === 0 ? 0 : months;
  }
  override toString() {
    const total = Math.abs(this.months);
    const years = Math.floor(total / 12);
    const months = total % 12;
    return `${this.months < 0 ? '-' : ''}P${years ? `${years}Y` : ''}${months || !years ? `${months}M` : ''}`;
  }
}

const pad = (value: number) => String(value).padStart(2, '0');
const fractionText = (nanos: number) => (nanos ? `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}` : '');

function clockText(nanos: number): string {
  const seconds = Math.floor(nanos / SECOND);
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}${fractionText(nanos % SECOND)}`;
}

function durationText(nanos: bigint): string {
  const total = nanos < 0n ? -nanos : nanos;
  const days = total / DAY;
  const rest = Number(total % DAY);
  const seconds = Math.floor(rest / SECOND);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const fraction = fractionText(rest % SECOND);
  const time =
    `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}` +
    `${seconds % 60 || fraction ? `${seconds % 60}${fraction}S` : ''}`;
  if (!days && !time) return 'PT0S';
  return `${nanos < 0n ? '-' : ''}P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}

/** Digits in a duration; more are not read, since reading them takes the square of their number. */
const LONGEST = 200;
const DATE = /^(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,18}))?([Zz]|[+-]\d\d:\d\d(?::\d\d)?|@\S+)?$/;
const MONTHS = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?$/;
const DURATION = /^(-)?P(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?$/;

const nanosOf = (fraction: string | undefined) => Number((fraction ?? '').slice(0, 9).padEnd(9, '0'));

export function parseDate(text: string): FeelDate | null {
  const match = DATE.exec(text);
  return match ? dateOf(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

export const dateOf = (year: number, month: number, day: number): FeelDate | null =>
  isDay(year, month, day) ? new FeelDate({ year: year === 0 ? 0 : year, month, day }) : null;

/** 24:00:00 is allowed and is the next midnight. */
function parseClock(text: string): { nanos: number; zone: Zone | null } | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [hours, minutes, seconds, fraction] = [Number(match[1]), Number(match[2]), Number(match[3]), nanosOf(match[4])];
  if (hours > 24 || minutes > 59 || seconds > 59) return null;
  if (hours === 24 && (minutes || seconds || fraction)) return null;
  const zone = match[5] ? parseZone(match[5]) : null;
  if (match[5] && !zone) return null;
  return { nanos: (hours * 3600 + minutes * 60 + seconds) * SECOND + fraction, zone };
}

export function parseTime(text: string): FeelTime | null {
  const clock = parseClock(text);
  return clock && new FeelTime(clock.nanos % NANOS_OF_DAY, clock.zone);
}

export function parseDateTime(text: string): FeelDateTime | null {
  const at = text.indexOf('T');
  const date = parseDate(at < 0 ? text : text.slice(0, at));
  if (!date) return null;
  if (at < 0) return new FeelDateTime(date.day, 0, null);
  const clock = parseClock(text.slice(at + 1));
  if (!clock) return null;
  return clock.nanos === NANOS_OF_DAY
    ? new FeelDateTime(dayOf(epochDay(date.day) + 1), 0, clock.zone)
    : new FeelDateTime(date.day, clock.nanos, clock.zone);
}

export function parseDuration(text: string): FeelDuration | FeelMonths | null {
  if (text.length > LONGEST) return null;
  const months = MONTHS.exec(text);
  if (months && (months[2] !== undefined || months[3] !== undefined)) {
    const total = Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0);
    return Number.isSafeInteger(total) ? new FeelMonths(months[1] ? -total : total) : null;
  }
  const match = DURATION.exec(text);
  if (!match || match[3] === 'T' || (match[2] === undefined && match[3] === undefined)) return null;
  const whole = (digits: string | undefined) => BigInt(digits ?? 0);
  const seconds = whole(match[2]) * 86_400n + whole(match[4]) * 3600n + whole(match[5]) * 60n + whole(match[6]);
  const nanos = seconds * BigInt(SECOND) + BigInt(nanosOf(match[7]));
  return new FeelDuration(match[1] ? -nanos : nanos);
}

/** The value of an `@"…"` literal. */
export const parseTemporal = (text: string) =>
  parseDate(text) ?? (text.includes('T') ? parseDateTime(text) : null) ?? parseTime(text) ?? parseDuration(text);

/** Nanoseconds since 1970-01-01T00:00 on the clock where it was read. */
const localNanos = (value: FeelDate | FeelDateTime): bigint =>
  BigInt(epochDay(value.day)) * DAY + (value instanceof FeelDateTime ? BigInt(value.nanos) : 0n);

const localSeconds = (value: FeelDateTime) => epochDay(value.day) * 86_400 + Math.floor(value.nanos / SECOND);

/** Seconds; null where there is no zone. For a time of day in a named zone, the offset of 1970-01-01. */
export function offsetOf(value: FeelDateTime | FeelTime): number | null {
  if (!value.zone) return null;
  return offsetOfLocal(
    value.zone,
    value instanceof FeelDateTime ? localSeconds(value) : Math.floor(value.nanos / SECOND),
  );
}

/** Nanoseconds since 1970 in UTC, of local time as it stands where there is no zone; a date is its midnight in UTC. */
export function instantOf(value: FeelDate | FeelDateTime): bigint {
  const local = localNanos(value);
  return value instanceof FeelDateTime && value.zone ? local - BigInt(offsetOf(value) ?? 0) * BigInt(SECOND) : local;
}

export const timeOfDayUtc = (value: FeelTime): number => value.nanos - (offsetOf(value) ?? 0) * SECOND;

function atLocal(nanos: bigint, zone: Zone | null): FeelDateTime | null {
  const rest = ((nanos % DAY) + DAY) % DAY;
  const day = dayOf(Number((nanos - rest) / DAY));
  return isDay(day.year, day.month, day.day) ? new FeelDateTime(day, Number(rest), zone) : null;
}

export function atInstant(nanos: bigint, zone: Zone | null): FeelDateTime | null {
  if (!zone) return atLocal(nanos, null);
  return atLocal(nanos + BigInt(offsetAt(zone, Number(nanos / BigInt(SECOND)))) * BigInt(SECOND), zone);
}

export function plusMonths<T extends FeelDate | FeelDateTime>(value: T, months: number): T | null {
  const day = addMonths(value.day, months);
  if (!isDay(day.year, day.month, day.day)) return null;
  return (value instanceof FeelDateTime ? new FeelDateTime(day, value.nanos, value.zone) : new FeelDate(day)) as T;
}

export function plusNanos<T extends FeelDate | FeelDateTime | FeelTime>(value: T, nanos: bigint): T | null {
  if (value instanceof FeelTime) {
    const total = (((BigInt(value.nanos) + nanos) % DAY) + DAY) % DAY;
    return new FeelTime(Number(total), value.zone) as T;
  }
  if (value instanceof FeelDateTime) return atInstant(instantOf(value) + nanos, value.zone) as T | null;
  const moved = atLocal(localNanos(value) + nanos, null);
  return (moved && new FeelDate(moved.day)) as T | null;
}

/** Both with a zone, or both without: otherwise they have no distance and no order. */
export const sameFooting = (a: { zone: Zone | null }, b: { zone: Zone | null }): boolean => !a.zone === !b.zone;

/** Whole months from one day to the other, towards zero. */
export function monthsBetween(from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime): number {
  const months = (to.day.year - from.day.year) * 12 + to.day.month - from.day.month;
  const [a, b] = [from.day.day, to.day.day];
  if (months > 0 && b < a) return months - 1;
  if (months < 0 && b > a) return months + 1;
  return months;
}

/** Whole seconds, towards the past. */
export const secondsOf = (nanos: bigint): bigint => (nanos - (((nanos % NANOS) + NANOS) % NANOS)) / NANOS;
export const secondsToNanos = (seconds: number): bigint => BigInt(seconds) * BigInt(SECOND);
