// The most urgent of what I hold, apart from what waits for a decision above; where I hold nothing, what I may take.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCounts } from '../inbox/useCounts.ts';
import { ClockMark, hasClock } from '../parts/ClockMark.tsx';
import { PausedMark } from '../parts/Paused.tsx';
import { Tag } from '../parts/Tag.tsx';
import { named, useWords } from '../words/useWords.ts';
import { Block } from './Block.tsx';
import { decisionsQuery, mineQuery } from './queries.ts';

/** `bare`: where I hold nothing, nothing is shown. */
export function MyWork({ bare = false }: { bare?: boolean }): ReactNode {
  const { t, language } = useWords();
  const counts = useCounts().data;
  const free = counts?.todo === 0 && counts.claimable > 0;
  const view = free ? 'claimable' : 'todo';
  const query = useQuery(mineQuery(view));
  const decisions = new Set(useQuery(decisionsQuery).data?.items.map(({ task }) => task.id));
  const others = query.data?.items.filter(({ id }) => !decisions.has(id));
  const many = counts?.[view] ?? 0;
  // All of it stands above.
  if (others?.length === 0 && many > 0) return null;
  if (bare && (free || !others?.length)) return null;
  return (
    <Block
      title={t(free ? 'today.claimable' : 'today.mine.title')}
      hint={many > 0 && (many >= 100 ? '99+' : many)}
      link={
        <Link to="/work" search={{ view }} className="link">
          {t(free ? 'today.mine.claim' : 'today.mine.all')}
        </Link>
      }
      query={{ ...query, data: others }}
    >
      {(items) =>
        items.length === 0 ? (
          <p className="day-fine">
            <CircleCheck size={14} strokeWidth={1.75} aria-hidden="true" /> {t('today.mine.none')}
          </p>
        ) : (
          <ul className="day-rows">
            {items.map((item) => (
              <li key={item.id}>
                <Link to="/work" search={{ view, task: item.id }}>
                  <Tag>{named(item, language)}</Tag>
                  <span className="cut">
                    <bdi>{item.title ?? item.businessKey ?? named(item.process, language)}</bdi>
                  </span>
                  <span className="spacer" />
                  {item.paused ? <PausedMark /> : hasClock(item) && <ClockMark of={item} />}
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </Block>
  );
}
