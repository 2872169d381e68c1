// 设置 › 通知: by which channels people are told outside the app, what is urgent, and what could not be delivered.
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import type { ChannelId, KindId } from '../../notices/kinds.ts';
import { wants } from '../../notices/wishes.ts';
import { KindGrid } from '../bell/KindGrid.tsx';
import { useKept } from '../bell/useKept.ts';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Tag } from '../parts/Tag.tsx';
import { ask, channelApi } from '../reach/client.ts';
import type { ChannelItem, Reach } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { SetUpChannel } from './SetUpChannel.tsx';
import { Undelivered } from './Undelivered.tsx';
import '../bell/bell.css';

const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: () => ask(channelApi.channels.$get()),
});

export function Channels(): ReactNode {
  const query = useQuery(channelsQuery);
  return (
    <Shown query={query}>
      {({ items, reach, kinds }) => (
        <>
          <Said reach={reach} items={items} kinds={kinds} />
          <Undelivered />
        </>
      )}
    </Shown>
  );
}

type Saying = { reach: Reach; onReach: (next: Reach) => void };
function Said({ reach, items, kinds }: { reach: Reach; items: ChannelItem[]; kinds: KindId[] }): ReactNode {
  const { value, change, error } = useKept('reach', reach, (json: Reach) => ask(channelApi.reach.$put({ json })));
  return (
    <>
      {error !== null && <Failed error={error} />}
      <Address reach={value} onReach={change} />
      <List items={items} />
      <Rules
        reach={value}
        onReach={change}
        kinds={kinds}
        channels={['bell', ...items.flatMap(({ id, on }) => (on ? [id] : []))]}
      />
    </>
  );
}

function Address({ reach, onReach }: Saying): ReactNode {
  const { t } = useWords();
  const [typed, setTyped] = useState(reach.address);
  return (
    <section>
      <h2>{t('reach.shop.address')}</h2>
      <p className="quiet">{t('reach.shop.addressHint')}</p>
      <form
        className="reach-address"
        onSubmit={(event) => {
          event.preventDefault();
          onReach({ ...reach, address: typed });
        }}
      >
        <Input
          aria-label={t('reach.shop.address')}
          placeholder="https://shop.example.com"
          value={typed}
          maxLength={300}
          onChange={({ target }) => setTyped(target.value)}
        />
        {typed !== reach.address && (
          <Button key="save" htmlType="submit">
            {t('save')}
          </Button>
        )}
        {typed === '' && reach.address === '' && (
          <Button key="this" onClick={() => setTyped(location.origin)}>
            {t('reach.shop.useThis')}
          </Button>
        )}
      </form>
    </section>
  );
}

function List({ items }: { items: ChannelItem[] }): ReactNode {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const [at, setAt] = useState<ChannelItem['id']>();
  const test = useMutation({
    mutationFn: (id: ChannelItem['id']) => ask(channelApi.channels[':id'].test.$post({ param: { id } })),
    onSuccess: ({ ok }) => {
      if (ok) void message.success(t('reach.shop.tested'));
    },
  });
  const chosen = items.find(({ id }) => id === at);
  return (
    <section>
      <h2>{t('reach.title')}</h2>
      {items.map((item) => {
        const { id, name, hint, on, waiting, dead } = item;
        return (
          <div key={id} className="reach-row">
            <div>
              <strong>{name[language]}</strong>{' '}
              <Tag tone={on ? 'green' : 'line'}>{t(on ? 'reach.shop.on' : 'reach.shop.off')}</Tag>
              <p className="quiet">
                {hint[language]}
                {waiting > 0 && ` · ${t('reach.shop.waiting', { count: waiting })}`}
                {dead > 0 && ` · ${t('reach.shop.dead', { count: dead })}`}
              </p>
              {test.variables === id && test.data?.ok === false && (
                <p className="tried is-bad" role="alert">
                  <strong>{test.data.text}</strong>
                </p>
              )}
              {test.variables === id && test.isError && <Failed error={test.error} />}
            </div>
            <span className="reach-when">
              <Button
                loading={test.isPending && test.variables === id}
                aria-label={`${name[language]} · ${t('reach.shop.test')}`}
                onClick={() => test.mutate(id)}
              >
                {t('reach.shop.test')}
              </Button>
              <Button aria-label={`${name[language]} · ${t('reach.shop.setUp')}`} onClick={() => setAt(id)}>
                {t('reach.shop.setUp')}
              </Button>
            </span>
          </div>
        );
      })}
      {chosen && <SetUpChannel channel={chosen} onClose={() => setAt(undefined)} />}
    </section>
  );
}

function Rules({ reach, onReach, kinds, channels }: Saying & { kinds: KindId[]; channels: ChannelId[] }): ReactNode {
  const { t } = useWords();
  const tick = (kind: KindId, channel: ChannelId, on: boolean) =>
    onReach({ ...reach, wanted: { ...reach.wanted, [kind]: { ...reach.wanted[kind], [channel]: on } } });
  return (
    <section>
      <h2>{t('reach.shop.defaults')}</h2>
      <KindGrid
        label={t('reach.shop.defaults')}
        kinds={kinds}
        channels={channels}
        has={(kind, channel) => wants({}, reach, kind, channel)}
        onChange={tick}
      />
      <h2>{t('reach.shop.urgent')}</h2>
      <p className="quiet">{t('reach.shop.urgentHint')}</p>
      <Checkbox.Group
        className="reach-urgent"
        value={reach.urgent}
        options={kinds.map((value) => ({ value, label: t(`reach.kind.${value}`) }))}
        onChange={(urgent) => onReach({ ...reach, urgent })}
      />
    </section>
  );
}
