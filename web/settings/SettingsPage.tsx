// 设置: the shop's clock and what it has bound to the world outside; for administrators also keys, secrets and who changed what.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'antd';
import type { ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Tabs } from '../parts/Tabs.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { settingsQuery } from '../processes/queries.ts';
import { ask, settingApi } from '../reach/client.ts';
import { useMe } from '../session/useMe.ts';
import { Where } from '../shell/Where.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { Audit } from './Audit.tsx';
import { Capabilities } from './Capabilities.tsx';
import { Channels } from './Channels.tsx';
import { Keys } from './Keys.tsx';
import { Outside } from './Outside.tsx';
import { Stores } from './Stores.tsx';
import { FOR_ADMINS, SETTINGS_PARTS, type SettingsSearch } from './settings-search.ts';
import { WorkingHours } from './WorkingHours.tsx';
import './settings.css';

export function SettingsPage(): ReactNode {
  const { t } = useWords();
  const me = useMe();
  const [{ part: wanted }, go] = useAddress<SettingsSearch>();
  const parts = SETTINGS_PARTS.filter((one) => me.level === 'admin' || !FOR_ADMINS.has(one));
  const part = wanted && parts.includes(wanted) ? wanted : 'shop';
  return (
    <div className="page is-flush">
      <Where>
        <h1 className="top-title">{t('rail.settings')}</h1>
      </Where>
      <Tabs
        label={t('rail.settings')}
        at={part}
        tabs={parts.map((value) => ({ value, label: t(`settings.part.${value}`) }))}
        onTab={(next) => go({ part: next === 'shop' ? undefined : next })}
      />
      <div className="settings">
        {part === 'shop' && <ShopClock />}
        {part === 'shop' && me.level === 'admin' && <Access />}
        {part === 'shop' && <WorkingHours />}
        {part === 'shop' && <Stores />}
        {part === 'notices' && <Channels />}
        {part === 'outside' && <Capabilities />}
        {part === 'outside' && me.level === 'admin' && <Outside />}
        {part === 'keys' && <Keys />}
        {part === 'audit' && <Audit />}
      </div>
    </div>
  );
}

function ShopClock(): ReactNode {
  const { t } = useWords();
  const { fullNow } = useTime();
  const query = useQuery(settingsQuery);
  return (
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
