// Fields only to read: pairs of name and value, and tables as tables. What is empty is left out.
import { type ReactNode, useState } from 'react';
import type { Field } from '../../forms/form.ts';
import { useTime } from '../time/ShopTime.tsx';
import type { Values } from '../typed/typed.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { Files } from './Files.tsx';
import { labelIn } from './label.ts';

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

export function Facts({ fields, values }: { fields: Field[]; values: Values }): ReactNode {
  const { language } = useWords();
  const { zone } = useTime();
  const filled = fields.filter(({ id }) => !isEmpty(values[id]));
  const plain = filled.filter(({ type }) => type !== 'table' && type !== 'file');
  return (
    <>
      {plain.length > 0 && (
        <dl className="facts">
          {plain.map((field) => (
            <div key={field.id} className={field.half ? 'is-half' : ''}>
              <dt>{labelIn(field, language)}</dt>
              <dd className={field.type === 'money' ? 'is-number is-strong' : ''}>
                <bdi>{valueWords(values[field.id], { type: field.type, field }, { language, zone })}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {filled.map((field) =>
        field.type === 'table' ? (
          <FactTable key={field.id} field={field} rows={values[field.id] as Values[]} />
        ) : field.type === 'file' ? (
          <div key={field.id} className="field">
            <span className="field-label">{labelIn(field, language)}</span>
            <Files field={field} value={values[field.id]} readOnly onChange={() => {}} />
          </div>
        ) : null,
      )}
    </>
  );
}

const isNumber = ({ type }: Field): boolean => type === 'integer' || type === 'number' || type === 'money';

const FIRST_ROWS = 8;

function FactTable({ field, rows }: { field: Extract<Field, { type: 'table' }>; rows: Values[] }): ReactNode {
  const { t, language } = useWords();
  const [all, setAll] = useState(rows.length <= FIRST_ROWS + 2);
  const { zone } = useTime();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="grid-scroll" tabIndex={0} aria-label={labelIn(field, language)}>
      <table className="grid">
        <thead>
          <tr>
            {field.columns.map((column) => (
              <th key={column.id} scope="col" className={isNumber(column) ? 'is-number' : ''}>
                {labelIn(column, language)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(all ? rows : rows.slice(0, FIRST_ROWS)).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by place
            <tr key={index}>
              {field.columns.map((column) => (
                <td key={column.id} className={isNumber(column) ? 'is-number' : ''}>
                  <bdi>{valueWords(row[column.id], { type: column.type, field: column }, { language, zone })}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {!all && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {t('form.allRows', { count: rows.length })}
        </button>
      )}
    </section>
  );
}
