// The rows of a table to read; the first few until one asks for all.
import { type ReactNode, useState } from 'react';
import type { Field } from '../../forms/form.ts';
import { kindOf } from '../../forms/kinds.ts';
import type { Values } from '../typed/typed.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { labelIn } from './label.ts';

const isNumber = (field: Field): boolean => kindOf(field).stored === 'number';

const FIRST_ROWS = 8;

export function FactTable({ field, rows }: { field: Extract<Field, { type: 'table' }>; rows: Values[] }): ReactNode {
  const { t, language } = useWords();
  const [all, setAll] = useState(rows.length <= FIRST_ROWS + 2);
  const reads = useValueReader();
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
                  <bdi>{valueWords(row[column.id], { type: column.type, field: column }, reads)}</bdi>
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
