// Submitted a moment ago: said once, with the way back for as long as there is one. z undoes. Who closes it has no second thoughts,
// and whoever comes next in the case need not wait.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { CircleCheck, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { isTyping } from '../parts/useListKeys.ts';
import { ask, asRefusal, taskBatchApi, taskWorkApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import type { InboxSearch } from './inbox-search.ts';
import { noMoreUndo, type Undoable, undoable } from './undoable.ts';

export function UndoToast(): ReactNode {
  const latest = useStore(undoable).at(-1);
  // Always there: what is put into a region that is there is read out.
  return (
    <div className="undo-place" role="status">
      {latest && <Offer key={latest.id} submitted={latest} />}
    </div>
  );
}

function Offer({ submitted }: { submitted: Undoable }): ReactNode {
  const { id, name, object, until, several } = submitted;
  const { t } = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const left = useLeft(until, () => noMoreUndo(id));
  const refresh = (): void => {
    for (const queryKey of [
      ['task', id],
      ['tasks'],
      ['counts'],
      ['today'],
      ['case', submitted.case],
      ['history', submitted.case],
    ])
      void queries.invalidateQueries({ queryKey });
  };
  const undo = useMutation({
    mutationFn: async () => {
      if (!several) return void (await ask(taskWorkApi.tasks[':id'].undo.$post({ param: { id } })));
      const json = { ids: several.ids };
      const { results } = several.claim
        ? await ask(taskWorkApi.tasks['claim-batch'].$post({ json }))
        : await ask(taskBatchApi.tasks['undo-batch'].$post({ json }));
      const late = results.filter(({ ok }) => !ok);
      const [first] = late;
      const why = first && 'why' in first && typeof first.why === 'string' ? first.why : undefined;
      if (first) void message.warning(why ?? t('inbox.missed', { count: late.length }));
    },
    onSuccess: () => {
      noMoreUndo(id);
      // What was read before says that it is submitted, and for how long that may be undone.
      for (const one of several?.ids ?? [id]) void queries.resetQueries({ queryKey: ['task', one] });
      refresh();
      void navigate({
        to: '/work',
        search: (before: InboxSearch): InboxSearch =>
          before.grid ? before : several ? { view: 'todo' } : { view: 'todo', task: id },
      });
    },
    onError: (error) => {
      const { code, title, detail } = asRefusal(error);
      if (code === 'offline')
        void message.error(`${t('failed.offline')}${t('failed.colon')}${t('failed.offlineHint')}`);
      else {
        noMoreUndo(id);
        refresh();
        void message.warning(`${title}${t('failed.colon')}${detail}`);
      }
    },
  });
  const send = (): void => {
    noMoreUndo(id);
    if (several?.claim) return;
    // Without an answer its time comes by itself.
    void Promise.all(
      (several?.ids ?? [id]).map((one) => ask(taskWorkApi.tasks[':id'].send.$post({ param: { id: one } }))),
    ).then(refresh, refresh);
  };
  const pressed = useRef(() => {});
  pressed.current = () => {
    if (!undo.isPending) undo.mutate();
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'z' && !isTyping(event)) pressed.current();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <div className="undo">
      <CircleCheck size={16} strokeWidth={1.75} aria-hidden="true" />
      <span className="cut">
        {several ? several.says : t('task.done', { name })} <bdi>{object}</bdi>
      </span>
      <button type="button" className="undo-do" disabled={undo.isPending} onClick={() => pressed.current()}>
        {t('verb.undo')} <kbd>Z</kbd>
      </button>
      <span className="undo-left" aria-hidden="true">
        {t('task.undoLeft', { seconds: left })}
      </span>
      <button type="button" className="undo-close" aria-label={t('verb.send')} title={t('verb.send')} onClick={send}>
        <X size={16} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </div>
  );
}

/** Seconds left, and what to do when there are none. */
function useLeft(until: number, onOver: () => void): number {
  const [left, setLeft] = useState(() => secondsTo(until));
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    const timer = setInterval(() => {
      if (Date.now() >= until) over.current();
      else setLeft(secondsTo(until));
    }, 250);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
const secondsTo = (until: number): number => Math.max(0, Math.ceil((until - Date.now()) / 1000));
