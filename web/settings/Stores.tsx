// Which stores there are, and the way to what each holds.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Store } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { List } from '../parts/List.tsx';
import { storesQuery } from '../processes/queries.ts';
import { useWords } from '../words/useWords.ts';

export function Stores(): ReactNode {
  const { t } = useWords();
  const query = useQuery(storesQuery);
  return (
    <section>
      <h2>{t('stores.title')}</h2>
      <p className="quiet">{t('stores.hint')}</p>
      <List
        rows={query}
        idOf={({ store }) => store}
        empty={<Empty icon={Store} title={t('stores.none')} hint={t('stores.noneHint')} />}
        columns={[
          { id: 'name', head: t('stores.store'), cell: ({ store }) => <bdi>{store}</bdi> },
          {
            id: 'has',
            head: t('stores.has'),
            cell: ({ store, records, cases, parameters }) => (
              <span className="store-has">
                {records && (
                  <Link to="/registers" className="link">
                    {t('rail.registers')}
                  </Link>
                )}
                {cases && (
                  <Link to="/cases" search={{ store, show: 'all' }} className="link">
                    {t('rail.run')}
                  </Link>
                )}
                {parameters && (
                  <Link to="/parameters" className="link">
                    {t('param.title')}
                  </Link>
                )}
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}
