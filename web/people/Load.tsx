// How much somebody holds, beside whoever holds most; what is late of it comes first.
import type { ReactNode } from 'react';
import { useWords } from '../words/useWords.ts';

type Props = { open: number; overdue: number; most: number };

export function Load({ open, overdue, most }: Props): ReactNode {
  const { t } = useWords();
  const share = (count: number): string => `${(count / Math.max(1, most)) * 100}%`;
  return (
    <span className="load">
      <span className="load-bar" aria-hidden="true">
        {overdue > 0 && <i className="is-late" style={{ width: share(overdue) }} />}
        {open > overdue && <i style={{ width: share(open - overdue) }} />}
      </span>
      <span className="is-number">{open}</span>
      {overdue > 0 && <small className="is-red">{t('team.late', { count: overdue })}</small>}
    </span>
  );
}
