// What runs and ran about a record, and what can be begun for it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Dropdown } from 'antd';
import { Plus, Workflow } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Avatar } from '../parts/Avatar.tsx';
import { DueMark } from '../parts/DueMark.tsx';
import { Failed } from '../parts/Failed.tsx';
import { ask, caseApi, startApi } from '../reach/client.ts';
import type { RecordItem, RegisterDetail } from '../reach/shapes.ts';
import { CaseStatus } from '../run/CaseStatus.tsx';
import { caseName } from '../run/case-words.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';

const FEW = 5;
const MOST = 50;

export function RecordCases({ register, record }: { register: RegisterDetail; record: RecordItem }): ReactNode {
  const { t, language } = useWords();
  const { moment } = useTime();
  const [all, setAll] = useState(false);
  const subject = `${register.key}/${record.key}`;
  const query = useQuery({
    queryKey: ['cases', 'subject', subject],
    queryFn: () => ask(caseApi.cases.$get({ query: { subject, limit: MOST } })),
  });
  const startable = useQuery({
    queryKey: ['startable'],
    queryFn: () => ask(startApi.startable.$get()),
    staleTime: 60_000,
  });
  const verbs = startable.data?.items.filter(({ about }) => about?.register === register.key) ?? [];
  const items = query.data?.items ?? [];
  const open = items.filter(({ status }) => status !== 'ended');
  // Who looks at a record looks for what runs; what has ended comes after.
  const ordered = [...open, ...items.filter(({ status }) => status === 'ended')];
  const shown = all ? ordered : ordered.slice(0, Math.max(FEW, open.length));
  return (
    <section className="record-section">
      <h3>
        {t('reg.cases')}
        <small>{open.length > 0 ? t('reg.running', { count: open.length }) : ''}</small>
        <span className="spacer" />
        {verbs.length > 0 && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: verbs.map((verb) => ({
                key: `${verb.key} ${verb.element}`,
                label: (
                  <Link to="/start" search={{ process: verb.key, element: verb.element, record: subject }}>
                    {named(verb, language)}
                  </Link>
                ),
              })),
            }}
          >
            <button type="button" className="link">
              <Plus size={13} strokeWidth={1.75} aria-hidden="true" /> {t('rail.start')}
            </button>
          </Dropdown>
        )}
      </h3>
      {query.isError && <Failed error={query.error} onAgain={() => void query.refetch()} />}
      {query.data && items.length === 0 && <p className="record-none">{t('reg.noCases')}</p>}
      <ul>
        {shown.map((item) => {
          const [at] = item.at;
          return (
            <li key={item.id}>
              <Link to="/cases/$id" params={{ id: item.id }} className="record-line">
                <Workflow size={15} strokeWidth={1.75} aria-hidden="true" />
                <span className="cut">
                  {at ? named(at, language) : named(item.process, language)} <small>{caseName(item)}</small>
                </span>
                <span className="spacer" />
                {item.status === 'ended' ? (
                  <small>{moment(item.endedAt ?? item.startedAt)}</small>
                ) : item.due !== null && item.status === 'running' && item.incidents === 0 ? (
                  <DueMark due={item.due} since={item.startedAt} />
                ) : null}
                {(item.status !== 'running' || item.incidents > 0 || item.due === null) && <CaseStatus item={item} />}
                {at?.who && <Avatar name={at.who} size={18} />}
              </Link>
            </li>
          );
        })}
      </ul>
      {!all && ordered.length > shown.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {t('reg.allCases', { count: ordered.length })}
        </button>
      )}
    </section>
  );
}
