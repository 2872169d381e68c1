// What I started: cases, newest first, with where they stand.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Send } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { More } from '../parts/More.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Tag } from '../parts/Tag.tsx';
import { ask, caseApi } from '../reach/client.ts';
import { CaseStatus } from '../run/CaseStatus.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';

export function StartedList(): ReactNode {
  const { t, language } = useWords();
  const { moment, stamp } = useTime();
  const query = useInfiniteQuery({
    queryKey: ['cases', 'started'],
    queryFn: ({ pageParam }) =>
      ask(caseApi.cases.$get({ query: { mine: 'started', limit: 50, ...(pageParam && { cursor: pageParam }) } })),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <div className="inbox-rows">
      <Shown query={{ ...query, data: items }} skeleton={<Skeleton rows={6} lines={[44, 58, 76]} />}>
        {(cases) =>
          cases.length === 0 ? (
            <Empty icon={Send} title={t('inbox.noneStarted')} hint={t('inbox.noneStartedHint')}>
              <Button href="/start">{t('rail.start')}</Button>
            </Empty>
          ) : (
            <ul>
              {cases.map((item) => (
                <li key={item.id} className="row">
                  <Link to="/cases/$id" params={{ id: item.id }}>
                    <span className="row-1">
                      <strong className="cut">{item.title ?? item.businessKey ?? named(item.process, language)}</strong>
                      <span className="spacer" />
                      <CaseStatus item={item} />
                    </span>
                    <span className="row-2 cut">
                      <Tag>{named(item.process, language)}</Tag>{' '}
                      {item.at.map((one) => `${named(one, language)}${one.who ? ` · ${one.who}` : ''}`).join('、')}
                    </span>
                    <span className="row-3 cut">
                      <span>
                        {t('inbox.startedAt')} <b>{moment(item.startedAt)}</b>
                      </span>
                      {item.endedAt && (
                        <span>
                          {t('inbox.endedAt')} <b>{stamp(item.endedAt)}</b>
                        </span>
                      )}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <More query={query} />
    </div>
  );
}
