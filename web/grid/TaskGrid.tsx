// What I hold of one step of a case, run beside run, in one grid: scan to a row, fill in, submit one or all that are filled in.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { ChevronLeft, CircleCheck, X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import type { FlatField } from '../../forms/flat-field.ts';
import { labelIn } from '../forms/label.ts';
import { cellsOf, paste } from '../forms/paste.ts';
import { useReader } from '../forms/WrittenInput.tsx';
import { taskGridQuery } from '../inbox/task-query.ts';
import { offerUndo } from '../inbox/undoable.ts';
import { AsOf } from '../offline/AsOf.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Shown } from '../parts/Shown.tsx';
import type { Width } from '../parts/useWidth.ts';
import type { GridRow, TaskGridRead } from '../reach/shapes.ts';
import { named, useWords } from '../words/useWords.ts';
import { FindRow } from './FindRow.tsx';
import { findRow } from './find-row.ts';
import { isFact, Row } from './Row.tsx';
import type { Handle } from './useRow.ts';
import './grid.css';

type Props = { id: string; width: Width; onClose: () => void; onOpen: (id: string) => void };
/** So many are on their way together. */
const AT_ONCE = 4;

export function TaskGrid({ id, width, onClose, onOpen }: Props): ReactNode {
  const { t, language } = useWords();
  const query = useQuery(taskGridQuery(id));
  const phone = width === 'phone';
  const task = query.data?.task;
  return (
    <section className="task task-grid" aria-label={t('grid.title')}>
      <header className={`task-head ${phone ? 'is-phone' : ''}`}>
        <div className="task-bar">
          {phone && (
            <button type="button" className="act is-big" aria-label={t('back')} onClick={onClose}>
              <ChevronLeft size={22} strokeWidth={1.75} />
            </button>
          )}
          <div className="cut">
            <h1 className="cut">{task ? named(task, language) : t('grid.title')}</h1>
            <span className="cut">
              <bdi>{task?.title ?? task?.number ?? ''}</bdi>
              {query.data && ` · ${t('grid.rows', { count: query.data.rows.length })}`}
            </span>
          </div>
        </div>
        {!phone && (
          <button type="button" className="act" aria-label={t('close')} onClick={onClose}>
            <X size={18} strokeWidth={1.75} />
          </button>
        )}
      </header>
      <AsOf at={query.dataUpdatedAt} />
      <Shown query={query}>{(read) => <Rows read={read} readAt={query.dataUpdatedAt} onOpen={onOpen} />}</Shown>
    </section>
  );
}

type RowsProps = { read: TaskGridRead; readAt: number; onOpen: (id: string) => void };

