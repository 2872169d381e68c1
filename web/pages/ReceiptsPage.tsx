// Who has read what: people by name, a column for each page that somebody has to read.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Award, Check, Clock, TriangleAlert, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsIn } from '../forms/label.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { type Column, List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { ask, pageReceiptApi } from '../reach/client.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import './pages.css';

type Learnt = { tries: number; score: number | null; until: number | null };
type Cell = { page: string; due: number | null; readAt: number | null; course: Learnt | null };
type Person = { id: string; name: string; cells: Cell[] };

export function ReceiptsPage(): ReactNode {
  const { t, language } = useWords();
  const [{ q = '', page }, go] = useAddress<{ q?: string | undefined; page?: string | undefined }>();
  const query = useInfiniteQuery({
    queryKey: ['pages', 'receipts', 'all', q, page ?? ''],
    queryFn: ({ pageParam }) =>
      ask(
        pageReceiptApi['page-receipts'].$get({
          query: { ...(pageParam && { cursor: pageParam }), ...(q && { q }), ...(page && { page }) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  });
  const pages = query.data?.pages[0]?.pages ?? [];
  const rows = { ...query, data: query.data?.pages.flatMap(({ items }) => items as Person[]) };
  const columns: Column<Person>[] = [
    {
      id: 'name',
      head: t('pages.person'),
      cell: ({ name }) => (
        <span className="receipt-person">
          <Avatar name={name} size={20} /> {name}
        </span>
      ),
    },
    ...pages.map(
      ({ key, title, read, asked }): Column<Person> => ({
        id: key,
        head: `${wordsIn(title, language)} ${read}/${asked}`,
        cell: ({ cells }) => <Mark cell={cells.find((one) => one.page === key)} />,
      }),
    ),
  ];
  return (
    <ListPage
      title={t('pages.receipts')}
      tools={
        <>
          <Find value={q} label={t('pages.findPerson')} onFind={(next) => go({ q: next })} />
          {page && (
            <button type="button" className="link" onClick={() => go({ page: undefined })}>
              {t('pages.receipts')}
            </button>
          )}
          <span className="spacer" />
          <Link to="/handbook" className="link">
            {t('pages.title')}
          </Link>
        </>
      }
    >
      <div className="receipts">
        <List
          rows={rows}
          idOf={({ id }) => id}
          columns={columns}
          empty={
            <Empty
              icon={UsersRound}
              title={q ? t('inbox.nothingFound') : t('pages.noReceipts')}
              hint={t('pages.noReceiptsHint')}
            />
          }
        />
      </div>
    </ListPage>
  );
}

function Mark({ cell }: { cell: Cell | undefined }): ReactNode {
  const { t } = useWords();
  const { day, momentWithin, now } = useTime();
  if (!cell)
    return (
      <span className="quiet" title={t('pages.notForHim')}>
        –
      </span>
    );
  const { course } = cell;
  const over = course?.until !== null && course?.until !== undefined && course.until <= now;
  if (course && course.score !== null)
    return (
      <span className={`receipt ${over ? 'is-amber' : 'is-green'}`}>
        <Award size={14} strokeWidth={1.75} aria-hidden="true" /> {t('pages.course.score', { score: course.score })}
        {course.until !== null &&
          ` · ${over ? t('pages.course.over') : t('pages.course.until', { day: day(course.until) })}`}
      </span>
    );
  if (cell.readAt !== null && !course)
    return (
      <span className="receipt is-green">
        <Check size={14} strokeWidth={2} aria-hidden="true" /> {day(cell.readAt)}
      </span>
    );
  const late = cell.due !== null && cell.due < now;
  const Icon = late ? TriangleAlert : Clock;
  return (
    <span className={`receipt ${late ? 'is-red' : 'is-amber'}`}>
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />{' '}
      {course && course.tries > 0 && `${t('pages.course.tried', { count: course.tries })} · `}
      {late
        ? t('pages.late')
        : cell.due === null
          ? t(course ? 'pages.course.notPassed' : 'pages.notRead')
          : t('pages.dueRead', { when: momentWithin(cell.due) })}
    </span>
  );
}
