// A value in a row: short, of its kind; zero is pale, nothing is a dash.
import type { ReactNode } from 'react';
import type { Field } from '../../forms/form.ts';
import { isEmpty } from '../../forms/validate.ts';
import { viewOf } from '../fields/views.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';

export function RecordCell({ field, value }: { field: Field; value: unknown }): ReactNode {
  const reads = useValueReader();
  if (isEmpty(value)) return <span className="quiet">—</span>;
  const words = valueWords(value, { type: field.type, field }, reads);
  const { Cell } = viewOf(field);
  if (Cell) return <Cell field={field} value={value} words={words} />;
  return (
    <span className="cut" title={words.length > 20 ? words : undefined}>
      <bdi>{words}</bdi>
    </span>
  );
}