function Rows({ read, readAt, onOpen }: RowsProps): ReactNode {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const reader = useReader(language);
  const { task, form, rows } = read;
  const handles = useRef(new Map<string, Handle>());
  const [ready, setReady] = useState<ReadonlySet<string>>(new Set());
  const [found, setFound] = useState<string>();
  const [sending, setSending] = useState(false);
  const table = useRef<HTMLTableElement>(null);
  const about = useMemo(
    () => ({ case: task.case, name: named(task, language), object: task.title ?? task.businessKey ?? '' }),
    [task, language],
  );
  const which = useMemo(() => whichOf(read, (n) => t('grid.which', { n })), [read, t]);
  const onHandle = useCallback((id: string, handle: Handle | undefined): void => {
    if (handle) handles.current.set(id, handle);
    else handles.current.delete(id);
    setReady((before) => {
      if (before.has(id) === (handle?.ready ?? false)) return before;
      const next = new Set(before);
      if (handle?.ready) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const order = rows.map(({ id }) => id);
  const cellAt = (row: string | undefined, column?: string): HTMLElement | null | undefined => {
    const within = (name: string): string => `td[data-row="${CSS.escape(row ?? '')}"]${name} `;
    const inputs = ':is(input, textarea, [role=combobox], button):not(:disabled)';
    return column
      ? table.current?.querySelector(`${within(`[data-column="${CSS.escape(column)}"]`)}${inputs}`)
      : ([...(table.current?.querySelectorAll<HTMLInputElement>(`${within('[data-column]')}${inputs}`) ?? [])].find(
          ({ value }) => !value,
        ) ?? table.current?.querySelector(`${within('[data-column]')}${inputs}`));
  };
  const submit = useCallback(
    async (ids: string[]): Promise<void> => {
      const queue = ids.values();
      const done: { id: string; undoMs: number }[] = [];
      setSending(true);
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (const id of queue) {
            const undoMs = await handles.current.get(id)?.submit();
            if (undoMs !== undefined) done.push({ id, undoMs });
          }
        }),
      );
      setSending(false);
      const left = Math.min(...done.map(({ undoMs }) => undoMs));
      const [first] = done;
      const until = Date.now() + left;
      if (first && left > 0)
        offerUndo(
          done.length === 1
            ? { id: first.id, ...about, until }
            : {
                ...{ id: `several:${first.id}`, case: about.case, name: '', object: '', until },
                several: { ids: done.map(({ id }) => id), says: t('grid.done', { count: done.length }) },
              },
        );
      if (ids.length > 1 && done.length < ids.length && navigator.onLine)
        void message.warning(t('grid.wrong', { count: ids.length - done.length }));
      for (const queryKey of [['tasks'], ['counts'], ['today'], ['case', about.case], ['history', about.case]])
        void queries.invalidateQueries({ queryKey });
      void queries.invalidateQueries({
        predicate: ({ queryKey: [what, , of] }) => what === 'task' && of === about.case,
      });
    },
    [about, message, queries, t],
  );
  const onSubmit = useCallback((id: string): void => void submit([id]), [submit]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    const target = event.target as HTMLElement;
    const { row, column } = target.closest<HTMLElement>('td[data-column]')?.dataset ?? {};
    if (row === undefined) return;
    const here = order.indexOf(row);
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
      event.preventDefault();
      event.stopPropagation();
      cellAt(order[here + 1])?.focus();
      return void submit([row]);
    }
    if (!target.matches('input.cell') || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    cellAt(order[here + step], column)?.focus();
  };
  const onPaste = (event: ClipboardEvent<HTMLElement>): void => {
    const cells = cellsOf(event.clipboardData.getData('text/plain'));
    const { row, column } = (event.target as HTMLElement).closest<HTMLElement>('td[data-column]')?.dataset ?? {};
    if (!cells || row === undefined || column === undefined) return;
    event.preventDefault();
    const before = order.map((id) => handles.current.get(id)?.values ?? {});
    const columns = form.fields.filter((field): field is FlatField => field.type !== 'table' && field.type !== 'block');
    const at = order.indexOf(row);
    const made = paste({ rows: before, cells, columns, at, column, most: order.length, reader });
    (document.activeElement as HTMLElement | null)?.blur();
    made.rows.forEach((now, index) => {
      for (const [field, value] of Object.entries(now))
        if (value !== before[index]?.[field]) handles.current.get(order[index] ?? '')?.set(field, value);
    });
    void (made.left > 0
      ? message.warning(t('form.pastedSome', { count: cells.length - made.left, left: made.left, most: order.length }))
      : message.success(t('form.pasted', { count: cells.length })));
  };
  const onFind = (text: string): boolean => {
    const hit = findRow(rows, text, found);
    setFound(hit);
    if (hit === undefined) return false;
    const place = table.current?.querySelector(`tr[data-row="${CSS.escape(hit)}"]`);
    place?.scrollIntoView({ block: 'center' });
    cellAt(hit)?.focus();
    return true;
  };
  if (rows.length === 0) return <Empty icon={CircleCheck} title={t('grid.none')} hint={t('grid.noneHint')} />;
  const all = order.filter((id) => ready.has(id));
  return (
    <>
      <div className="grid-tools">
        <FindRow onFind={onFind} />
        <span className="quiet grid-keys">{t('grid.keys')}</span>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: short cuts of what its fields do */}
      <div className="task-body grid-rows" onKeyDown={onKeyDown} onPaste={onPaste}>
        {read.more && <p className="quiet">{t('grid.more', { count: rows.length })}</p>}
        <table className="grid is-input is-wide" ref={table}>
          <thead>
            <tr>
              <th scope="col">{t('grid.what')}</th>
              {form.fields.map((field) => (
                <th key={field.id} scope="col">
                  {labelIn(field, language)}
                  {field.required && !isFact(field) && <span className="field-star">*</span>}
                </th>
              ))}
              <th scope="col">
                <span className="unseen">{t('verb.submit')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={row.id}
                row={row}
                form={form}
                which={which.get(row.id) ?? ''}
                about={about}
                readAt={readAt}
                since={task.createdAt}
                found={row.id === found}
                onHandle={onHandle}
                onSubmit={onSubmit}
                onOpen={onOpen}
              />
            ))}
          </tbody>
        </table>
      </div>
      <footer className="verbs">
        <span className="spacer" />
        {all.length === 0 && <span className="quiet">{t('grid.noneReady')}</span>}
        <Button
          type="primary"
          className="is-first"
          disabled={all.length === 0}
          loading={sending}
          onClick={() => void submit(all)}
        >
          {t('grid.submitReady', { count: all.length })}
        </Button>
      </footer>
    </>
  );
}

/** What each row is called: what it is about, else what the texts of the step say of it and not of the others, else its number. */
function whichOf({ rows, named: names }: TaskGridRead, numbered: (n: number) => string): Map<string, string> {
  const said = (row: GridRow, name: string): string => {
    const value = (row.variables as Record<string, unknown>)[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const telling = names.filter((name) => new Set(rows.map((row) => said(row, name))).size > 1);
  return new Map(
    rows.map((row) => [
      row.id,
      row.item === null || row.item === undefined
        ? telling.flatMap((name) => said(row, name) || []).join(' ') || numbered(row.n)
        : String(row.item),
    ]),
  );
}
