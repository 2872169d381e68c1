// Who changed what, newest first.
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { More } from '../parts/More.tsx';
import { Shown } from '../parts/Shown.tsx';
import { ask, auditApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { actionWords } from './action-words.ts';

export function Audit(): ReactNode {
  const { t, language } = useWords();
  const { moment } = useTime();
  const query = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) =>
      ask(auditApi.audit.$get({ query: { limit: 30, ...(pageParam && { cursor: pageParam }) } })),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <section>
      <h2>{t('audit.title')}</h2>
      <Shown query={{ ...query, data: items }}>
        {(rows) => (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('audit.when')}</th>
                <th scope="col">{t('audit.who')}</th>
                <th scope="col">{t('audit.what')}</th>
                <th scope="col" className="opt-1">
                  {t('audit.object')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td className="is-number quiet">{moment(Date.parse(row.at))}</td>
                  <td>{row.by?.name ?? '–'}</td>
                  <td>{actionWords(row.action, language)}</td>
                  <td className="opt-1 quiet">
                    <span className="cut mono">{row.object}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Shown>
      <More query={query} />
    </section>
  );
}
