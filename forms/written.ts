// How people write numbers, money, days and times, and what is meant by it: full-width signs, grouping, 20261105, 5/11, 2026年11月5日.
// What cannot be read is said, never dropped: nothing is rounded, cut or guessed in silence.
import type { Value } from '../feel/value.ts';
import type { Language, Message } from '../words/message.ts';
import { tell } from './tell.ts';

export type Read<V extends Value = Value> = { value: V } | { problem: Message };
/** `today`: the day of the shop, `2026-11-23`. `toInstant` is given `2026-11-23T16:30`, with seconds where they are not 0. */
export type Reader = { today: string; language: Language; toInstant: (wall: string) => string };

/** Full-width letters, digits and signs as their plain ones. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[。．]/g, '.')
    .replace(/[−–—]/g, '-')
    .trim();

export function readYesNo(text: string): Read<boolean> {
  if (/^(是|有|对|y|yes|true|1|√|✓)$/i.test(text)) return { value: true };
  return /^(否|无|没有|不|n|no|false|0|×)$/i.test(text) ? { value: false } : { problem: tell('yesNo') };
}

const NUMBER = /^([+-]?)(\d+)(?:\.(\d*))?$|^([+-]?)\.(\d+)$/;
function parts(text: string): { minus: boolean; whole: string; fraction: string } | undefined {
  // A comma groups where three digits follow each; else it may be a decimal comma, which nobody can tell.
  const bare = plain(text).replace(/\s/g, '');
  const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare) ? bare.replaceAll(',', '') : bare;
  const found = NUMBER.exec(grouped);
  if (!found) return undefined;
  const [, sign, whole, fraction = '', sign2, fraction2] = found;
  return { minus: (sign ?? sign2) === '-', whole: whole ?? '0', fraction: fraction2 ?? fraction };
}

export function readNumber(text: string, decimals?: number): Read<number> {
  const found = parts(text);
  if (!found) return { problem: tell('written.number', { text }) };
  const fraction = found.fraction.replace(/0+$/, '');
  if (decimals === 0 && fraction) return { problem: tell('written.whole', { text }) };
  if (decimals !== undefined && fraction.length > decimals)
    return { problem: tell('written.decimals', { text, decimals }) };
  const value = Number(`${found.minus ? '-' : ''}${found.whole}${fraction && `.${fraction}`}`);
  if (!Number.isSafeInteger(Math.trunc(value)) || `${found.whole.replace(/^0+/, '')}${fraction}`.length > 15)
    return { problem: tell('written.digits', { text }) };
  return { value: value === 0 ? 0 : value };
}

/** `4`, `4/5`, `4 星`. */
export function readStars(text: string, most: number): Read<number> {
  const found = /^(\d+)\s*(?:\/\s*\d+|星|stars?)?$/i.exec(plain(text));
  return found ? { value: Number(found[1]) } : { problem: tell('stars', { most }) };
}

/** Whole cents. */
export function readMoney(text: string): Read<number> {
  const found = parts(
    plain(text)
      .replace(/^([+-]?)\s*(¥|￥|£|\$|€|HK\$|RMB|CNY|GBP|USD|EUR)\s*/i, '$1')
      .replace(/元$/, ''),
  );
  if (!found) return { problem: tell('written.money', { text }) };
  const fraction = found.fraction.replace(/0+$/, '');
  if (fraction.length > 2) return { problem: tell('written.cents', { text }) };
  const value = Number(`${found.whole}${fraction.padEnd(2, '0')}`) * (found.minus ? -1 : 1);
  if (!Number.isSafeInteger(value)) return { problem: tell('written.large', { text }) };
  return { value: value === 0 ? 0 : value };
}

const two = (n: number | string): string => String(n).padStart(2, '0');
const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
const DAY_MS = 86_400_000;
const shifted = (today: string, days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
const NEAR: Record<string, number> = {
  今天: 0,
  明天: 1,
  后天: 2,
  昨天: -1,
  前天: -2,
  today: 0,
  tomorrow: 1,
  yesterday: -1,
};

/** `2026-11-05`. Without a year it is this one. */
export function readDay(text: string, { today, language }: Pick<Reader, 'today' | 'language'>): Read<string> {
  const written = plain(text);
  const near = NEAR[written.toLowerCase()];
  if (near !== undefined) return { value: shifted(today, near) };
  const missing: Read<string> = {
    problem: tell('written.day', { text, day: today, month: Number(today.slice(5, 7)), date: Number(today.slice(8)) }),
  };
  const full = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?|(\d{2})(\d{2}))$/.exec(written.replace(/\s/g, ''));
  const short = /^(\d{1,2})(?:[-/.](\d{1,2})|月(\d{1,2})[日号]?)$/.exec(written.replace(/\s/g, ''));
  let [year, month, day] = [0, 0, 0];
  if (full) [year, month, day] = [Number(full[1]), Number(full[2] ?? full[4]), Number(full[3] ?? full[5])];
  else if (short) {
    const [first, second] = [Number(short[1]), Number(short[2] ?? short[3])];
    const monthFirst = language === 'zh' || short[3] !== undefined;
    [month, day] = monthFirst ? [first, second] : [second, first];
    year = Number(today.slice(0, 4));
  } else return missing;
  if (!isDay(year, month, day)) return { problem: tell('written.noDay', { text }) };
  return { value: `${year}-${two(month)}-${two(day)}` };
}

/** An instant: day and time of the shop's clock. */
export function readMoment(text: string, reader: Reader): Read<string> {
  const exact = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (exact && !isDay(Number(exact[1]), Number(exact[2]), Number(exact[3])))
    return { problem: tell('written.noDay', { text: text.slice(0, 10) }) };
  if (exact) return Number.isNaN(Date.parse(text)) ? { problem: tell('written.noMoment', { text }) } : { value: text };
  const written = plain(text);
  const seconds = /\d:\d{1,2}:(\d{2})(?:\.0+)?(?=\s*(?:am|pm)?$)/i.exec(written)?.[1];
  const found =
    /^(.*?\S)[\sT]+(上午|下午|晚上|早上)?\s*(\d{1,2})(?:[:点时](\d{1,2})?分?(?::\d{2}(?:\.0+)?)?|(\d{2}))\s*(am|pm)?$/i.exec(
      written,
    );
  const glued = /^(.*[日号天])(上午|下午|晚上|早上)?(\d{1,2})[:点时](\d{1,2})?分?$/.exec(written);
  const parts_ = found ?? glued;
  if (!parts_) {
    const day = readDay(written, reader);
    return 'value' in day
      ? { problem: tell('written.noTime', { text, day: day.value }) }
      : { problem: tell('written.moment', { text, day: reader.today }) };
  }
  const [, dayText = '', half = '', hourText, colonMinute, gluedMinute, meridiem = ''] = parts_;
  const day = readDay(dayText, reader);
  if ('problem' in day) return day;
  const late = /下午|晚上|pm/i.test(`${half}${meridiem}`);
  const hour = Number(hourText) + (late && Number(hourText) < 12 ? 12 : 0);
  const minute = Number(colonMinute ?? gluedMinute ?? 0);
  if (hour > 23 || minute > 59 || Number(seconds ?? 0) > 59) return { problem: tell('written.noMoment', { text }) };
  const exactly = seconds && seconds !== '00' ? `:${seconds}` : '';
  return { value: reader.toInstant(`${day.value}T${two(hour)}:${two(minute)}${exactly}`) };
}
