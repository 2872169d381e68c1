// What a move would do, told before it is done.
import type { ReactNode } from 'react';
import { named, useWords } from '../words/useWords.ts';

type Place = { element: string; name: string; texts: Parameters<typeof named>[0]['texts'] };
type Props = { would: { withdrawn: Place[]; opened: Place[]; at: Place[]; ends: boolean }; stale: boolean };

export function MovePreview({ would, stale }: Props): ReactNode {
  const { t, language } = useWords();
  const names = (places: Place[]): string =>
    [...new Set(places.map((place) => named(place, language)))].join(language === 'zh' ? '、' : ', ');
  const rows: [string, string][] = [
    [t('case.moveWithdraws'), names(would.withdrawn)],
    [t('case.moveOpens'), names(would.opened)],
    [t('case.moveThen'), would.ends ? t('case.moveEnds') : names(would.at)],
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
