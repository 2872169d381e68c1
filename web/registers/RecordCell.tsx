// A value in a row: short, of its kind; zero is pale, nothing is a dash.
import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Field } from '../../forms/form.ts';
import { Tag } from '../parts/Tag.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { isEmpty } from './fields.ts';
import { Picture } from './Picture.tsx';

export function RecordCell({ field, value }: { field: Field; value: unknown }): ReactNode {
  const { t, language } = useWords();
  const { zone } = useTime();
  if (isEmpty(value)) return <span className="quiet">—</span>;
  const words = valueWords(value, { type: field.type, field }, { language, zone });
  switch (field.type) {
    case 'choice':
      return <Tag>{words}</Tag>;
    case 'yesNo':
      return value === true ? (
        <span className="cell-yes">
          <Check size={14} strokeWidth={2} aria-hidden="true" /> {words}
        </span>
      ) : (
        <span className="cell-no">
          <Minus size={14} strokeWidth={2} aria-hidden="true" /> {words}
        </span>
      );
    case 'file':
      return field.images ? (
        <Picture value={value} size={32} />
      ) : (
        <span>{t('reg.files', { count: countOf(value) })}</span>
      );
    case 'table':
      return <span>{t('reg.rows', { count: countOf(value) })}</span>;
    case 'integer':
    case 'number':
    case 'money':
      return <span className={value === 0 ? 'quiet' : ''}>{words}</span>;
    default:
      return (
        <span className="cut" title={words.length > 20 ? words : undefined}>
          <bdi>{words}</bdi>
        </span>
      );
  }
}

const countOf = (value: unknown): number => (Array.isArray(value) ? value.length : 1);
