// What of mine is due when: a month or a week of days; on a phone a list by day. A task opens beside the list, as from there.
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { CalendarCheck, ChevronLeft, ChevronRight, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { TAGS } from '../../words/message.ts';
import { daysOf, nextDay, shifted, weekOf } from '../parts/calendar-days.ts';
import { Empty } from '../parts/Empty.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { ask, taskApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { clockTime, fromWall, isoDay } from '../time/shop-time.ts';
import { named, useWords } from '../words/useWords.ts';
import type { InboxSearch } from './inbox-search.ts';
import '../parts/calendar.css';

type Props = { search: InboxSearch; onGo: (search: Partial<InboxSearch>) => void };
/** So many stand in a day of a month, and of a week. */
const A_DAY = { month: 3, week: 14 };

export function DueCalendar({ search: { calendar = 'month', day: chosen, task }, onGo }: Props): ReactNode {
  const { t, language } = useWords();
  const { now, zone } = useTime();
  const today = isoDay(now, zone);
  const day = chosen ?? today;
  const days = calendar === 'week' ? weekOf(day) : daysOf(day.slice(0, 7));
  const [first, last] = [days[0] as string, days.at(-1) as string];
  const query = useQuery({
    queryKey: ['tasks', 'due', first, last],
    queryFn: () =>
      ask(
        taskApi.tasks.due.$get({
          query: { from: String(fromWall(first, zone)), to: String(fromWall(nextDay(last), zone)) },
        }),
      ),
    placeholderData: (before) => before,
  });
  const spoken = (text: string, how: Intl.DateTimeFormatOptions): string =>
    new Date(`${text}T00:00:00Z`).toLocaleDateString(TAGS[language], { ...how, timeZone: 'UTC' });
  const title =
    calendar === 'week'
      ? `${spoken(first, { month: 'long', day: 'numeric' })} – ${spoken(last, { month: 'long', day: 'numeric' })}`
      : spoken(day, { year: 'numeric', month: 'long' });
  const turn = (by: number): void =>
    onGo({ day: calendar === 'week' ? nextDay(day, 7 * by) : `${shifted(day.slice(0, 7), by)}-01` });
  return (
    <section className={`due-calendar calendar is-${calendar}`} aria-label={t('inbox.calendar')}>
      <header>
        <Button type="text" aria-label={t('cal.before')} onClick={() => turn(-1)}>
          <ChevronLeft size={16} />
        </Button>
        <strong aria-live="polite">{title}</strong>
        <Button type="text" aria-label={t('cal.after')} onClick={() => turn(1)}>
          <ChevronRight size={16} />
        </Button>
        {!days.includes(today) && (
          <Button size="small" onClick={() => onGo({ day: undefined })}>
            {t('reg.today')}
          </Button>
        )}
        <span className="spacer" />
        <Segmented
          size="small"
          aria-label={t('inbox.calendar')}
          value={calendar}
          options={[
            { value: 'month', label: t('cal.month') },
            { value: 'week', label: t('cal.week') },
          ]}
          onChange={(next) => onGo({ calendar: next as 'month' })}
        />
        <Button type="text" aria-label={t('close')} onClick={() => onGo({ calendar: undefined, day: undefined })}>
          <X size={16} />
        </Button>
      </header>
      <Shown query={query} skeleton={<Skeleton rows={5} lines={[90]} height={104} />}>
        {({ items, more }) => (
          <>
            <p className="due-note quiet">{more ? t('cal.more', { count: items.length }) : t('cal.noLimit')}</p>
            {items.length === 0 && <Empty icon={CalendarCheck} title={t('cal.none')} />}
            <div className="calendar-weekdays" aria-hidden="true">
              {days.slice(0, 7).map((one) => (
                <span key={one}>{spoken(one, { weekday: 'short' })}</span>
              ))}
            </div>
            <ol className="calendar-days">
              {days.map((one) => {
                const here = items.filter(({ due }) => isoDay(due, zone) === one);
                const most = A_DAY[calendar];
                return (
                  <li
                    key={one}
                    className={`${calendar === 'week' || one.startsWith(day.slice(0, 7)) ? '' : 'is-off'} ${one === today ? 'is-today' : ''} ${here.length ? '' : 'is-bare'}`}
                  >
                    <time dateTime={one}>
                      {Number(one.slice(8))} <small>{spoken(one, { weekday: 'short' })}</small>
                    </time>
                    {here.slice(0, most).map((each) => (
                      <button
                        key={each.id}
                        type="button"
                        className={`calendar-record cut ${each.due < now ? 'is-late' : ''} ${each.id === task ? 'is-here' : ''}`}
                        title={`${named(each, language)} ${each.title ?? each.businessKey ?? ''}`}
                        onClick={() => onGo({ task: each.id })}
                      >
                        <span className="is-number">{clockTime(each.due, zone)}</span> {named(each, language)}{' '}
                        <bdi>{each.title ?? each.businessKey}</bdi>
                      </button>
                    ))}
                    {here.length > most && (
                      <button type="button" className="link" onClick={() => onGo({ calendar: 'week', day: one })}>
                        {t('cal.others', { count: here.length - most })}
                      </button>
                    )}
                  </li>
                );
              })}
            </ol>
          </>
        )}
      </Shown>
    </section>
  );
}
