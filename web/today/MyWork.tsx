// The most urgent of what I hold, apart from what waits for a decision above.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Inbox } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCounts } from '../inbox/useCounts.ts';
import { DueMark } from '../parts/DueMark.tsx';
import { Empty } from '../parts/Empty.tsx';
import { PausedMark } from '../parts/Paused.tsx';
import { Tag } from '../parts/Tag.tsx';
import { named, useWords } from '../words/useWords.ts';
import { Block } from './Block.tsx';
import { decisionsQuery, mineQuery } from './queries.ts';

/** `bare`: where there is none, nothing is shown; nor where all of it stands above. */
export function MyWork({ bare = false }: { bare?: boolean }): ReactNode {
  const { t, language } = useWords();
  const query = useQuery(mineQuery);
  const counts = useCounts().data;
  const decisions = new Set(useQuery(decisionsQuery).data?.items.map(({ task }) => task.id));
  const others = query.data?.items.filter(({ id }) => !decisions.has(id));
  const empty = others?.length === 0;
  if (empty && (bare || (counts?.todo ?? 0) > 0)) return null;
  const claimable = counts?.claimable ?? 0;
  return (
    <Block
      title={t('today.mine.title')}
      hint={counts && counts.todo > 0 && (counts.todo >= 100 ? '99+' : counts.todo)}
      link={
        <Link to="/work" className="link">
          {t('today.mine.all')}
        </Link>
      }
      query={{ ...query, data: others }}
    >
      {(items) =>
        items.length === 0 ? (
          <Empty
            icon={Inbox}
            title={t('today.mine.none')}
            hint={claimable > 0 ? t('today.mine.noneHint', { count: claimable }) : t('today.mine.noneLeft')}
          >
            {claimable > 0 && (
              <Link to="/work" search={{ view: 'claimable' }}>
                <Button tabIndex={-1}>{t('today.mine.claim')}</Button>
              </Link>
            )}
          </Empty>
        ) : (
          <ul className="day-rows">
            {items.map((item) => (
              <li key={item.id}>
                <Link to="/work" search={{ task: item.id }}>
                  <Tag>{named(item, language)}</Tag>
                  <span className="cut">
                    <bdi>{item.title ?? item.businessKey ?? named(item.process, language)}</bdi>
                  </span>
                  <span className="spacer" />
                  {item.paused ? (
                    <PausedMark />
                  ) : (
                    item.due !== null && <DueMark due={item.due} since={item.createdAt} />
                  )}
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </Block>
  );
}
