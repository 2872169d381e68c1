// Goods below their safety stock, with the verb that sees to it. Nothing is shown where the shop has no goods, or this reader not.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tag } from '../parts/Tag.tsx';
import { counted } from '../values/counted.ts';
import { useWords } from '../words/useWords.ts';
import { Block } from './Block.tsx';
import { stockQuery } from './queries.ts';

export function LowStock(): ReactNode {
  const { t } = useWords();
  const query = useQuery(stockQuery);
  if (query.data && query.data.register === null) return null;
  const register = query.data?.register ?? '';
  return (
    <Block
      title={t('today.stock.title')}
      hint={query.data && query.data.count > 0 && t('today.stock.hint', { count: counted(query.data.count) })}
      link={
        register && (
          <Link
            to="/registers/$register"
            params={{ register }}
            search={{ tab: query.data?.view ?? undefined }}
            className="link"
          >
            {t('today.stock.all')}
          </Link>
        )
      }
      query={query}
    >
      {({ items, start }) =>
        items.length === 0 ? (
          <p className="day-fine">
            <CircleCheck size={14} strokeWidth={1.75} aria-hidden="true" /> {t('today.stock.none')}
          </p>
        ) : (
          <ul className="low">
            {items.map(({ key, title, available, safety, coming, restocking }) => (
              <li key={key}>
                <span className="low-what">
                  <Link to="/registers/$register/records/$key" params={{ register, key }} className="cut">
                    <bdi>{title}</bdi>
                  </Link>
                  <small>
                    <span className={available === 0 ? 'is-red' : 'is-amber'}>
                      {t('today.stock.left')} <b>{counted(available)}</b>
                    </span>
                    <span>{t('today.stock.safety', { count: counted(safety) })}</span>
                    {coming !== null && coming > 0 && (
                      <span>{t('today.stock.coming', { count: counted(coming) })}</span>
                    )}
                  </small>
                </span>
                {restocking ? (
                  <Link to="/cases/$id" params={{ id: restocking }}>
                    <Tag tone="accent">{t('today.stock.ordered')}</Tag>
                  </Link>
                ) : (
                  start && (
                    <Link to="/start" search={{ ...start, record: `${register}/${key}` }} className="link">
                      {t('today.stock.order')}
                      <span className="unseen"> {title}</span>
                    </Link>
                  )
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Block>
  );
}
