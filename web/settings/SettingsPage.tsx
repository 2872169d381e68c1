// 设置: the shop's clock and what it has bound to the world outside; for administrators also keys, secrets and who changed what.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'antd';
import type { ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { settingsQuery } from '../processes/queries.ts';
import { ask, settingApi } from '../reach/client.ts';
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
      {me.level === 'admin' && <Access />}
      <Capabilities />
      {me.level === 'admin' && <Outside />}
      {me.level === 'admin' && <Keys />}
      {me.level === 'admin' && <Audit />}
    </div>
  );
}

/** Of whom the shop asks a second step. */
function Access(): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const { data } = useQuery(settingsQuery);
  const save = useMutation({
    mutationFn: (on: boolean) => ask(settingApi.settings.$patch({ json: { secondFactor: on ? 'managers' : 'free' } })),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <section>
      <h2>{t('access.open')}</h2>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is among the children */}
      <label className="settings-switch">
        <Switch
          size="small"
          checked={data?.secondFactor === 'managers'}
          loading={!data || save.isPending}
          onChange={(on) => save.mutate(on)}
        />
        {t('access.required')}
      </label>
      {save.isError && <Failed error={save.error} />}
    </section>
  );
}
