// Leaves: the session ends, and nothing of the person stays in memory or on this device.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useCallback } from 'react';
import { forgetAnswers, forgetSubmissions } from '../offline/device.ts';
import { keepForNobody } from '../offline/kept-answers.ts';
import { outbox } from '../offline/outbox.ts';
import { actAs } from '../reach/client.ts';
import { flushAll, forgetAllTyped, keptHere } from '../typed/typed.ts';
import { useWords } from '../words/useWords.ts';
import { endSession } from './leaving.ts';
import { useMe } from './useMe.ts';

export function useSignOut(): () => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const { t } = useWords();
  const { id: me } = useMe();
  return useCallback(() => {
    const leave = async (): Promise<void> => {
      await endSession();
      keepForNobody();
      forgetAllTyped(me);
      await Promise.all([forgetAnswers((person) => person === me), forgetSubmissions(me)]);
      actAs(undefined);
      await navigate({ to: '/sign-in' });
      queries.clear();
    };
    void flushAll().then(() => {
      const unsent = Object.keys(outbox.getState()).map((task) => `task:${task}`);
      const count = new Set([...unsent, ...keptHere(me)]).size;
      if (count === 0) return void leave();
      modal.confirm({
        title: t('offline.leave'),
        content: t('offline.leaveHint', { count }),
        okText: t('offline.leaveAll'),
        cancelText: t('cancel'),
        onOk: leave,
      });
    });
  }, [queries, navigate, modal, t, me]);
}
