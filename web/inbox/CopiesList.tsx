// 抄送: cases that others, or the process, want me to know of; the last given first.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { List } from '../parts/List.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Tag } from '../parts/Tag.tsx';
import { usePages } from '../parts/usePages.ts';
import { ask, informingApi } from '../reach/client.ts';
import { CaseStatus } from '../run/CaseStatus.tsx';
import { standing } from '../run/case-words.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';

type Props = { unread: boolean; onUnread: (on: boolean) => void };

export function CopiesList({ unread, onUnread }: Props): ReactNode {
  const { t, language } = useWords();
  const { moment } = useTime();
  const queries = useQueryClient();
  const rows = usePages(['copies', unread], async (from) => {
    const { items, next } = await ask(
      informingApi.copies.$get({ query: { limit: 50, ...from, ...(unread && { unread: 'true' as const }) } }),
    );
    return { items: items.map((item) => ({ ...item, id: item.case.id })), next };
  });
  const read = (id: string): void =>
    void ask(informingApi.copies[':id'].read.$post({ param: { id } }))
      .then(() => {
        for (const queryKey of [['copies'], ['counts']]) void queries.invalidateQueries({ queryKey });
      })
      .catch(() => undefined);
  return (
    <>
      <div className="inbox-tools">
        <Segmented
          aria-label={t('inbox.view.copies')}
          value={unread ? 'unread' : 'all'}
          options={[
            { value: 'all', label: t('inbox.copyAll') },
            { value: 'unread', label: t('inbox.copyUnread') },
          ]}
          onChange={(which) => onUnread(which === 'unread')}
        />
      </div>
      <div className="inbox-rows">
        <List
          rows={rows}
          skeleton={<Skeleton rows={6} lines={[44, 58, 76]} />}
          empty={
            <Empty icon={Copy} title={t(unread ? 'inbox.noUnread' : 'inbox.noCopies')} hint={t('inbox.noCopiesHint')}>
              {unread && <Button onClick={() => onUnread(false)}>{t('inbox.copyAll')}</Button>}
            </Empty>
          }
        >
          {(copies) => (
            <ul>
              {copies.map(({ case: item, at, by, comment, read: isRead }) => (
                <li key={item.id} className="row">
                  <Link to="/cases/$id" params={{ id: item.id }} onClick={() => !isRead && read(item.id)}>
                    <span className="row-1">
                      <strong className="cut">
                        <bdi>{item.title ?? item.businessKey ?? named(item.process, language)}</bdi>
                      </strong>
                      {!isRead && <Tag tone="accent">{t('inbox.copyNew')}</Tag>}
                      <span className="spacer" />
                      <CaseStatus item={item} />
                    </span>
                    <span className="row-2 cut">
                      <Tag>{named(item.process, language)}</Tag> {standing(item, language)}
                    </span>
                    <span className="row-3 cut">
                      <span>
                        {by ? t('inbox.copyFrom', { who: by.name }) : t('inbox.copyFromProcess')} <b>{moment(at)}</b>
                      </span>
                      {comment && <bdi>{comment}</bdi>}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </List>
      </div>
    </>
  );
}
