// A value in words by its declared type and the field that shows it: money, days, options, files. Pure.

import type { Field } from '../../forms/form.ts';
import { placeWords } from '../../forms/kinds/location.ts';
import { ofHundred, STARS } from '../../forms/kinds/number.ts';
import { recordWords } from '../../forms/kinds/record.ts';
import { moneyOf } from '../../forms/money.ts';
import type { Language } from '../../words/message.ts';
import { listed } from '../../words/say.ts';
import { valueIn } from '../../words/values.ts';
import { clockTime, isoDay, type Zone } from '../time/shop-time.ts';

export type About = { type: string; field?: Field | null | undefined };
export type Reader = {
  language: Language;
  zone: Zone;
  /** What a person or a department is called. */
  nameOf?: ((to: 'person' | 'department', id: string) => string | undefined) | undefined;
};

const grouped = (n: number, decimals: number): string =>
  n.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

const words = (label: { zh: string; en?: string | undefined }, language: Language): string =>
  (language === 'en' && label.en) || label.zh;

export function valueWords(value: unknown, about: About, reader: Reader): string {
  if (value === null || value === undefined || value === '') return '';
  const { field } = about;
  const { language, zone } = reader;
  if ((field?.type === 'person' || field?.type === 'department') && typeof value === 'string')
    return reader.nameOf?.(field.type, value) ?? value;
  if (field?.type === 'location' && placeWords(value)) return placeWords(value);
  if (field?.type === 'record' && recordWords(value, language).length > 0)
    return listed(recordWords(value, language), language);
  if (field && 'options' in field) {
    const label = (one: unknown): string => {
      const option = field.options.find((each) => each.value === one);
      return option ? words(option.label, language) : String(one);
    };
    if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
      return listed(value.map(label), language);
    if (typeof value === 'string') return label(value);
  }
  if (typeof value === 'boolean') return valueIn(language)(value ? 'yes' : 'no');
  if (typeof value === 'number' && field?.type === 'rating') return `${value} / ${field.max ?? STARS}`;
  if (typeof value === 'number' && (about.type === 'percent' || field?.type === 'percent'))
    return `${ofHundred(value)}%`;
  if (typeof value === 'number')
    return about.type === 'money' || field?.type === 'money'
      ? moneyOf(value, field?.type === 'money' ? field.currency : undefined)
      : grouped(value, Number.isInteger(value) ? 0 : Math.min(4, String(value).split('.')[1]?.length ?? 0));
  if (typeof value === 'string') {
    const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(instant) ? value : `${isoDay(instant, zone)} ${clockTime(instant, zone)}`;
  }
  if (Array.isArray(value)) return listWords(value, reader);
  if (typeof value === 'object') return rowWords(value as Record<string, unknown>, reader);
  return String(value);
}

function listWords(list: unknown[], reader: Reader): string {
  const { language } = reader;
  if (list.length === 0) return valueIn(language)('none');
  if (list.every((one) => typeof one === 'object' && one !== null)) {
    const names = list.map((one) => rowWords(one as Record<string, unknown>, reader));
    const more = list.length - 2;
    const shown = listed(names.slice(0, 2), language);
    return more > 0 ? valueIn(language)('andMore', { shown, count: list.length }) : shown;
  }
  return listed(
    list.map((one) => valueWords(one, { type: 'any' }, reader)),
    language,
  );
}

/** A row by what names it, and how many of it. */
function rowWords(row: Record<string, unknown>, { language }: Reader): string {
  const name = row.name ?? row.title ?? row.label ?? row.sku ?? row.id;
  if (typeof name === 'string') return typeof row.quantity === 'number' ? `${name} ×${row.quantity}` : name;
  const count = Object.keys(row).length;
  return valueIn(language)('entries', { count });
}
