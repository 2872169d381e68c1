// Open orders by state, as one bar and its parts.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import { useTime } from '../time/ShopTime.tsx';
import { counted } from '../values/counted.ts';
import { useWords } from '../words/useWords.ts';
import { Block } from './Block.tsx';
import { inState, pastPromise } from './order-lists.ts';
import { ordersQuery } from './queries.ts';

export function OpenOrders(): ReactNode {
  const { t, language } = useWords();
  const { now } = useTime();
  const query = useQuery(ordersQuery);
  if (query.data && query.data.register === null) return null;
  const register = query.data?.register ?? '';
  const sum = (query.data?.stages ?? []).reduce((all, { count }) => all + count, 0);
  return (
    <Block
      title={t('today.orders.title')}
      hint={sum > 0 && t('today.orders.count', { count: counted(sum) })}
      link={
        register && (
          <Link to="/registers/$register" params={{ register }} className="link">
            {t('today.orders.all')}
          </Link>
        )
      }
      query={query}
    >
      {({ stages, field, late }) => {
        const some = stages.filter(({ count }) => count > 0);
        if (some.length === 0)
          return (
            <p className="day-fine">
              <CircleCheck size={14} strokeWidth={1.75} aria-hidden="true" /> {t('today.orders.none')}
            </p>
          );
        const nameOf = (value: string): string => {
          const option = field?.type === 'choice' ? field.options.find((one) => one.value === value) : undefined;
          return option ? wordsIn(option.label, language) : value;
        };
        return (
          <>
            <div className="stages-bar" aria-hidden="true">
              {some.map(({ value, count }, at) => (
                <i key={value} className={`is-part${at % 5}`} style={{ flexGrow: count }} />
              ))}
            </div>
            <ul className="stages">
              {some.map(({ value, count }, at) => (
                <li key={value}>
                  <i className={`is-part${at % 5}`} aria-hidden="true" />
                  <Link
                    to="/registers/$register"
                    params={{ register }}
                    search={{ where: inState(value) }}
                    className="cut"
                  >
                    {nameOf(value)}
                  </Link>
                  <b>{counted(count)}</b>
                </li>
              ))}
            </ul>
            {late !== null && late > 0 && (
              <Link
                to="/registers/$register"
                params={{ register }}
                search={{ where: pastPromise(now) }}
                className="stages-late"
              >
                <CircleAlert size={14} strokeWidth={2} aria-hidden="true" />{' '}
                {t('today.orders.late', { count: counted(late) })}
              </Link>
            )}
          </>
        );
      }}
    </Block>
  );
}
