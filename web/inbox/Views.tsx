// The five views with how many wait in each.
import type { ReactNode } from 'react';
import { Tabs } from '../parts/Tabs.tsx';
import { useWords } from '../words/useWords.ts';
import { VIEWS, type View } from './inbox-search.ts';
import { useCounts } from './useCounts.ts';

export function Views({ view, onView }: { view: View; onView: (view: View) => void }): ReactNode {
  const { t } = useWords();
  const counts = useCounts().data;
  const many = (one: View): string => {
    const count = one === 'started' || one === 'done' ? undefined : counts?.[one];
    if (one === 'copies' && count === 0) return '';
    return count === undefined ? '' : count >= 100 ? '99+' : String(count);
  };
  return (
    <Tabs
      label={t('inbox.views')}
      at={view}
      tabs={VIEWS.map((value) => ({ value, label: t(`inbox.view.${value}`), count: many(value) }))}
      onTab={onView}
    />
  );
}
