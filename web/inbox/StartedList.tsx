// What I started: cases, newest first, with where they stand.
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Search, Send } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { List } from '../parts/List.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Tag } from '../parts/Tag.tsx';
import { usePages } from '../parts/usePages.ts';
import { ask, caseApi } from '../reach/client.ts';
import { CaseStatus } from '../run/CaseStatus.tsx';
import { standing } from '../run/case-words.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';

type Props = { q: string | undefined; onFind: (q: string | undefined) => void };

export function StartedList({ q, onFind }: Props): ReactNode {
  const { t, language } = useWords();
  const { moment, stamp } = useTime();
  const rows = usePages(['cases', 'started', q ?? ''], (from) =>
    ask(caseApi.cases.$get({ query: { mine: 'started', limit: 50, ...from, ...(q && { q }) } })),
  );
  return (
    <>
      <div className="inbox-tools">
        <Find value={q} label={t('inbox.find.started')} onFind={onFind} />
      </div>
      <div className="inbox-rows">
        <List
          rows={rows}
          skeleton={<Skeleton rows={6} lines={[44, 58, 76]} />}
          empty={
            q ? (
              <Empty icon={Search} title={t('inbox.nothingFound')} hint={t('inbox.nothingFoundHint')}>
                <Button onClick={() => onFind(undefined)}>{t('inbox.clearFilter')}</Button>
              </Empty>
            ) : (
              <Empty icon={Send} title={t('inbox.noneStarted')} hint={t('inbox.noneStartedHint')}>
                <Button href="/start">{t('rail.start')}</Button>
              </Empty>
            )
          }
        >
          {(cases) => (
            <ul>
              {cases.map((item) => (
                <li key={item.id} className="row">
                  <Link to="/cases/$id" params={{ id: item.id }}>
                    <span className="row-1">
                      <strong className="cut">
                        <bdi>{item.title ?? item.businessKey ?? named(item.process, language)}</bdi>
                      </strong>
                      <span className="spacer" />
                      <CaseStatus item={item} />
                    </span>
                    <span className="row-2 cut">
                      <Tag>{named(item.process, language)}</Tag> {standing(item, language)}
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
          )}
        </List>
      </div>
    </>
  );
}
