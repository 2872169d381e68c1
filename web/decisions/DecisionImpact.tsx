// What publishing a decision reaches: who asks it, and what cases of late would have come to by the draft.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { partWords } from '../content/words-of.ts';
import { wordsIn } from '../forms/label.ts';
import { Shown } from '../parts/Shown.tsx';
import { ask, contentApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

type Props = { decision: string /** Shop time; undefined: now. */; from: number | undefined };

export function DecisionImpact({ decision: key, from }: Props): ReactNode {
  const { t, language } = useWords();
  const { stamp } = useTime();
  const query = useQuery({
    queryKey: ['content', 'decision', key, 'uses'],
    queryFn: () => ask(contentApi.content[':kind'][':key'].uses.$get({ param: { kind: 'decision', key } })),
    gcTime: 0,
  });
  return (
    <Shown query={query}>
      {({ items, regression }) => (
        <section className="decision-impact" aria-label={t('tables.impact')}>
          <h3>
            {t('tables.usedBy')} <small>{items.length}</small>
          </h3>
          <p>
            {items.length === 0
              ? t('tables.noUses')
              : items.map(({ key: process, name }) => (
                  <Link key={process} to="/processes/$key" params={{ key: process }} className="link">
                    {wordsIn(name, language)}
                  </Link>
                ))}
          </p>
          {items.length > 0 && (
            <p className="quiet">
              {from === undefined ? t('tables.atOnce') : t('tables.fromThen', { when: stamp(from) })}
            </p>
          )}
          {regression && regression.tried > 0 && (
            <>
              <h3>
                {t('tables.tried', { count: regression.tried })} <small>{regression.count}</small>
              </h3>
              {regression.count === 0 ? (
                <p>{t('tables.sameOutcomes')}</p>
              ) : (
                <ul className="content-changes">
                  {regression.changed.map((one) => (
                    <li key={`${one.case} ${one.at}`}>
                      <span>
                        <Link to="/cases/$id" params={{ id: one.case }} className="link">
                          {one.businessKey ?? one.case}
                        </Link>{' '}
                        {stamp(one.at)}
                      </span>
                      <s>{partWords(one.before, t, language)}</s>
                      <ArrowRight size={14} aria-hidden="true" />
                      <strong>{partWords(one.after, t, language)}</strong>
                    </li>
                  ))}
                </ul>
              )}
            </>
          )}
        </section>
      )}
    </Shown>
  );
}
