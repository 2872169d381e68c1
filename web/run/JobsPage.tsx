// What was done to many cases at once, newest first, and what became of each.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Modal } from 'antd';
import { ArrowLeft, Layers } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { Shown } from '../parts/Shown.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { usePages } from '../parts/usePages.ts';
import { ask, bulkApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { jobKey, jobQuery } from './bulk.ts';
import { JobResult } from './JobResult.tsx';
import './run.css';

export function JobsPage(): ReactNode {
  const { t } = useWords();
  const { momentOfReal } = useTime();
  const [{ job }, go] = useAddress<{ job?: string | undefined }>();
  const rows = usePages(['bulk', 'list'], (from) => ask(bulkApi.bulk.$get({ query: { limit: 50, ...from } })));
  return (
    <ListPage
      title={t('bulk.jobs')}
      tools={
        <Link to="/cases" className="link">
          <ArrowLeft size={16} strokeWidth={1.75} aria-hidden="true" /> {t('rail.run')}
        </Link>
      }
    >
      <List
        rows={rows}
        idOf={({ id }) => id}
        opens
        keys
        empty={<Empty icon={Layers} title={t('bulk.noJobs')} hint={t('bulk.noJobsHint')} />}
        columns={[
          {
            id: 'what',
            head: t('bulk.what'),
            cell: ({ id, action, total }) => (
              <button type="button" className="owner" onClick={() => go({ job: id })}>
                {t(jobKey(action))} · {t('processes.cases', { count: total })}
              </button>
            ),
          },
          {
            id: 'reason',
            head: t('case.reason'),
            gives: 1,
            className: 'quiet',
            cell: ({ reason }) => <span className="cut">{reason}</span>,
          },
          { id: 'by', head: t('audit.who'), cell: ({ by }) => by?.name ?? '–' },
          { id: 'done', head: t('bulk.was.done'), className: 'is-end is-number', cell: ({ done }) => done },
          {
            id: 'refused',
            head: t('bulk.was.refused'),
            className: 'is-end is-number is-bad',
            cell: ({ refused }) => refused || null,
          },
          {
            id: 'waiting',
            head: t('bulk.was.waiting'),
            className: 'is-end is-number',
            cell: ({ waiting }) => waiting || null,
          },
          {
            id: 'at',
            head: t('audit.when'),
            className: 'is-end is-number quiet',
            cell: ({ at }) => momentOfReal(at),
          },
        ]}
      />
      {job && <OneJob id={job} onClose={() => go({ job: undefined })} />}
    </ListPage>
  );
}

function OneJob({ id, onClose }: { id: string; onClose: () => void }): ReactNode {
  const { t } = useWords();
  const query = useQuery(jobQuery(id));
  return (
    <Modal
      open
      title={t(jobKey(query.data?.action ?? ''))}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('close')}
        </Button>
      }
    >
      <Shown query={query}>
        {(job) => (
          <>
            <p className="quiet">{job.reason}</p>
            <JobResult job={job} />
          </>
        )}
      </Shown>
    </Modal>
  );
}
