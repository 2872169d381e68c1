// 我 › 通知: what I want to hear of, where and when, and where I am reached.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Select, Switch } from 'antd';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ChannelId, KindId } from '../../notices/kinds.ts';
import { type Wishes, wants } from '../../notices/wishes.ts';
import { listed } from '../../words/say.ts';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { ask, myNoticeApi } from '../reach/client.ts';
import type { MyNotices } from '../reach/shapes.ts';
import { useMe } from '../session/useMe.ts';
import { Where } from '../shell/Where.tsx';
import { useWords } from '../words/useWords.ts';
import { Devices } from './Devices.tsx';
import { KindGrid } from './KindGrid.tsx';
import { myNoticesQuery } from './my-notices.ts';
import { useKept } from './useKept.ts';
import './bell.css';

export function MyNoticesPage(): ReactNode {
  const { t } = useWords();
  const query = useQuery(myNoticesQuery);
  return (
    <div className="page me my-notices">
      <Where>
        <nav className="crumbs" aria-label={t('crumbs')}>
          <Link to="/me">{t('rail.me')}</Link>
          <ChevronRight size={14} aria-hidden="true" />
          <h1 className="top-title">{t('reach.mine')}</h1>
        </nav>
      </Where>
      <p className="quiet">{t('reach.mineHint')}</p>
      <Shown query={query}>{(mine) => <Mine mine={mine} />}</Shown>
    </div>
  );
}

/** As the server takes it: of a channel that is told at once nothing is said. */
type Outward = keyof NonNullable<Wishes['daily']>;
const DAILY = '09:00';
const NIGHT = { from: '22:00', to: '08:00' };

function Mine({ mine }: { mine: MyNotices }): ReactNode {
  const { t, language } = useWords();
  const me = useMe();
  const { kinds, channels, shop } = mine;
  const {
    value: wishes,
    change,
    error,
  } = useKept('wishes', mine.wishes, (json: Wishes) => ask(myNoticeApi.me.notices.$put({ json })));
  const outward = channels.map(({ id }) => id).filter((id): id is Outward => id !== 'bell');
  const tick = (kind: KindId, channel: ChannelId, on: boolean) =>
    change({ ...wishes, wanted: { ...wishes.wanted, [kind]: { ...wishes.wanted?.[kind], [channel]: on } } });
  const daily = (channel: Outward, time: string | undefined) => {
    const { [channel]: _, ...others } = wishes.daily ?? {};
    change({ ...wishes, daily: { ...others, ...(time && { [channel]: time }) } });
  };
  return (
    <>
      {error !== null && <Failed error={error} />}
      <KindGrid
        label={t('reach.mine')}
        kinds={kinds}
        channels={channels.map(({ id }) => id)}
        has={(kind, channel) => wants(wishes, shop, kind, channel)}
        onChange={tick}
      />
      {outward.length === 0 ? (
        <p className="quiet">
          {t('reach.noChannels')}
          {me.level === 'admin' && (
            <>
              {' '}
              <Link to="/settings" search={{ part: 'notices' }} className="link">
                {t('reach.noChannelsAdmin')}
              </Link>
            </>
          )}
        </p>
      ) : (
        <>
          <h2>{t('reach.where')}</h2>
          {channels.map(({ id, name, address }) =>
            id === 'bell' || !name ? null : (
              <div key={id} className="reach-row">
                <div>
                  <strong>{name[language]}</strong>
                  {address && (
                    <Address
                      channel={id as NamedChannel}
                      label={address.label[language]}
                      hint={address.hint[language]}
                      value={address.value}
                    />
                  )}
                  {id === 'push' && <Devices mine={mine} />}
                </div>
                <When time={wishes.daily?.[id]} onTime={(time) => daily(id, time)} label={name[language]} />
              </div>
            ),
          )}
          <h2>{t('reach.quiet')}</h2>
          <div className="reach-row">
            <div>
              <Switch
                size="small"
                aria-label={t('reach.quiet')}
                checked={Boolean(wishes.quiet)}
                onChange={(on) => change({ ...wishes, quiet: on ? NIGHT : null })}
              />
              <p className="quiet">
                {t('reach.quietHint')}
                {shop.urgent.length > 0 &&
                  ` ${t('reach.quietUrgent', {
                    kinds: listed(
                      shop.urgent.map((kind) => t(`reach.kind.${kind}`)),
                      language,
                    ),
                  })}`}
              </p>
            </div>
            {wishes.quiet && (
              <span className="reach-when">
                {(['from', 'to'] as const).map((end) => (
                  <Time
                    key={end}
                    label={t(`reach.${end}`)}
                    before={t(`reach.${end}`)}
                    value={wishes.quiet?.[end] ?? NIGHT[end]}
                    onValue={(time) => change({ ...wishes, quiet: { ...NIGHT, ...wishes.quiet, [end]: time } })}
                  />
                ))}
              </span>
            )}
          </div>
        </>
      )}
    </>
  );
}

type NamedChannel = 'mail' | 'dingtalk' | 'feishu' | 'wecom';
type AddressProps = { channel: NamedChannel; label: string; hint: string; value: string | null };
function Address({ channel, label, hint, value }: AddressProps): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(value ?? '');
  const save = useMutation({
    mutationFn: () =>
      ask(myNoticeApi.me.addresses[':channel'].$put({ param: { channel }, json: { value: typed.trim() || null } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: myNoticesQuery.queryKey }),
  });
  const changed = typed.trim() !== (value ?? '');
  return (
    <form
      className="reach-address"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Input
        aria-label={label}
        title={label}
        placeholder={`${label} · ${hint}`}
        value={typed}
        maxLength={260}
        onChange={({ target }) => setTyped(target.value)}
      />
      {changed && (
        <Button htmlType="submit" loading={save.isPending}>
          {t('save')}
        </Button>
      )}
      {!changed && value === null && <span className="quiet">{t('reach.noAddress')}</span>}
      {save.isError && <Failed error={save.error} />}
    </form>
  );
}

type WhenProps = { time: string | undefined; onTime: (time: string | undefined) => void; label: string };
function When({ time, onTime, label }: WhenProps): ReactNode {
  const { t } = useWords();
  return (
    <span className="reach-when">
      <Select
        aria-label={`${label} · ${t('reach.daily')}`}
        value={time === undefined ? 'now' : 'daily'}
        options={[
          { value: 'now', label: t('reach.atOnce') },
          { value: 'daily', label: t('reach.onceADay') },
        ]}
        onChange={(way) => onTime(way === 'daily' ? DAILY : undefined)}
      />
      {time !== undefined && <Time label={`${label} · ${t('reach.onceADay')}`} value={time} onValue={onTime} />}
    </span>
  );
}

type TimeProps = { label: string; before?: string; value: string; onValue: (time: string) => void };
/** Told when it is left, so that no half-typed time goes out. */
function Time({ label, before, value, onValue }: TimeProps): ReactNode {
  const [typed, setTyped] = useState(value);
  return (
    <Input
      type="time"
      aria-label={label}
      prefix={before && <span className="quiet">{before}</span>}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={() => (/^\d\d:\d\d$/.test(typed) ? typed !== value && onValue(typed) : setTyped(value))}
    />
  );
}
