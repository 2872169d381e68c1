// The day as a line: what falls due, what has to be shipped and what begins, in the order in which it comes.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { DayPoint } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { counted } from '../values/counted.ts';
import { named, useWords } from '../words/useWords.ts';
import { Block } from './Block.tsx';
import { toShip } from './order-lists.ts';
import { lineQuery, ordersQuery } from './queries.ts';

export function DayLine(): ReactNode {
  const { t } = useWords();
  const { now, stamp } = useTime();
  const query = useQuery(lineQuery);
  // A day that brings nothing more has no line.
  if (query.data && query.data.items.length === 0) return null;
  return (
    <Block
      title={t('today.line.title')}
      hint={query.data && t('today.line.hint', { count: counted(query.data.count), now: stamp(now) })}
      query={query}
      rows={1}
    >
      {({ items }) => (
        <ol className="ruler">
          {items.map((point, at) => (
            <li
              key={`${point.kind} ${point.at} ${point.kind === 'ship' ? '' : point.name}`}
              className={at === 0 ? 'is-next' : ''}
            >
              <Point point={point} />
            </li>
          ))}
        </ol>
      )}
    </Block>
  );
}

function Point({ point }: { point: DayPoint }): ReactNode {
  const { t, language } = useWords();
  const { stamp } = useTime();
  const manager = isManager(useMe());
  const register = useQuery(ordersQuery).data?.register;
  const time = <time dateTime={new Date(point.at).toISOString()}>{stamp(point.at)}</time>;
  if (point.kind === 'ship')
    return (
      <>
        {time}{' '}
        {register ? (
          <Link to="/registers/$register" params={{ register }} search={{ where: toShip }} className="cut">
            {t('today.line.ship')}
          </Link>
        ) : (
          <span className="cut">{t('today.line.ship')}</span>
        )}
        <small>{t('today.orders.count', { count: counted(point.count) })}</small>
      </>
    );
  if (point.kind === 'start')
    return (
      <>
        {time} <span className="cut">{named(point, language)}</span>
        <small>{t('today.line.begins')}</small>
      </>
    );
  const name = named(point, language);
  return (
    <>
      {time}{' '}
      {manager ? (
        <Link to="/cases" className="cut">
          {name}
        </Link>
      ) : (
        <Link to="/work" className="cut">
          {name}
        </Link>
      )}
      <small>{t(point.kinds > 1 ? 'today.line.dueMixed' : 'today.line.due', { count: counted(point.count) })}</small>
    </>
  );
}
