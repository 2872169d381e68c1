// Grey bars in the place of what will come.
import type { ReactNode } from 'react';
import { useWords } from '../words/useWords.ts';

/** `lines`: widths in percent, one row of bars each. */
export function Skeleton({
  rows = 5,
  lines = [40, 62],
  height = 84,
}: {
  rows?: number;
  lines?: number[];
  height?: number;
}): ReactNode {
  const { t } = useWords();
  return (
    <div className="skeleton" role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity
        <div key={row} style={{ height }}>
          {lines.map((width, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity
            <i key={line} style={{ width: `${Math.max(16, width - ((row * 7) % 18))}%` }} />
          ))}
        </div>
      ))}
    </div>
  );
}
