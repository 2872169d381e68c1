// To whom each thing that a process asks of the outside goes in this shop: people, an address, in a demo the sandbox.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { List } from '../parts/List.tsx';
import { Tag } from '../parts/Tag.tsx';
import { rolesQuery } from '../processes/queries.ts';
import { useMe } from '../session/useMe.ts';
import { named, useWords } from '../words/useWords.ts';
import { BindCapability } from './BindCapability.tsx';
import { type Capability, capabilitiesQuery } from './connections.ts';

export function Capabilities(): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const query = useQuery(capabilitiesQuery);
  const { data: roles } = useQuery(rolesQuery);
  const [changing, setChanging] = useState<Capability>();
  const goesTo = ({ binding, role, hours }: Capability): string => {
    if (binding.to === 'sandbox') return t('capabilities.to.sandbox');
    if (binding.to === 'worker') return `${t('capabilities.to.worker')} · ${binding.topic}`;
    if (binding.to === 'http') return `${binding.method} ${binding.url}`;
    const found = roles?.items.find(({ id }) => id === (binding.role ?? role));
    const who = found ? named(found, language) : (binding.role ?? role);
    return `${t('capabilities.to.people')} · ${who} · ${t('capabilities.within', { hours })}`;
  };
  return (
    <section>
      <h2>{t('capabilities.title')}</h2>
      <p className="quiet">{t('capabilities.hint')}</p>
      <List
        rows={{ ...query, data: query.data?.items }}
        idOf={({ id }) => id}
        empty={null}
        columns={[
          {
            id: 'what',
            head: t('capabilities.what'),
            cell: (one) => <span title={one.id}>{one.name[language]}</span>,
          },
          {
            id: 'who',
            head: t('capabilities.who'),
            className: 'quiet',
            cell: (one) => (
              <span className="cut">
                {goesTo(one)} {!one.chosen && <Tag tone="line">{t('capabilities.default')}</Tag>}
              </span>
            ),
          },
          {
            id: 'verbs',
            head: t('capabilities.change'),
            unseen: true,
            className: 'is-end is-verbs',
            cell: (one) =>
              me.level === 'admin' && (
                <Button size="small" onClick={() => setChanging(one)}>
                  {t('capabilities.change')}
                </Button>
              ),
          },
        ]}
      />
      {changing && (
        <BindCapability
          capability={changing}
          sandbox={query.data?.sandbox ?? false}
          onClose={() => setChanging(undefined)}
        />
      )}
    </section>
  );
}
