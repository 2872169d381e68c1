// Times in words first: how long is left, which day, how long it took. Pure; the language is an argument.
import { parseDuration } from '../../bpmn/duration.ts';
import type { Language } from '../../words/message.ts';
import { clockTime, dayOf, wall, type Zone } from './shop-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEK_ZH = ['日', '一', '二', '三', '四', '五', '六'];
const WEEK_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (n: number): string => String(n).padStart(2, '0');

/** `32 分`, `1 时 05 分`, `2 天 3 时`. */
export function span(ms: number, language: Language): string {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / MINUTE));
  const zh = language === 'zh';
  if (minutes < 60) return zh ? `${minutes} 分` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    const rest = minutes % 60;
    if (rest === 0) return zh ? `${hours} 时` : `${hours} h`;
    return zh ? `${hours} 时 ${two(rest)} 分` : `${hours} h ${two(rest)}`;
  }
  const days = Math.floor(hours / 24);
  const rest = hours % 24;
  if (rest === 0) return zh ? `${days} 天` : `${days} d`;
  return zh ? `${days} 天 ${rest} 时` : `${days} d ${rest} h`;
}

/** `2 时`, `1 个月 3 天`, as a process says it (ISO 8601); undefined where it is none. Hours of working time make no days. */
export function duration(text: string, isWorking: boolean, language: Language): string | undefined {
  const said = parseDuration(text);
  if (!said || said.months * DAY + said.ms === 0) return undefined;
  const zh = language === 'zh';
  const { months, ms } = said;
  const hours = ms / HOUR;
  const rest =
    isWorking && hours >= 24 && Number.isInteger(hours) ? `${hours}${zh ? ' 时' : ' h'}` : span(ms, language);
  return [months > 0 && `${months}${zh ? ' 个月' : ' mo'}`, ms > 0 && rest].filter(Boolean).join(' ');
}

/** `11 月 13 日`; with another year, the year too. */
export function day(at: number, now: number, zone: Zone, language: Language): string {
  const date = wall(at, zone);
  const sameYear = date.getUTCFullYear() === wall(now, zone).getUTCFullYear();
  if (language === 'en')
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}${sameYear ? '' : ` ${date.getUTCFullYear()}`}`;
  return `${sameYear ? '' : `${date.getUTCFullYear()} 年 `}${date.getUTCMonth() + 1} 月 ${date.getUTCDate()} 日`;
}

/** `今天 18:00`, `明天 18:00`, `昨天 09:30`, `11 月 13 日 18:00`. */
export function moment(at: number, now: number, zone: Zone, language: Language): string {
  const time = clockTime(at, zone);
  const apart = dayOf(at, zone) - dayOf(now, zone);
  const words =
    language === 'zh' ? { '-1': '昨天', 0: '今天', 1: '明天' } : { '-1': 'Yesterday', 0: 'Today', 1: 'Tomorrow' };
  const near = words[String(apart) as '0'];
  return near ? `${near} ${time}` : `${day(at, now, zone, language)} ${time}`;
}

/** The clock alone today, the day before it otherwise: for columns and time lines. */
export const stamp = (at: number, now: number, zone: Zone): string =>
  dayOf(at, zone) === dayOf(now, zone) ? clockTime(at, zone) : `${shortDay(at, zone)} ${clockTime(at, zone)}`;

/** `11-13`. */
export const shortDay = (at: number, zone: Zone): string => {
  const date = wall(at, zone);
  return `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
};

/** `11 月 11 日 周三 14:02`. */
export function fullNow(at: number, zone: Zone, language: Language): string {
  const date = wall(at, zone);
  const week = date.getUTCDay();
  if (language === 'en')
    return `${WEEK_EN[week]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}, ${clockTime(at, zone)}`;
  return `${date.getUTCMonth() + 1} 月 ${date.getUTCDate()} 日 周${WEEK_ZH[week]} ${clockTime(at, zone)}`;
}

/** How urgent: shape and colour follow from it. */
export type Urgency = 'late' | 'soon' | 'calm';
export type DueWords = { urgency: Urgency; text: string /** 0 to 1 of the time gone. */; gone: number };

export function due(limit: number, since: number, now: number, zone: Zone, language: Language): DueWords {
  const left = limit - now;
  const gone = Math.min(1, Math.max(0, (now - since) / Math.max(1, limit - since)));
  const zh = language === 'zh';
  if (left <= 0)
    return { urgency: 'late', text: zh ? `超时 ${span(left, 'zh')}` : `${span(left, 'en')} late`, gone: 1 };
  const urgency = gone >= 0.5 && left < DAY ? 'soon' : 'calm';
  if (left < 6 * HOUR || urgency === 'soon')
    return { urgency, text: zh ? `剩 ${span(left, 'zh')}` : `${span(left, 'en')} left`, gone };
  const apart = dayOf(limit, zone) - dayOf(now, zone);
  return { urgency, text: apart <= 1 ? moment(limit, now, zone, language) : day(limit, now, zone, language), gone };
}

export type DueGroup = 'late' | 'today' | 'later' | 'none';
export const dueGroup = (limit: number | null, now: number, zone: Zone): DueGroup =>
  limit === null ? 'none' : limit <= now ? 'late' : dayOf(limit, zone) === dayOf(now, zone) ? 'today' : 'later';
