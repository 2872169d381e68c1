// A filter as a sentence, and which comparisons a kind of field knows. Pure.

import { kindOf } from '../../forms/kinds.ts';
import { type Filter, otherField, type RegisterField } from '../../records/register.ts';
import { listed } from '../../words/say.ts';
import { labelIn } from '../forms/label.ts';
import { type Reader, valueWords } from '../values/value-words.ts';
import type { Say } from '../words/useWords.ts';

/** @param inTree what it names stands in a tree @param finds it has a slot */
export function operatorsOf(field: RegisterField, inTree = false, finds = true): Filter['is'][] {
  if (!finds) return ['under'];
  if (field.by.who === 'ledger') return ['<', '<=', '>', '>=', '='];
  switch (kindOf(field).find) {
    case 'number':
      return ['<', '<=', '>', '>=', '=', 'empty', 'filled'];
    case 'date':
      return ['>=', '<=', '=', 'empty', 'filled'];
    default:
      return [...(inTree ? (['under'] as const) : []), 'options' in field ? 'in' : '=', 'empty', 'filled'];
  }
}

const TODAY = /^@today(?:([+-])(\d+))?$/;
export function valueInWords(value: Filter['value'], field: RegisterField | undefined, t: Say, reader: Reader): string {
  if (value === undefined) return '…';
  if (Array.isArray(value))
    return listed(
      value.map((one) => valueInWords(one, field, t, reader)),
      reader.language,
    );
  if (value === '@me') return t('reg.me');
  const day = TODAY.exec(String(value));
  if (day) {
    const [, sign, days] = day;
    if (!sign) return t('reg.today');
    return t(sign === '-' ? 'reg.daysAgo' : 'reg.daysAhead', { n: Number(days) });
  }
  return valueWords(value, { type: field?.type ?? 'any', field }, reader) || '…';
}

const isDay = (field: RegisterField | undefined): boolean => field !== undefined && kindOf(field).find === 'date';

export function filterWords(
  { field: id, is, value }: Filter,
  field: RegisterField | undefined,
  t: Say,
  reader: Reader,
  fields: RegisterField[] = [],
): string {
  const name = field ? labelIn(field, reader.language) : id === 'owner' ? t('reg.owner') : id;
  switch (is) {
    case 'empty':
      return t('reg.isEmpty', { field: name });
    case 'filled':
      return t('reg.isFilled', { field: name });
    case 'under':
      return t('reg.under', { field: name, value: valueInWords(value, field, t, reader) });
    case '=':
    case 'in':
      return t('reg.is', { field: name, value: valueInWords(value, field, t, reader) });
    default: {
      const other = fields.find((one) => one.id === otherField(value));
      const said = other ? labelIn(other, reader.language) : valueInWords(value, field, t, reader);
      if (isDay(field)) return t(is === '<' || is === '<=' ? 'reg.until' : 'reg.from', { field: name, value: said });
      const sign = is === '<=' ? '≤' : is === '>=' ? '≥' : is;
      return `${name} ${sign} ${said}`;
    }
  }
}

export const operatorWords = (is: Filter['is'], field: RegisterField, t: Say): string => {
  switch (is) {
    case 'empty':
      return t('reg.opEmpty');
    case 'filled':
      return t('reg.opFilled');
    case 'under':
      return t('reg.opUnder');
    case '=':
    case 'in':
      return t('reg.opIs');
    case '<=':
      return isDay(field) ? t('reg.opUntil') : '≤';
    case '>=':
      return isDay(field) ? t('reg.opFrom') : '≥';
    default:
      return is;
  }
};
