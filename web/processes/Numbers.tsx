// Five numbers of today, each with one sentence.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ask, processApi } from '../reach/client.ts';
import { counted } from '../values/counted.ts';
import { useWords } from '../words/useWords.ts';

export function Numbers(): ReactNode {
  const { t } = useWords();
  const query = useQuery({
    queryKey: ['overview'],
    queryFn: () => ask(processApi.overview.$get()),
    placeholderData: (before) => before,
  });
  const data = query.data;
  const whole = (n: number | undefined): string => (n === undefined ? '–' : counted(n));
  const onTime = data?.onTime === null || data?.onTime === undefined ? '–' : `${(data.onTime * 100).toFixed(1)}%`;
  return (
    <section className="numbers" aria-label={t('numbers.title')}>
      <Link to="/cases" search={{}}>
        <span>{t('numbers.running')}</span>
        <strong>{whole(data?.running)}</strong>
        <small>{t('numbers.runningHint')}</small>
      </Link>
      <Link to="/cases" search={{ show: 'ended' }}>
        <span>{t('numbers.ended')}</span>
        <strong>{whole(data?.endedToday)}</strong>
        <small>{t('numbers.endedHint')}</small>
      </Link>
      <div>
        <span>{t('numbers.onTime')}</span>
        <strong>{onTime}</strong>
        <small>{t(data?.onTime === null ? 'numbers.onTimeNone' : 'numbers.onTimeHint')}</small>
      </div>
      <Link to="/cases" search={{ show: 'overdue' }} className={data?.overdue ? 'is-amber' : ''}>
        <span>{t('numbers.overdue')}</span>
        <strong>{whole(data?.overdue)}</strong>
        <small>{t(data?.overdue ? 'numbers.overdueHint' : 'numbers.overdueNone')}</small>
      </Link>
      <Link to="/cases" search={{ show: 'stuck' }} className={data?.stuck ? 'is-red' : ''}>
        <span>{t('numbers.stuck')}</span>
        <strong>{whole(data?.stuck)}</strong>
        <small>{t(data?.stuck ? 'numbers.stuckHint' : 'numbers.stuckNone')}</small>
      </Link>
    </section>
  );
}
