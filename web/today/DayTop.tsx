// 今天 on a phone: the top of the work. Three numbers, what waits for a decision, and one line each for what is wrong.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Package, Truck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTime } from '../time/ShopTime.tsx';
import { counted } from '../values/counted.ts';
import { useWords } from '../words/useWords.ts';
import { Decisions } from './Decisions.tsx';
import { Figures } from './Figures.tsx';
import { pastPromise } from './order-lists.ts';
import { ordersQuery, stockQuery } from './queries.ts';
import { ToRead } from './ToRead.tsx';
import './today.css';

export function DayTop(): ReactNode {
  const { t } = useWords();
  const { now } = useTime();
  const stock = useQuery(stockQuery).data;
  const orders = useQuery(ordersQuery).data;
  return (
    <section className="day-top" aria-label={t('today.title')}>
      <Figures few />
      {stock?.register && stock.count > 0 && (
        <Link
          to="/registers/$register"
          params={{ register: stock.register }}
          search={{ tab: stock.view ?? undefined }}
          className="day-line"
        >
          <Package size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('today.phone.stock', { count: counted(stock.count) })}
        </Link>
      )}
      {orders?.register && (orders.late ?? 0) > 0 && (
        <Link
          to="/registers/$register"
          params={{ register: orders.register }}
          search={{ where: pastPromise(now) }}
          className="day-line is-red"
        >
          <Truck size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('today.phone.orders', { count: counted(orders.late ?? 0) })}
        </Link>
      )}
      <ToRead />
      <Decisions bare />
    </section>
  );
}
