// Under the top bar: what of mine waits for the network, and what was refused when it was sent. It goes on sending while anybody is in.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CloudUpload } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/shallow';
import { offerUndo } from '../inbox/undoable.ts';
import { useMe } from '../session/useMe.ts';
import { forgetTyped } from '../typed/typed.ts';
import { useWords } from '../words/useWords.ts';
import { keepSending, onArrived, outbox } from './outbox.ts';
import './offline.css';

export function Submissions(): ReactNode {
  const { t } = useWords();
  const { id: me } = useMe();
  const queries = useQueryClient();
  const kept = useStore(outbox, useShallow(Object.values));
  useEffect(() => keepSending(me), [me]);
  useEffect(
    () =>
      onArrived(({ task, case: about, name, object }, { undoMs }) => {
        forgetTyped(me, `task:${task}`);
        if (undoMs) offerUndo({ id: task, case: about, name, object, until: Date.now() + undoMs });
        for (const queryKey of [['task', task], ['tasks'], ['counts'], ['today'], ['case', about], ['history', about]])
          void queries.invalidateQueries({ queryKey });
      }),
    [me, queries],
  );
  const waiting = kept.filter(({ sending, refused }) => !sending && !refused).length;
  const refused = kept.find((one) => one.refused);
  return (
    <div className="submissions" role="status">
      {waiting > 0 && (
        <p>
          <CloudUpload size={16} strokeWidth={1.75} aria-hidden="true" /> {t('offline.waiting', { count: waiting })}
        </p>
      )}
      {refused && (
        <p className="is-refused">
          <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
          <span>{t('offline.refused', { name: refused.name, object: refused.object })}</span>
          <Link to="/work" search={{ task: refused.task }}>
            {t('offline.look')}
          </Link>
        </p>
      )}
    </div>
  );
}
