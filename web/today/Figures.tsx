// The numbers of the day, each with one sentence; those with a past draw it. Nothing is shown that nothing is known of.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, CircleAlert, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCounts } from '../inbox/useCounts.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { counted } from '../values/counted.ts';
import { useWords } from '../words/useWords.ts';
import { daysQuery, ordersQuery, workQuery } from './queries.ts';
import { roughMoney } from './rough-money.ts';
import { Spark } from './Spark.tsx';

type Tone = '' | 'is-amber' | 'is-red' | 'is-green';
type Figure = {
  id: string;
  label: string;
  value: string;
  tone?: Tone;
  past?: number[];
  says: string;
  icon?: LucideIcon;
  /** Leads to what is counted. */
  link?: (className: string, inner: ReactNode) => ReactNode;
};

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)}%`;

/** `few`: the three that matter most, for a phone. */
export function Figures({ few = false }: { few?: boolean }): ReactNode {
  const { t, language } = useWords();
  const { now, span } = useTime();
  const manager = isManager(useMe());
  const work = useQuery(workQuery).data;
  const days = useQuery(daysQuery).data?.items ?? [];
  const sales = useQuery(ordersQuery).data?.sales;
  const claimable = useCounts().data?.claimable;
  const whole = (n: number | undefined): string => (n === undefined ? '–' : counted(n));
  const timed = [days.at(-1), days.at(-2)].find((day) => day && day.timed > 0);
  const [before, today] = [sales?.at(-2), sales?.at(-1)];
  // A shop that began today has no yesterday.
  const sold = before && before.orders > 0 ? before : today;
  const figures: Figure[] = [
    ...(sales && sold && sold.orders > 0
      ? [
          {
            id: 'sold',
            label: t(sold === before ? 'today.sold' : 'today.soldToday'),
            value: roughMoney(sold.amount, language),
            past: sales.slice(0, sold === before ? -1 : undefined).map(({ amount }) => amount),
            says:
              sold === before
                ? t('today.soldHint', {
                    orders: counted(sold.orders),
                    amount: roughMoney(today?.amount ?? 0, language),
                  })
                : t('today.orders.count', { count: counted(sold.orders) }),
          },
        ]
      : []),
    ...(timed
      ? [
          {
            id: 'onTime',
            label: t(timed === days.at(-1) ? 'today.onTime' : 'today.onTimeYesterday'),
            value: share(timed.inTime, timed.timed),
            past: days.filter((day) => day.timed > 0).map((day) => day.inTime / day.timed),
            ...(timed.inTime === timed.timed
              ? { says: t('today.onTimeAll', { timed: counted(timed.timed) }), icon: Check, tone: 'is-green' as const }
              : {
                  says: t('today.onTimeHint', {
                    timed: counted(timed.timed),
                    late: counted(timed.timed - timed.inTime),
                  }),
                }),
          },
        ]
      : []),
    {
      id: 'due',
      label: t('today.due'),
      value: whole(work?.due),
      says: t(work?.due === 0 ? 'today.dueNone' : 'today.dueHint'),
    },
    {
      id: 'late',
      label: t('today.late'),
      value: whole(work?.late),
      says: work?.oldest ? t('today.lateHint', { span: span(now - work.oldest) }) : t('today.lateNone'),
      ...(work &&
        (work.late > 0 ? { tone: 'is-red' as const, icon: CircleAlert } : { tone: 'is-green' as const, icon: Check })),
      link: (className, inner) =>
        manager ? (
          <Link to="/cases" search={{ show: 'overdue' }} className={className}>
            {inner}
          </Link>
        ) : (
          <Link to="/work" className={className}>
            {inner}
          </Link>
        ),
    },
    {
      id: 'done',
      label: t('today.done'),
      value: whole(work?.done),
      past: days.map(({ done }) => done),
      says: t('today.doneHint', { count: whole(days.at(-2)?.done) }),
    },
    manager
      ? {
          id: 'stuck',
          label: t('today.stuck'),
          value: whole(work?.stuck),
          says: t(work?.stuck ? 'today.stuckHint' : 'today.stuckNone'),
          ...(work &&
            (work.stuck > 0
              ? { tone: 'is-red' as const, icon: TriangleAlert }
              : { tone: 'is-green' as const, icon: Check })),
          link: (className, inner) => (
            <Link to="/cases" search={{ show: 'stuck' }} className={className}>
              {inner}
            </Link>
          ),
        }
      : {
          id: 'claimable',
          label: t('today.claimable'),
          value: claimable === undefined ? '–' : claimable >= 100 ? '99+' : String(claimable),
          says: t(claimable ? 'today.claimableHint' : 'today.claimableNone'),
          link: (className, inner) => (
            <Link to="/work" search={{ view: 'claimable' }} className={className}>
              {inner}
            </Link>
          ),
        },
  ];
  const FEW = ['due', 'late', manager ? 'stuck' : 'claimable'];
  // Five stand side by side; what was sold takes the place of what was done.
  const shown = few
    ? figures.filter(({ id }) => FEW.includes(id))
    : figures.length > 5
      ? figures.filter(({ id }) => id !== 'done')
      : figures;
  return (
    <section className={`figures ${few ? 'is-few' : ''}`} aria-label={t('today.figures')}>
      {shown.map((figure) => (
        <One key={figure.id} figure={figure} few={few} />
      ))}
    </section>
  );
}

function One({ figure, few }: { figure: Figure; few: boolean }): ReactNode {
  const { label, value, tone = '', past, says, icon: Icon, link } = figure;
  const className = `figure ${tone}`;
  const inner = (
    <>
      <span>{label}</span>
      <span className="figure-value">
        <strong>{value}</strong>
        {!few && past && <Spark values={past} />}
      </span>
      {!few && (
        <small>
          {Icon && <Icon size={13} strokeWidth={2} aria-hidden="true" />}
          <span>{says}</span>
        </small>
      )}
    </>
  );
  return link ? link(className, inner) : <div className={className}>{inner}</div>;
}
