// The four views with how many wait in each.
import type { ReactNode } from 'react';
import { useWords } from '../words/useWords.ts';
import { VIEWS, type View } from './inbox-search.ts';
import { useCounts } from './useCounts.ts';

export function Views({ view, onView }: { view: View; onView: (view: View) => void }): ReactNode {
  const { t } = useWords();
  const counts = useCounts().data;
  const many = (one: View): string => {
    const count = one === 'todo' ? counts?.todo : one === 'claimable' ? counts?.claimable : undefined;
    return count === undefined ? '' : count >= 100 ? '99+' : String(count);
  };
  return (
    <nav className="tabs" aria-label={t('inbox.views')}>
      {VIEWS.map((one) => (
        <button
          key={one}
          type="button"
          className={one === view ? 'is-here' : ''}
          aria-current={one === view ? 'page' : undefined}
          onClick={() => onView(one)}
        >
          {t(`inbox.view.${one}`)} <small>{many(one)}</small>
        </button>
      ))}
    </nav>
  );
}
