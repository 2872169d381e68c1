// Giving tasks to somebody, or back to those who may claim them, with a word why.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, intent, newIntent, teamApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import { PersonSelect } from './PersonSelect.tsx';

const POOL = '*';

type Props = { ids: string[]; not?: string | undefined; onClose: () => void; onDone?: () => void };

export function GiveTo({ ids, not, onClose, onDone }: Props): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [to, setTo] = useState<string>();
  const [comment, setComment] = useState('');
  const [attempt] = useState(newIntent);
  const give = useMutation({
    mutationFn: () =>
      ask(
        teamApi.tasks['assign-batch'].$post({
          header: intent(attempt),
          json: {
            ids,
            person: to === POOL ? null : (to as string),
            ...(comment.trim() && { comment: comment.trim() }),
          },
        }),
      ),
    onSuccess: ({ results }) => {
      const missed = results.filter(({ ok }) => !ok).length;
      void (missed
        ? message.warning(t('team.givenSome', { count: results.length - missed, missed }))
        : message.success(t('team.given', { count: results.length })));
      for (const key of ['tasks', 'task', 'team', 'counts', 'case'])
        void queries.invalidateQueries({ queryKey: [key] });
      onDone?.();
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('team.give', { count: ids.length })}
      okText={t('team.giveDo')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: to === undefined }}
      confirmLoading={give.isPending}
      onOk={() => give.mutate()}
      onCancel={onClose}
    >
      <div className="verb-form">
        <PersonSelect
          label={t('team.to')}
          value={to}
          not={not}
          more={[{ value: POOL, label: t('team.pool') }]}
          onChange={setTo}
        />
        <Input.TextArea
          value={comment}
          maxLength={2_000}
          aria-label={t('team.comment')}
          placeholder={t('team.comment')}
          autoSize={{ minRows: 2, maxRows: 6 }}
          onChange={(event) => setComment(event.target.value)}
        />
        {give.isError && <Failed error={give.error} />}
      </div>
    </Modal>
  );
}
