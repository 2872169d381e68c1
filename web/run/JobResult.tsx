// How far a job is, and what became of each case.
import { Link } from '@tanstack/react-router';
import { Progress } from 'antd';
import { CircleAlert, CircleCheck, Hourglass } from 'lucide-react';
import type { ReactNode } from 'react';
import { List } from '../parts/List.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useWords } from '../words/useWords.ts';
import { type Job, refusedKey } from './bulk.ts';
import { caseName } from './case-words.ts';

const ORDER: Job['items'][number]['result'][] = ['refused', 'waiting', 'done'];

export function JobResult({ job }: { job: Job }): ReactNode {
  const { t } = useWords();
  const items = ORDER.flatMap((result) => job.items.filter((item) => item.result === result));
  return (
    <div className="bulk-told">
      <Progress
        percent={Math.round(((job.total - job.waiting) / job.total) * 100)}
        status={job.waiting > 0 ? 'active' : job.refused ? 'exception' : 'success'}
      />
      <p role="status">{t('bulk.far', { done: job.done, refused: job.refused, waiting: job.waiting })}</p>
      <div className="bulk-items">
        <List
          rows={{ data: items, isError: false, error: undefined, refetch: () => {} }}
          idOf={(item) => `${item.case} ${item.step ?? ''}`}
          empty={null}
          columns={[
            {
              id: 'case',
              head: t('cases.case'),
              cell: (item) => (
                <Link to="/cases/$id" params={{ id: item.case }} className="cut">
                  {item.step && `${item.step} `}
                  <bdi>{caseName(item)}</bdi>
                </Link>
              ),
            },
            {
              id: 'result',
              head: t('bulk.result'),
              cell: ({ result, code }) =>
                result === 'done' ? (
                  <Tag tone="green" icon={CircleCheck}>
                    {t('bulk.was.done')}
                  </Tag>
                ) : result === 'waiting' ? (
                  <Tag icon={Hourglass}>{t('bulk.was.waiting')}</Tag>
                ) : (
                  <>
                    <Tag tone="red" icon={CircleAlert}>
                      {t('bulk.was.refused')}
                    </Tag>{' '}
                    <small>{t(refusedKey(code))}</small>
                  </>
                ),
            },
          ]}
        />
      </div>
    </div>
  );
}
