// What is told where: a row a kind, a column a channel, a tick where they meet.
import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import type { ChannelId, KindId } from '../../notices/kinds.ts';
import { useWords } from '../words/useWords.ts';

type Props = {
  label: string;
  kinds: KindId[];
  channels: ChannelId[];
  has: (kind: KindId, channel: ChannelId) => boolean;
  onChange: (kind: KindId, channel: ChannelId, on: boolean) => void;
};

export function KindGrid({ label, kinds, channels, has, onChange }: Props): ReactNode {
  const { t } = useWords();
  return (
    <table className="kind-grid" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t('reach.what')}</th>
          {channels.map((channel) => (
            <th key={channel} scope="col">
              {t(`reach.short.${channel}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => (
          <tr key={kind}>
            <th scope="row">{t(`reach.kind.${kind}`)}</th>
            {channels.map((channel) => (
              <td key={channel}>
                <Checkbox
                  checked={has(kind, channel)}
                  aria-label={`${t(`reach.kind.${kind}`)} · ${t(`reach.short.${channel}`)}`}
                  onChange={({ target }) => onChange(kind, channel, target.checked)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
