// Stuck work, one line a cause; what to do about it stands with the cases.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { seenWords, whyWords } from '../../words/incidents.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import { Block } from './Block.tsx';
import { stuckQuery } from './queries.ts';

const FEW = 5;

export function StuckByCause(): ReactNode {
  const { t, language } = useWords();
  const { momentWithin } = useTime();
  const query = useQuery(stuckQuery);
  // Quiet where nothing is stuck: the number above says so.
  if (query.data && query.data.items.length === 0) return null;
  return (
    <Block
      title={t('today.stuckBy.title')}
      link={
        <Link to="/cases" search={{ show: 'stuck' }} className="link">
          {t('today.stuckBy.all')}
        </Link>
      }
      query={query}
    >
      {({ items }) => (
        <ul className="causes">
          {items.slice(0, FEW).map((group) => (
            <li key={`${group.process} ${group.element} ${group.kind}`}>
              <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
              <Link to="/cases" search={{ show: 'stuck', process: group.process }}>
                <strong>{named({ name: group.processName, texts: group.processTexts }, language)}</strong>{' '}
                {t('processes.cases', { count: group.count })}
                <small>
                  {group.elementName}
                  {t('failed.colon')}
                  {seenWords(group.seen ?? group.message, language) || whyWords(group.kind, language)}{' '}
                  {t('today.stuckBy.since', { when: momentWithin(group.oldest) })}
                </small>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}
