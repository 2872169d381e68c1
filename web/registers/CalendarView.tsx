// A register by a day of its records, a month at a time.

import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { TAGS } from '../../words/message.ts';
import { daysOf, nextDay, shifted } from '../parts/calendar-days.ts';
import { Empty } from '../parts/Empty.tsx';
import { Shown } from '../parts/Shown.tsx';
import { useAddress } from '../parts/useAddress.ts';
import type { RecordItem } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { isoDay } from '../time/shop-time.ts';
import { useWords } from '../words/useWords.ts';
import type { GridSearch } from './address.ts';
import { askRecords } from './queries.ts';
import { isAt, type ShownView } from './shown.ts';
import '../parts/calendar.css';

const MOST = 200;
const A_DAY = 4;

export function CalendarView({ register, view, asked, at, onOpen }: ShownView): ReactNode {
  const { t, language } = useWords();
  const { now, zone } = useTime();
  const today = isoDay(now, zone);
  const [search, go] = useAddress<GridSearch>();
  const month = /^\d{4}-\d\d$/.test(search.month ?? '') ? (search.month as string) : today.slice(0, 7);
  const field = register.fields.find(({ id }) => id === view.group);
  const may =
    field !== undefined && register.finds.includes(field.id) && (field.type === 'date' || field.type === 'dateTime');
  const days = daysOf(month);
  const between = {
    ...asked,
    sort: { field: view.group ?? '', down: false },
    where: [
      ...asked.where.slice(0, 6),
      { field: view.group ?? '', is: '>=' as const, value: days[0] as string },
      { field: view.group ?? '', is: '<' as const, value: nextDay(days.at(-1) as string) },
    ],
  };
  const query = useQuery({
    queryKey: ['records', register.key, 'month', between],
    queryFn: async () => {
      const page = await askRecords(register.key, between, { limit: MOST });
      return { pages: [page], pageParams: [''] };
    },
    enabled: may,
    placeholderData: (before) => before,
  });
  if (!may) return <Empty icon={CalendarDays} title={t('reg.noGroup')} hint={t('reg.noGroupHint')} />;
  const onDay = (items: RecordItem[], day: string): RecordItem[] =>
    items.filter(({ values }) => {
      const value = String(values[field.id] ?? '');
      return (value.length > 10 ? isoDay(Date.parse(value), zone) : value) === day;
    });
  const title = new Date(`${month}-01T00:00:00Z`).toLocaleDateString(TAGS[language], {
    year: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return (
    <div className="register-rows calendar">
      <header>
        <Button type="text" aria-label={t('reg.monthBefore')} onClick={() => go({ month: shifted(month, -1) })}>
          <ChevronLeft size={16} />
        </Button>
        <strong>{title}</strong>
        <Button type="text" aria-label={t('reg.monthAfter')} onClick={() => go({ month: shifted(month, 1) })}>
          <ChevronRight size={16} />
        </Button>
        {month !== today.slice(0, 7) && (
          <Button size="small" onClick={() => go({ month: undefined })}>
            {t('reg.today')}
          </Button>
        )}
      </header>
      <Shown query={query}>
        {({ pages }) => {
          const items = pages[0]?.items ?? [];
          return (
            <>
              {pages[0]?.next && <p className="record-none">{t('reg.monthMany', { count: MOST })}</p>}
              <div className="calendar-weekdays" aria-hidden="true">
                {days.slice(0, 7).map((day) => (
                  <span key={day}>
                    {new Date(`${day}T00:00:00Z`).toLocaleDateString(TAGS[language], {
                      weekday: 'short',
                      timeZone: 'UTC',
                    })}
                  </span>
                ))}
              </div>
              <ol className="calendar-days">
                {days.map((day) => {
                  const here = onDay(items, day);
                  return (
                    <li
                      key={day}
                      className={`${day.startsWith(month) ? '' : 'is-off'} ${day === today ? 'is-today' : ''} ${here.length ? '' : 'is-bare'}`}
                    >
                      <time dateTime={day}>{Number(day.slice(8))}</time>
                      {here.slice(0, A_DAY).map((record) => (
                        <button
                          key={record.id}
                          type="button"
                          className={`calendar-record cut ${isAt(at, record) ? 'is-here' : ''}`}
                          onClick={() => onOpen(record)}
                        >
                          <bdi>{record.title}</bdi>
                        </button>
                      ))}
                      {here.length > A_DAY && <small>+{here.length - A_DAY}</small>}
                    </li>
                  );
                })}
              </ol>
            </>
          );
        }}
      </Shown>
    </div>
  );
}
