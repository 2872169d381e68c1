// What was changed: field, old struck through, new; who, in which case and why.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { fromText, type Language } from '../../words/message.ts';
import { sayOfRecord } from '../../words/records.ts';
import { labelIn } from '../forms/label.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Failed } from '../parts/Failed.tsx';
import { ask, recordPastApi } from '../reach/client.ts';
import type { RecordChange, RecordItem, RegisterDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useValueReader } from '../values/useValueReader.ts';
import { valueWords } from '../values/value-words.ts';
import { useWords } from '../words/useWords.ts';

const FIRST = 6;
/** People write their own; imports and the like say theirs by a code. */
const reasonWords = (reason: string, language: Language): string => {
  const told = fromText(reason);
  return typeof told === 'string' ? told : sayOfRecord(told, language);
};

export function RecordHistory({ register, record }: { register: RegisterDetail; record: RecordItem }): ReactNode {
  const { t, language } = useWords();
  const { stamp } = useTime();
  const query = useInfiniteQuery({
    queryKey: ['recordHistory', register.key, record.key, record.store],
    queryFn: ({ pageParam }) =>
      ask(
        recordPastApi.registers[':register'].records[':key'].history.$get({
          param: { register: register.key, key: record.key },
          query: { store: record.store, limit: pageParam ? 50 : FIRST, ...(pageParam && { cursor: pageParam }) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="record-section">
      <h3>
        {t('reg.history')}
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
      <ul className="record-history">
        {items.map((change) => (
          <li key={change.rev}>
            <p>
              <time>{stamp(change.at)}</time>
              <span className="cut">
                {change.by?.name ?? (change.case ? '' : t('versions.system'))}
                {change.case && (
                  <>
                    {' '}
                    <Link to="/cases/$id" params={{ id: change.case.id }} className="link">
                      {change.case.title ?? t('task.case')}
                    </Link>
                  </>
                )}
                {change.reason && <span className="quiet"> {reasonWords(change.reason, language)}</span>}
              </span>
              <span className="spacer" />
              <Avatar name={change.by?.name} size={18} />
            </p>
            <Fields register={register} change={change} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fields({ register, change }: { register: RegisterDetail; change: RecordChange }): ReactNode {
  const { t, language } = useWords();
  const reads = useValueReader();
  if (change.before === null) return <p className="record-change">{t('reg.created')}</p>;
  const before = change.before as Record<string, unknown>;
  return Object.entries(change.after as Record<string, unknown>).map(([id, value]) => {
    const field = register.fields.find((one) => one.id === id);
    const words = (one: unknown): string => valueWords(one, { type: field?.type ?? 'any', field }, reads) || '—';
    return (
      <p key={id} className="record-change">
        <span>{field ? labelIn(field, language) : id}</span>
        <s>{words(before[id])}</s>
        <ArrowRight size={12} strokeWidth={1.75} aria-label={t('reg.became')} />
        <span>{words(value)}</span>
      </p>
    );
  });
}
