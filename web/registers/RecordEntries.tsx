// What was booked on a record's accounts: signed quantity, then what stood after it; each names its document and case.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { labelIn } from '../forms/label.ts';
import { Failed } from '../parts/Failed.tsx';
import { ask, recordPastApi } from '../reach/client.ts';
import type { RecordItem, RegisterDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { moved, useEntryWords } from './entry-words.ts';

type Props = { register: RegisterDetail; record: RecordItem };

export function RecordEntries({ register, record }: Props): ReactNode {
  const ledgers = [...new Set(register.fields.flatMap(({ by }) => (by.who === 'ledger' ? [by.ledger] : [])))];
  return ledgers.map((ledger) => <Ledger key={ledger} ledger={ledger} register={register} record={record} />);
}

const FIRST = 5;
function Ledger({ ledger, register, record }: Props & { ledger: string }): ReactNode {
  const { t, language } = useWords();
  const { stamp } = useTime();
  const words = useEntryWords();
  const query = useInfiniteQuery({
    queryKey: ['recordEntries', register.key, record.key, record.store, ledger],
    queryFn: ({ pageParam }) =>
      ask(
        recordPastApi.registers[':register'].records[':key'].entries[':ledger'].$get({
          param: { register: register.key, key: record.key, ledger },
          query: { store: record.store, limit: pageParam ? 50 : FIRST, ...(pageParam && { cursor: pageParam }) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const measureName = (measure: string): string => {
    const field = register.fields.find(
      ({ by }) => by.who === 'ledger' && by.ledger === ledger && by.measure === measure,
    );
    return field ? labelIn(field, language) : measure;
  };
  return (
    <section className="record-section">
      <h3>
        {t('reg.entries')}
        <span className="spacer" />
        {query.hasNextPage && (
          <button
            type="button"
            className="link"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('reg.more')}
          </button>
        )}
      </h3>
      {query.isError && <Failed error={query.error} onAgain={() => void query.refetch()} />}
      {query.data && items.length === 0 && <p className="record-none">{t('reg.noEntries')}</p>}
      <ul className="record-entries">
        {items.map((entry) => (
          <li key={entry.n}>
            <time>{stamp(entry.at)}</time>
            <span>{measureName(entry.measure)}</span>
            <span className="cut quiet">
              {entry.case ? (
                <Link to="/cases/$id" params={{ id: entry.case.id }} className="link">
                  {entry.case.title ?? t('task.case')}
                </Link>
              ) : (
                entry.by?.name
              )}{' '}
              {entry.undoes !== null && `${t('reg.undoes')} `}
              {words(entry)}
            </span>
            <span className="is-number">{moved(entry.delta)}</span>
            <b className="is-number">{entry.after.toLocaleString('en-US')}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
