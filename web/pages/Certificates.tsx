// The certificates of one person, and until when each holds; without one, my own.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Award } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Empty } from '../parts/Empty.tsx';
import { Shown } from '../parts/Shown.tsx';
import { ask, courseApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import './course.css';

export function Certificates({ person }: { person?: string | undefined }): ReactNode {
  const { t, language } = useWords();
  const { day } = useTime();
  const query = useQuery({
    queryKey: ['pages', 'certificates', person ?? ''],
    queryFn: () => ask(courseApi.certificates.$get({ query: person === undefined ? {} : { person } })),
  });
  return (
    <Shown query={query}>
      {({ items, now }) =>
        items.length === 0 ? (
          person === undefined ? (
            <Empty icon={Award} title={t('pages.course.noCertificates')} hint={t('pages.course.noCertificatesHint')} />
          ) : (
            <span className="quiet">{t('pages.course.noCertificates')}</span>
          )
        ) : (
          <ul className="certificates">
            {items.map(({ page, title, at, until, score }) => {
              const over = until !== null && until <= now;
              return (
                <li key={`${page}@${at}`}>
                  <Award size={16} strokeWidth={1.75} aria-hidden="true" className={over ? 'quiet' : 'is-green'} />
                  <span>
                    <Link to="/handbook/$key" params={{ key: page }} className="link">
                      {wordsIn(title, language)}
                    </Link>
                    <small className={over ? 'is-amber' : 'quiet'}>
                      {t('pages.course.earned', { day: day(at), score })}
                      {' · '}
                      {over
                        ? t('pages.course.over')
                        : until === null
                          ? t('pages.course.forGood')
                          : t('pages.course.until', { day: day(until) })}
                    </small>
                  </span>
                </li>
              );
            })}
          </ul>
        )
      }
    </Shown>
  );
}
