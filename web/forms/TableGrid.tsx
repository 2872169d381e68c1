// A table filled in as a grid: a row is an object by column. A key draws one row; cells of a spreadsheet are pasted over it.

import { App } from 'antd';
import { Plus, X } from 'lucide-react';
import { type ClipboardEvent, memo, type ReactNode, useCallback, useId, useRef } from 'react';
import type { Field } from '../../forms/form.ts';
import { formulaOf } from '../../forms/formula.ts';
import type { FieldError } from '../../forms/validate.ts';
import { sayOfField } from '../../words/fields.ts';
import type { Language } from '../../words/message.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { Control } from './FieldInput.tsx';
import { labelIn } from './label.ts';
import { cellsOf, paste } from './paste.ts';
import { useReader } from './WrittenInput.tsx';

type Table = Extract<Field, { type: 'table' }>;
type Row = Record<string, unknown>;
type Props = {
  field: Table;
  value: unknown;
  errors: FieldError[];
  disabled: boolean;
  language: Language;
  /** Stays the same function, so that a row draws anew only when it is its turn. */
  onChange: (value: unknown) => void;
};
const NONE: FieldError[] = [];
const MOST = 500;
/** More do not fit beside each other on a phone: there a row is a card. */
const FEW = 2;

export function TableGrid({ field, value, errors, disabled, language, onChange }: Props): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const id = useId();
  const reader = useReader(language);
  const rows = Array.isArray(value) ? (value as Row[]) : [];
  const latest = useRef(rows);
  latest.current = rows;
  const { id: name } = field;
  const set = useCallback(
    (at: number, column: string, cell: unknown): void => {
      const next = latest.current.map((row, index) => (index === at ? { ...row, [column]: cell } : row));
      latest.current = next;
      onChange(next);
    },
    [onChange],
  );
  const remove = useCallback(
    (at: number): void => onChange(latest.current.filter((_, index) => index !== at)),
    [onChange],
  );
  const most = field.max ?? MOST;
  const onPaste = (event: ClipboardEvent<HTMLElement>): void => {
    const cells = cellsOf(event.clipboardData.getData('text/plain'));
    const place = (event.target as HTMLElement).closest<HTMLElement>('td[data-column]');
    if (!cells || !place || disabled) return;
    event.preventDefault();
    const { at, column = '' } = place.dataset;
    const made = paste({ rows, cells, columns: field.columns, at: Number(at), column, most, reader });
    // The cell that has the focus would show what it held before.
    (document.activeElement as HTMLElement | null)?.blur();
    onChange(made.rows);
    void (made.left > 0
      ? message.warning(t('form.pastedSome', { count: cells.length - made.left, left: made.left, most }))
      : message.success(t('form.pasted', { count: cells.length })));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pasting is a short cut of typing
    <div className="grid-scroll" onPaste={onPaste}>
      <table className={`grid is-input ${field.columns.length > FEW ? 'is-wide' : ''}`}>
        <thead>
          <tr>
            {field.columns.map((column) => (
              <th key={column.id} scope="col" id={`${id}-${column.id}`}>
                {labelIn(column, language)}
                {column.required && formulaOf(column) === undefined && <span className="field-star">*</span>}
              </th>
            ))}
            {!disabled && (
              <th className="grid-off">
                <span className="unseen">{t('remove')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <GridRow
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by place
              key={index}
              id={id}
              field={field}
              at={index}
              row={row}
              errors={errors.length ? errors.filter(({ path }) => path.startsWith(`${name}.${index}.`)) : NONE}
              disabled={disabled}
              language={language}
              onSet={set}
              onRemove={remove}
            />
          ))}
        </tbody>
      </table>
      {!disabled && rows.length < most && (
        <button type="button" className="link" onClick={() => onChange([...rows, {}])}>
          <Plus size={14} strokeWidth={2} aria-hidden="true" /> {t('form.addRow')}
        </button>
      )}
    </div>
  );
}

type RowProps = {
  id: string;
  field: Table;
  at: number;
  row: Row;
  errors: FieldError[];
  disabled: boolean;
  language: Language;
  onSet: (at: number, column: string, cell: unknown) => void;
  onRemove: (at: number) => void;
};

const GridRow = memo(function GridRow(props: RowProps): ReactNode {
  const { id, field, at, row, errors, disabled, language, onSet, onRemove } = props;
  const { t } = useWords();
  const reads = useValueReader();
  return (
    <tr>
      {field.columns.map((column) => {
        const wrong = errors.find(({ path }) => path === `${field.id}.${at}.${column.id}`);
        return (
          <td
            key={column.id}
            data-at={at}
            data-column={column.id}
            data-head={labelIn(column, language)}
            aria-labelledby={`${id}-${column.id}`}
          >
            {column.readOnly || formulaOf(column) !== undefined ? (
              <bdi>{valueWords(row[column.id], { type: column.type, field: column }, reads)}</bdi>
            ) : (
              <div className="grid-cell">
                <Control
                  id={`${id}-${at}-${column.id}`}
                  field={column}
                  label={labelIn(column, language)}
                  value={row[column.id]}
                  wrong={wrong !== undefined}
                  disabled={disabled}
                  language={language}
                  cell
                  onChange={(cell) => onSet(at, column.id, cell)}
                />
              </div>
            )}
            {wrong && <p className="field-error">{sayOfField(wrong.message, language)}</p>}
          </td>
        );
      })}
      {!disabled && (
        <td className="grid-off">
          <button
            type="button"
            className="act"
            aria-label={t('form.removeRow', { n: at + 1 })}
            onClick={() => onRemove(at)}
          >
            <X size={14} />
          </button>
        </td>
      )}
    </tr>
  );
}, sameRow);

/** Another array of the same errors is no change. */
function sameRow(before: RowProps, now: RowProps): boolean {
  const keys = Object.keys(now) as (keyof RowProps)[];
  return keys.every(
    (key) =>
      before[key] === now[key] || (key === 'errors' && JSON.stringify(before.errors) === JSON.stringify(now.errors)),
  );
}
