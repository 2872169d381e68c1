// Messages that were given up, to be sent again once what stood in their way is put right.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { MailCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { KIND_OF } from '../../notices/kinds.ts';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { List } from '../parts/List.tsx';
import { usePages } from '../parts/usePages.ts';
import { ask, channelApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';

export function Undelivered(): ReactNode {
  const { t } = useWords();
  const { momentOfReal } = useTime();
  const queries = useQueryClient();
  const rows = usePages(['channels', 'dead'], (from) =>
    ask(channelApi.deliveries.dead.$get({ query: { limit: 50, ...from } })),
  );
  const again = useMutation({
    mutationFn: (which: { ids: number[] } | { all: true }) => ask(channelApi.deliveries.again.$post({ json: which })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['channels'] }),
  });
  return (
    <section>
      <h2>
        {t('reach.shop.deadTitle')}
        {(rows.data?.length ?? 0) > 1 && (
          <Button size="small" loading={again.isPending} onClick={() => again.mutate({ all: true })}>
            {t('reach.shop.againAll')}
          </Button>
        )}
      </h2>
      {again.isError && <Failed error={again.error} />}
      <List
        rows={rows}
        idOf={({ id }) => String(id)}
        empty={<Empty icon={MailCheck} title={t('reach.shop.deadNone')} hint={t('reach.shop.deadNoneHint')} />}
        columns={[
          {
            id: 'who',
            head: t('reach.shop.who'),
            cell: ({ person, channel }) => `${person.name} · ${t(`reach.short.${channel}`)}`,
          },
          { id: 'what', head: t('reach.what'), gives: 2, cell: ({ what }) => t(`reach.kind.${KIND_OF[what]}`) },
          {
            id: 'why',
            head: t('reach.shop.why'),
            className: 'quiet reach-why',
            cell: ({ error, attempts }) => `${error ?? ''} · ${t('reach.shop.tries', { count: attempts })}`,
          },
          {
            id: 'when',
            head: t('outside.changed'),
            gives: 1,
            className: 'quiet',
            cell: ({ at }) => momentOfReal(new Date(at).toISOString()),
          },
          {
            id: 'verbs',
            head: t('reach.shop.again'),
            unseen: true,
            className: 'is-end is-verbs',
            cell: ({ id }) => (
              <Button size="small" onClick={() => again.mutate({ ids: [id] })}>
                {t('reach.shop.again')}
              </Button>
            ),
          },
        ]}
      />
    </section>
  );
}
