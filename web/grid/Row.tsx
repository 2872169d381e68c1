// One task as a row: what it is about, its facts, its fields, and what came of submitting it.
import { Button, Tooltip } from 'antd';
import { CircleCheck, CloudUpload, SendHorizontal } from 'lucide-react';
import { memo, type ReactNode, useEffect, useRef } from 'react';
import type { Field, Form } from '../../forms/form.ts';
import { formulaOf } from '../../forms/formula.ts';
import { sayOfField } from '../../words/fields.ts';
import { drawnBy, viewOf } from '../fields/views.ts';
import { Control } from '../forms/FieldInput.tsx';
import { labelIn } from '../forms/label.ts';
import { UploadsReport } from '../forms/uploads.ts';
import { DueMark } from '../parts/DueMark.tsx';
import type { GridRow } from '../reach/shapes.ts';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';
import { type Handle, useRow } from './useRow.ts';

type Props = {
  row: GridRow;
  form: Form;
  which: string;
  about: { case: string; name: string; object: string };
  readAt: number;
  since: number;
  found: boolean;
  /** They stay the same functions, so that a key draws one row. */
  onHandle: (id: string, handle: Handle | undefined) => void;
  onSubmit: (id: string) => void;
  onOpen: (id: string) => void;
};

export const isFact = (field: Field): boolean => field.readOnly === true || formulaOf(field) !== undefined;

export const Row = memo(function Row({ row, form, which, about, readAt, since, found, ...on }: Props): ReactNode {
  const { onHandle, onSubmit, onOpen } = on;
  const { id } = row;
  const { t, language } = useWords();
  const reads = useValueReader();
  const { handle, asked, filled, errors, refusal, waits, sending, done, uploads, touch } = useRow(
    row,
    form,
    about,
    readAt,
  );
  const latest = useRef(handle);
  latest.current = handle;
  // What the grid is told of a row is read when it is asked for.
  useEffect(() => {
    onHandle(id, {
      get values() {
        return latest.current.values;
      },
      ready: handle.ready,
      set: (field, value) => latest.current.set(field, value),
      submit: () => latest.current.submit(),
    });
  }, [id, handle.ready, onHandle]);
  useEffect(() => () => onHandle(id, undefined), [id, onHandle]);
  const cell = (field: Field): ReactNode => {
    const label = labelIn(field, language);
    const wrong = errors.find(({ path }) => path === field.id || path.startsWith(`${field.id}.`));
    const about_ = { type: field.type, field };
    const Cell = drawnBy(field, 'Cell', filled[field.id]);
    const words = valueWords(filled[field.id], about_, reads);
    return (
      <td key={field.id} data-row={id} data-column={field.id} data-head={label}>
        {!asked.includes(field) ? (
          <span className="quiet" aria-hidden="true">
            –
          </span>
        ) : isFact(field) ? (
          <bdi>{Cell ? <Cell field={field} value={filled[field.id]} words={words} /> : words}</bdi>
        ) : viewOf(field).large ? (
          <Button size="small" onClick={() => onOpen(id)}>
            {t('grid.fillThere')}
          </Button>
        ) : (
          <div className="grid-cell">
            <Control
              id={`${id}-${field.id}`}
              field={field}
              label={`${label} ${which}`}
              value={filled[field.id]}
              wrong={wrong !== undefined}
              disabled={done || sending}
              language={language}
              cell
              onChange={(value) => handle.set(field.id, value)}
            />
          </div>
        )}
        {wrong && (
          <p className="field-error" id={`${id}-${field.id}-error`}>
            {sayOfField(wrong.message, language)}
          </p>
        )}
      </td>
    );
  };
  const general = errors.filter(
    ({ path }) => path === '' || !form.fields.some(({ id: one }) => one === path.split('.')[0]),
  );
  return (
    <UploadsReport.Provider value={uploads.report}>
      <tr className={`${found ? 'is-found' : ''} ${done ? 'is-done' : ''}`} data-row={id} onFocus={touch}>
        <th scope="row">
          <button type="button" className="link" aria-label={t('grid.openOne', { which })} onClick={() => onOpen(id)}>
            <bdi>{which}</bdi>
          </button>
          {row.due !== null && <DueMark due={row.due} since={since} />}
        </th>
        {form.fields.map(cell)}
        <td className="grid-send">
          {done ? (
            <span className="grid-state">
              <CircleCheck size={16} strokeWidth={1.75} aria-hidden="true" /> {t('grid.sent')}
            </span>
          ) : waits !== undefined ? (
            <span className="grid-state is-waiting">
              <CloudUpload size={16} strokeWidth={1.75} aria-hidden="true" /> {t('offline.waits')}
            </span>
          ) : (
            <Tooltip title={t('verb.submit')}>
              <Button
                aria-label={t('grid.submitOne', { which })}
                type={handle.ready ? 'primary' : 'default'}
                loading={sending}
                icon={<SendHorizontal size={16} strokeWidth={1.75} />}
                onClick={() => onSubmit(id)}
              />
            </Tooltip>
          )}
        </td>
      </tr>
      {(refusal !== undefined || general.length > 0) && (
        <tr className="grid-why">
          <td colSpan={form.fields.length + 2}>
            {refusal && (
              <p className="field-error" role="alert">
                {refusal.title}
                {t('failed.colon')}
                {refusal.detail}
              </p>
            )}
            {general.map(({ message }) => (
              <p key={JSON.stringify(message)} className="field-error" role="alert">
                {sayOfField(message, language)}
              </p>
            ))}
          </td>
        </tr>
      )}
    </UploadsReport.Provider>
  );
});
