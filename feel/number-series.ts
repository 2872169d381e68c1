// Numbers in a series: `TS-{yyMMdd}{000}`. The digits count anew with each period that the days in the text make.
import { offsetAt, type Zone } from './zone.ts';

const PARTS = /\{(yyyy|yy|MM|dd|yyMM|yyyyMM|yyMMdd|yyyyMMdd|0+)\}/g;
const two = (n: number): string => String(n).padStart(2, '0');

export type NumberedSeries = { period: string; numberOf(n: number): string };
/** @param at shop time */
export function numberSeries(pattern: string, at: number, zone: Zone): NumberedSeries {
  const day = new Date(at + offsetAt(zone, at / 1_000) * 1_000);
  const [year, month, date] = [String(day.getUTCFullYear()), two(day.getUTCMonth() + 1), two(day.getUTCDate())];
  const dated = (part: string): string =>
    part.replace('yyyy', year).replace('yy', year.slice(2)).replace('MM', month).replace('dd', date);
  const period = [...pattern.matchAll(PARTS)]
    .flatMap(([, part = '']) => (part.startsWith('0') ? [] : [dated(part)]))
    .join('/');
  return {
    period,
    numberOf: (n) =>
      pattern.replace(PARTS, (_, part: string) =>
        part.startsWith('0') ? String(n).padStart(part.length, '0') : dated(part),
      ),
  };
}
