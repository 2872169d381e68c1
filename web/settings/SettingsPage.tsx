// 设置: the shop's clock and what it has bound to the world outside; for administrators also keys, secrets and who changed what.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Shown } from '../parts/Shown.tsx';
import { settingsQuery } from '../processes/queries.ts';
import { useMe } from '../session/useMe.ts';
import { Where } from '../shell/Where.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { Audit } from './Audit.tsx';
import { Capabilities } from './Capabilities.tsx';
import { Keys } from './Keys.tsx';
import { Outside } from './Outside.tsx';
import './settings.css';

export function SettingsPage(): ReactNode {
  const { t } = useWords();
  const { fullNow } = useTime();
  const me = useMe();
  const query = useQuery(settingsQuery);
  return (
    <div className="page settings">
      <Where>
        <h1 className="top-title">{t('rail.settings')}</h1>
      </Where>
      <section>
        <h2>{t('settings.clock')}</h2>
        <Shown query={query}>
          {({ clock, zone }) => (
            <dl className="facts">
              <div>
                <dt>{t('settings.now')}</dt>
                <dd className="is-number">{fullNow}</dd>
              </div>
              <div>
                <dt>{t('settings.rate')}</dt>
                <dd>{clock.rate === 1 ? t('settings.real') : t('settings.fast', { rate: clock.rate })}</dd>
              </div>
              <div>
                <dt>{t('settings.zone')}</dt>
                <dd>UTC{zone}</dd>
              </div>
            </dl>
          )}
        </Shown>
      </section>
      <Capabilities />
      {me.level === 'admin' && <Outside />}
      {me.level === 'admin' && <Keys />}
      {me.level === 'admin' && <Audit />}
    </div>
  );
}
