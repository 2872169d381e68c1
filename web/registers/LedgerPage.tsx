// A ledger as a whole: all that was booked, the newest first, or on one account only. Nobody adds or changes anything here.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { FormView } from '../forms/FormView.tsx';
import { wordsIn } from '../forms/label.ts';
import { Empty } from '../parts/Empty.tsx';
import { type Column, List } from '../parts/List.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { ask, recordPastApi } from '../reach/client.ts';
import type { LedgerEntry, RegisterDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import type { GridSearch } from './address.ts';
import { moved, useEntryWords } from './entry-words.ts';
import { recordQuery, registerQuery } from './queries.ts';
import { RegisterCrumbs } from './RegisterCrumbs.tsx';

type Ledger = RegisterDetail & { ledger: NonNullable<RegisterDetail['ledger']> };

export const isLedger = (register: RegisterDetail): register is Ledger => register.ledger !== undefined;

export function LedgerPage({ register }: { register: Ledger }): ReactNode {
  const { t, language } = useWords();
  const [{ record: account }, go] = useAddress<GridSearch>();
  const accounts = register.ledger.account;
  const ofAccounts = useQuery(registerQuery(accounts)).data;
  const one = useQuery({ ...recordQuery(accounts, account ?? ''), enabled: account !== undefined }).data;
  const query = useInfiniteQuery({
    queryKey: ['ledgerEntries', register.key, account],
    queryFn: ({ pageParam }) =>
      ask(
        recordPastApi.registers[':register'].entries.$get({
          param: { register: register.key },
          query: { ...(account !== undefined && { account }), ...(pageParam && { cursor: pageParam }) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const columns = useColumns(register);
  const name = ofAccounts ? wordsIn(ofAccounts.name, language) : accounts;
  return (
    <div className="page ledger">
      <RegisterCrumbs title={wordsIn(register.name, language)} />
      <div className="ledger-account">
        <FormView
          form={{
            key: 'account',
            title: { zh: '' },
            fields: [
              {
                type: 'record',
                id: 'account',
                register: accounts,
                label: { zh: t('reg.accountOf', { name }) },
                required: false,
              },
            ],
          }}
          values={{ account: account === undefined ? null : { key: account, title: one?.title ?? account } }}
          errors={[]}
          onChange={(_, value) => go({ record: (value as { key: string } | null)?.key })}
        />
      </div>
      <List
        rows={{ ...query, data: query.data?.pages.flatMap(({ items }) => items) }}
        idOf={({ n }) => String(n)}
        columns={columns}
        empty={
          <Empty
            icon={ScrollText}
            title={t('reg.noEntries')}
            hint={t(account === undefined ? 'reg.noEntriesHint' : 'reg.noEntriesOfOne')}
          />
        }
      />
    </div>
  );
}

function useColumns({ ledger }: Ledger): Column<LedgerEntry>[] {
  const { t, language } = useWords();
  const { stamp } = useTime();
  const words = useEntryWords();
  const measureOf = (key: string): string => {
    const measure = ledger.measures.find((one) => one.key === key);
    return measure ? wordsIn(measure.name, language) : key;
  };
  return [
    {
      id: 'account',
      head: t('reg.account'),
      cell: ({ account, title, store }) =>
        title === null ? (
          account
        ) : (
          <Link
            to="/registers/$register/records/$key"
            params={{ register: ledger.account, key: account }}
            search={{ store: store || undefined }}
            className="link"
          >
            <bdi>{title}</bdi>
          </Link>
        ),
    },
    { id: 'measure', head: t('reg.measure'), cell: ({ measure }) => measureOf(measure) },
    { id: 'delta', head: t('reg.moved'), className: 'is-end is-number', cell: ({ delta }) => moved(delta) },
    {
      id: 'after',
      head: t('reg.stood'),
      className: 'is-end is-number',
      cell: ({ after }) => after.toLocaleString('en-US'),
    },
    {
      id: 'doc',
      head: t('reg.document'),
      gives: 1,
      cell: (entry) => (
        <span className="cut quiet">
          {entry.undoes !== null && `${t('reg.undoes')} `}
          {words(entry)}
        </span>
      ),
    },
    {
      id: 'by',
      head: t('reg.bookedBy'),
      gives: 2,
      cell: ({ case: by, by: person }) =>
        by ? (
          <Link to="/cases/$id" params={{ id: by.id }} className="link">
            <bdi>{by.title ?? t('task.case')}</bdi>
          </Link>
        ) : (
          person?.name
        ),
    },
    { id: 'at', head: t('reg.bookedAt'), cell: ({ at }) => <time className="quiet">{stamp(at)}</time> },
  ];
}
