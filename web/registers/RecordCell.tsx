// A value in a row: short, of its kind; zero is pale, nothing is a dash.
import type { ReactNode } from 'react';
import type { Field } from '../../forms/form.ts';
import { viewOf } from '../fields/views.ts';
import { useTime } from '../time/ShopTime.tsx';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { isEmpty } from './fields.ts';

export function RecordCell({ field, value }: { field: Field; value: unknown }): ReactNode {
  const { language } = useWords();
  const { zone } = useTime();
  if (isEmpty(value)) return <span className="quiet">—</span>;
  const words = valueWords(value, { type: field.type, field }, { language, zone });
  const { Cell } = viewOf(field);
  if (Cell) return <Cell field={field} value={value} words={words} />;
  return (
    <span className="cut" title={words.length > 20 ? words : undefined}>
      <bdi>{words}</bdi>
    </span>
  );
}
