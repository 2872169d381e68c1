// To whom each thing that a process asks of the outside goes in this shop: people, an address, in a demo the sandbox.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Shown } from '../parts/Shown.tsx';
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
  const goesTo = ({ binding, role }: Capability): string => {
    if (binding.to === 'sandbox') return t('capabilities.to.sandbox');
    if (binding.to === 'http') return `${binding.method} ${binding.url}`;
    const found = roles?.items.find(({ id }) => id === (binding.role ?? role));
    return `${t('capabilities.to.people')} · ${found ? named(found, language) : (binding.role ?? role)}`;
  };
  return (
    <section>
      <h2>{t('capabilities.title')}</h2>
      <p className="quiet">{t('capabilities.hint')}</p>
      <Shown query={query}>
        {({ items, sandbox }) => (
          <>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('capabilities.what')}</th>
                  <th scope="col">{t('capabilities.who')}</th>
                  <th scope="col">
                    <span className="unseen">{t('capabilities.change')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td title={one.id}>{one.name[language]}</td>
                    <td className="cut quiet">
                      {goesTo(one)} {!one.chosen && <Tag tone="line">{t('capabilities.default')}</Tag>}
                    </td>
                    <td className="is-end">
                      {me.level === 'admin' && (
                        <Button size="small" onClick={() => setChanging(one)}>
                          {t('capabilities.change')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {changing && (
              <BindCapability capability={changing} sandbox={sandbox} onClose={() => setChanging(undefined)} />
            )}
          </>
        )}
      </Shown>
    </section>
  );
}
