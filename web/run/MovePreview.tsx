// What a move would do, told before it is done.

import type { ReactNode } from 'react';
import { listed } from '../../words/say.ts';
import { named, useWords } from '../words/useWords.ts';

type Place = { element: string; name: string; texts: Parameters<typeof named>[0]['texts'] };
type Props = {
  would: { withdrawn: Place[]; opened: Place[]; at: Place[]; ends: boolean };
  /** Names of data that is corrected with it. */
  changes: string[];
  stale: boolean;
};

export function MovePreview({ would, changes, stale }: Props): ReactNode {
  const { t, language } = useWords();
  const list = (words: string[]): string => listed(words, language);
  const names = (places: Place[]): string => {
    const counts = new Map<string, number>();
    for (const place of places) {
      const name = named(place, language);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return list([...counts].map(([name, count]) => (count > 1 ? `${name} ×${count}` : name)));
  };
  const rows: [string, string][] = [
    [t('case.moveWithdraws'), names(would.withdrawn)],
    [t('case.moveOpens'), names(would.opened)],
    [t('case.moveThen'), would.ends ? t('case.moveEnds') : names(would.at)],
    [t('case.moveChanges'), list(changes)],
  ];
  return (
    <dl className="move-preview" aria-live="polite" data-stale={stale || undefined}>
      {rows.map(
        ([word, said]) =>
          said && (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{said}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
