// A table filled in as a grid: a row is an object by column.
import { Plus, X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { Field } from '../../forms/form.ts';
import type { FieldError } from '../../forms/validate.ts';
import { useTime } from '../time/ShopTime.tsx';
import { valueWords } from '../values/value-words.ts';
import type { Language } from '../words/language.ts';
import { useWords } from '../words/useWords.ts';
import { Control } from './FieldInput.tsx';
import { labelIn, wordsIn } from './label.ts';

type Props = {
  field: Extract<Field, { type: 'table' }>;
  value: unknown;
  errors: FieldError[];
  disabled: boolean;
  language: Language;
  onChange: (value: unknown) => void;
};

export function TableGrid({ field, value, errors, disabled, language, onChange }: Props): ReactNode {
  const { t } = useWords();
  const { zone } = useTime();
  const id = useId();
  const rows = Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
  const set = (at: number, column: string, cell: unknown): void =>
    onChange(rows.map((row, index) => (index === at ? { ...row, [column]: cell } : row)));
  return (
    <div className="grid-scroll">
      <table className="grid is-input">
        <thead>
          <tr>
            {field.columns.map((column) => (
              <th key={column.id} scope="col" id={`${id}-${column.id}`}>
                {labelIn(column, language)}
                {column.required && <span className="field-star">*</span>}
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
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by place
            <tr key={index}>
              {field.columns.map((column) => {
                const wrong = errors.find(({ path }) => path === `${field.id}.${index}.${column.id}`);
                return (
                  <td key={column.id} aria-labelledby={`${id}-${column.id}`}>
                    {column.readOnly ? (
                      valueWords(row[column.id], { type: column.type, field: column }, { language, zone })
                    ) : (
                      <div className="grid-cell">
                        <Control
                          id={`${id}-${index}-${column.id}`}
                          field={column}
                          label={labelIn(column, language)}
                          value={row[column.id]}
                          wrong={wrong !== undefined}
                          disabled={disabled}
                          language={language}
                          onChange={(cell) => set(index, column.id, cell)}
                        />
                      </div>
                    )}
                    {wrong && <p className="field-error">{wordsIn(wrong.message, language)}</p>}
                  </td>
                );
              })}
              {!disabled && (
                <td className="grid-off">
                  <button
                    type="button"
                    className="act"
                    aria-label={t('form.removeRow', { n: index + 1 })}
                    onClick={() => onChange(rows.filter((_, at) => at !== index))}
                  >
                    <X size={14} />
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {!disabled && rows.length < (field.max ?? 500) && (
        <button type="button" className="link" onClick={() => onChange([...rows, {}])}>
          <Plus size={14} strokeWidth={2} aria-hidden="true" /> {t('form.addRow')}
        </button>
      )}
    </div>
  );
}
