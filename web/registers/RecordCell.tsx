// A value in a row: short, of its kind; zero is pale, nothing is a dash.
import type { ReactNode } from 'react';
import type { Field } from '../../forms/form.ts';
import { isEmpty } from '../../forms/validate.ts';
import { drawnBy } from '../fields/views.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';

export function RecordCell({ field, value }: { field: Field; value: unknown }): ReactNode {
  const reads = useValueReader();
  if (isEmpty(value)) return <span className="quiet is-nothing">—</span>;
  const words = valueWords(value, { type: field.type, field }, reads);
  const Cell = drawnBy(field, 'Cell', value);
  if (Cell) return <Cell field={field} value={value} words={words} />;
  return (
    <span className="cut" title={words.length > 20 ? words : undefined}>
      <bdi>{words}</bdi>
    </span>
  );
}

/** The same on the page of a record, where there is room for what its kind says more. */
export function RecordFact({ field, value }: { field: Field; value: unknown }): ReactNode {
  const reads = useValueReader();
  const Fact = drawnBy(field, 'Fact', value);
  if (!Fact || isEmpty(value)) return <RecordCell field={field} value={value} />;
  return <Fact field={field} value={value} words={valueWords(value, { type: field.type, field }, reads)} />;
}
