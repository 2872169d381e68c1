// One verb for many cases: what it would do, then why, then how far it is and what became of each.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Modal, Progress } from 'antd';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { ask, bulkApi, intent, newIntent } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import { ReasonField } from './ReasonField.tsx';

export type BulkVerb = 'retry' | 'skip' | 'suspend' | 'resume' | 'cancel';
export type Selection = { cases: string[] } | { cause: { process: string; element: string; kind: string } };
type Props = { verb: BulkVerb; selection: Selection; onClose: () => void; onDone: () => void };

export function BulkDialog({ verb, selection, onClose, onDone }: Props): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [attempt, setAttempt] = useState(newIntent);
  const action = { do: verb };
  const preview = useQuery({
    queryKey: ['bulk', 'preview', verb, selection],
    queryFn: () => ask(bulkApi.bulk.preview.$post({ json: { selection, action, reason: '—' } })),
    gcTime: 0,
  });
  const begin = useMutation({
    mutationFn: () =>
      ask(bulkApi.bulk.$post({ header: intent(attempt), json: { selection, action, reason: reason.trim() } })),
    onError: () => setAttempt(newIntent()),
  });
  const id = begin.data?.id;
  const job = useQuery({
    queryKey: ['bulk', id],
    queryFn: () => ask(bulkApi.bulk[':id'].$get({ param: { id: id as string } })),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && state.data.waiting === 0 ? false : 500),
  });
  const finish = (): void => {
    for (const key of ['cases', 'incidents', 'overview', 'tasks']) void queries.invalidateQueries({ queryKey: [key] });
    onDone();
  };
  const done = job.data?.waiting === 0;
  return (
    <Modal
      open
      title={t(`bulk.verb.${verb}`)}
      onCancel={id ? finish : onClose}
      footer={
        id ? (
          <Button type="primary" onClick={finish}>
            {t(done ? 'close' : 'bulk.goesOn')}
          </Button>
        ) : (
          [
            <Button key="no" onClick={onClose}>
              {t('cancel')}
            </Button>,
            <Button
              key="yes"
              type="primary"
              danger={verb === 'cancel'}
              disabled={!reason.trim() || !preview.data || preview.data.total === 0}
              loading={begin.isPending}
              onClick={() => begin.mutate()}
            >
              {t('bulk.do', { count: preview.data?.total ?? 0 })}
            </Button>,
          ]
        )
      }
    >
      {job.data ? (
        <div className="bulk-told" role="status">
          <Progress
            percent={Math.round(((job.data.total - job.data.waiting) / job.data.total) * 100)}
            status={done ? (job.data.refused ? 'exception' : 'success') : 'active'}
          />
          <p>{t('bulk.far', { done: job.data.done, refused: job.data.refused, waiting: job.data.waiting })}</p>
          {job.data.refused > 0 && (
            <ul>
              {job.data.items
                .filter(({ result }) => result === 'refused')
                .slice(0, 100)
                .map((item) => (
                  <li key={item.case}>
                    <Link to="/cases/$id" params={{ id: item.case }}>
                      {item.title ?? item.businessKey ?? item.case}
                    </Link>{' '}
                    <small>{t('bulk.refusedOne')}</small>
                  </li>
                ))}
            </ul>
          )}
        </div>
      ) : (
        <div className="verb-form">
          <Shown query={preview} skeleton={<Skeleton rows={2} lines={[60]} height={40} />}>
            {({ total, more, tried, would, refused, first }) => (
              <>
                <p>
                  {t('bulk.would', { total, tried, would })}
                  {more && ` ${t('bulk.more', { total })}`}
                </p>
                {refused.length > 0 && (
                  <p className="quiet">
                    {t('bulk.wouldNot', { count: refused.reduce((sum, { count }) => sum + count, 0) })}
                  </p>
                )}
                <p className="quiet">
                  {first.map((one) => one.title ?? one.businessKey ?? one.case).join(' · ')}
                  {total > first.length && ' …'}
                </p>
              </>
            )}
          </Shown>
          <ReasonField value={reason} required onChange={setReason} />
          {begin.isError && <Failed error={begin.error} />}
        </div>
      )}
    </Modal>
  );
}
