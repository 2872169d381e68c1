// Where I am signed in, and whether signing in takes a second step.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { List } from '../parts/List.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Tag } from '../parts/Tag.tsx';
import { ask, ownAccessApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { deviceOf } from './device-of.ts';
import { SecondFactor } from './SecondFactor.tsx';

export function OwnAccess(): ReactNode {
  const { t } = useWords();
  const { momentOfReal } = useTime();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => ask(ownAccessApi.auth.sessions.$get()) });
  const [changing, setChanging] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ['sessions'] });
  const end = useMutation({
    mutationFn: (id: string) => ask(ownAccessApi.auth.sessions[':id'].$delete({ param: { id } })),
    onSuccess: refresh,
  });
  return (
    <Shown query={query}>
      {({ items, secondFactor }) => (
        <section className="own-access">
          <h2>
            {t('access.second')}
            <Button size="small" onClick={() => setChanging(true)}>
              {t(secondFactor ? 'access.off' : 'access.on')}
            </Button>
          </h2>
          <p className="quiet">{t(secondFactor ? 'access.isOn' : 'access.isOff')}</p>
          <h2>{t('access.sessions')}</h2>
          {end.isError && <Failed error={end.error} />}
          <List
            rows={{ ...query, data: items }}
            idOf={({ id }) => id}
            empty={null}
            columns={[
              {
                id: 'device',
                head: t('access.device'),
                cell: ({ agent }) => <strong>{deviceOf(agent) ?? t('access.unknown')}</strong>,
              },
              {
                id: 'since',
                head: t('access.since'),
                className: 'quiet',
                cell: ({ since }) => momentOfReal(since),
              },
              {
                id: 'address',
                head: t('access.address'),
                gives: 2,
                className: 'quiet',
                cell: ({ address }) => address,
              },
              {
                id: 'verbs',
                head: t('access.end'),
                unseen: true,
                className: 'is-end is-verbs',
                cell: ({ id, current }) =>
                  current ? (
                    <Tag tone="line">{t('access.here')}</Tag>
                  ) : (
                    <Button size="small" danger onClick={() => end.mutate(id)}>
                      {t('access.end')}
                    </Button>
                  ),
              },
            ]}
          />
          {changing && (
            <SecondFactor
              on={secondFactor}
              onClose={() => {
                setChanging(false);
                void refresh();
              }}
            />
          )}
        </section>
      )}
    </Shown>
  );
}
