// Fields only to read: pairs of name and value, and tables as tables. What is empty is left out, but for what cannot be computed yet.
import type { ReactNode } from 'react';
import type { Field } from '../../forms/form.ts';
import { formulaOf } from '../../forms/formula.ts';
import { isEmpty } from '../../forms/validate.ts';
import type { ShownProps } from '../fields/field-view.ts';
import { drawnBy, viewOf } from '../fields/views.ts';
import { Beside } from '../registers/Beside.tsx';
import type { Values } from '../typed/typed.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { labelIn } from './label.ts';

export function Facts({ fields, values }: { fields: Field[]; values: Values }): ReactNode {
  const { language } = useWords();
  const reads = useValueReader();
  const filled = fields.filter((field) => !isEmpty(values[field.id]) || formulaOf(field) !== undefined);
  const wordsOf = (field: Field): string => valueWords(values[field.id], { type: field.type, field }, reads);
  const plain = filled.filter((field) => !viewOf(field).large);
  return (
    <>
      {plain.length > 0 && (
        <dl className="facts">
          {plain.map((field) => (
            <div key={field.id} className={field.half ? 'is-half' : ''}>
              <dt>{labelIn(field, language)}</dt>
              <dd className={field.type === 'money' && !isEmpty(values[field.id]) ? 'is-number is-strong' : ''}>
                <Beside field={field} value={values[field.id]}>
                  <Fact field={field} value={values[field.id]} words={wordsOf(field)} />
                </Beside>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {filled.flatMap((field) =>
        viewOf(field).large ? (
          <div key={field.id} className="field">
            <span className="field-label">{labelIn(field, language)}</span>
            <Fact field={field} value={values[field.id]} words={wordsOf(field)} />
          </div>
        ) : (
          []
        ),
      )}
    </>
  );
}

/** One of them, as its kind is read. */
export function Fact(props: ShownProps<Field>): ReactNode {
  if (isEmpty(props.value)) return <span className="quiet">—</span>;
  const Own = drawnBy(props.field, 'Fact', props.value);
  return Own ? <Own {...props} /> : <bdi>{props.words}</bdi>;
}
