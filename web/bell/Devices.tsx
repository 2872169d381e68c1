// The devices on which I am told, and whether this one is among them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { BellRing } from 'lucide-react';
import type { ReactNode } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, myNoticeApi } from '../reach/client.ts';
import type { MyNotices } from '../reach/shapes.ts';
import { deviceOf } from '../session/device-of.ts';
import { useWords } from '../words/useWords.ts';
import { myNoticesQuery } from './my-notices.ts';

/** Over plain HTTP no browser tells. */
const CAN = isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window;

/** As its push service knows it; null: this browser has not subscribed. */
const thisPlace = async (): Promise<string | null> =>
  (await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription())?.endpoint ?? null;

export function Devices({ mine: { devices, pushKey } }: { mine: MyNotices }): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: myNoticesQuery.queryKey });
  const here = useQuery({ queryKey: ['notices', 'thisDevice'], queryFn: thisPlace, enabled: CAN }).data;
  const add = useMutation({
    mutationFn: async () => {
      if ((await Notification.requestPermission()) !== 'granted' || !pushKey) return;
      const registration = await navigator.serviceWorker.ready;
      const subscribed = await registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: pushKey,
      });
      const { endpoint, keys } = subscribed.toJSON();
      const device = { endpoint: endpoint ?? '', keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' } };
      await ask(myNoticeApi.me.devices.$post({ json: { device, label: deviceOf(navigator.userAgent) ?? '—' } }));
    },
    onSettled: () => {
      void refresh();
      void queries.invalidateQueries({ queryKey: ['notices', 'thisDevice'] });
    },
  });
  const forget = useMutation({
    mutationFn: (id: string) => ask(myNoticeApi.me.devices[':id'].$delete({ param: { id } })),
    onSuccess: refresh,
  });
  const isOn = devices.some(({ place }) => place === here);
  return (
    <div className="reach-devices">
      {devices.length === 0 && <p className="quiet">{t('reach.noDevices')}</p>}
      <ul>
        {devices.map(({ id, label, place }) => (
          <li key={id}>
            <span>{label}</span>
            {place === here && <span className="quiet">{t('reach.deviceOn')}</span>}
            <button type="button" className="link" disabled={forget.isPending} onClick={() => forget.mutate(id)}>
              {t('reach.forget')}
            </button>
          </li>
        ))}
      </ul>
      {!CAN ? (
        <p className="quiet">{t('reach.deviceNone')}</p>
      ) : Notification.permission === 'denied' ? (
        <p className="quiet">{t('reach.deviceDenied')}</p>
      ) : (
        !isOn && (
          <Button size="small" loading={add.isPending} onClick={() => add.mutate()}>
            <BellRing size={14} strokeWidth={1.75} aria-hidden="true" /> {t('reach.thisDevice')}
          </Button>
        )
      )}
      {(add.isError || forget.isError) && <Failed error={add.error ?? forget.error} />}
    </div>
  );
}
