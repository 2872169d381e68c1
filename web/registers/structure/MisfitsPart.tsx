// Records that do not fit the structure as it is published: what they hold stays until somebody sets it right on the record's page.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Register } from '../../../records/register.ts';
import { listed } from '../../../words/say.ts';
import { labelIn } from '../../forms/label.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Shown } from '../../parts/Shown.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { ask, misfitApi } from '../../reach/client.ts';
import { useWords } from '../../words/useWords.ts';

export function MisfitsPart({ register }: { register: Register }): ReactNode {
  const { t, language } = useWords();
  const query = useInfiniteQuery({
    queryKey: ['misfits', register.key],
    queryFn: ({ pageParam }) =>
      ask(
        misfitApi.registers[':register'].misfits.$get({
          param: { register: register.key },
          query: { limit: 50, ...(pageParam && { cursor: pageParam }) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const called = (ids: string[]): string =>
    listed(
      ids.map((id) => {
        const field = register.fields.find((one) => one.id === id);
        return field ? labelIn(field, language) : id;
      }),
      language,
    );
  return (
    <div className="structure-main structure-fit">
      <p className="quiet">{t('struct.misfitsHint')}</p>
      <Shown query={query} skeleton={<Skeleton rows={4} lines={[40]} height={44} />}>
        {({ pages }) => {
          const items = pages.flatMap(({ items }) => items);
          return items.length === 0 ? (
            <Empty icon={CircleCheck} title={t('struct.noMisfits')} />
          ) : (
            <ul className="structure-misfits">
              {items.map(({ key, store, title, fields }) => (
                <li key={`${store}/${key}`}>
                  <Link
                    className="link"
                    to="/registers/$register/records/$key"
                    params={{ register: register.key, key }}
                  >
                    <bdi>{title}</bdi>
                  </Link>{' '}
                  <small className="quiet">{key}</small>
                  <span className="spacer" />
                  <span>{called(fields)}</span>
                </li>
              ))}
            </ul>
          );
        }}
      </Shown>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('reg.more')}
        </Button>
      )}
    </div>
  );
}
