// 运行: cases newest first, by process and by how they stand.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Input, Segmented, Select } from 'antd';
import { Activity, FileUp, Search } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { ImportOrders } from '../orders/ImportOrders.tsx';
import { DueMark } from '../parts/DueMark.tsx';
import { Empty } from '../parts/Empty.tsx';
import { More } from '../parts/More.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Numbers } from '../processes/Numbers.tsx';
import { processesQuery } from '../processes/queries.ts';
import { ask, caseApi } from '../reach/client.ts';
import type { CaseItem } from '../reach/shapes.ts';
import { Where } from '../shell/Where.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import { BulkBar } from './BulkBar.tsx';
import { CaseStatus } from './CaseStatus.tsx';
import { CASE_FILTERS, type CasesSearch } from './cases-search.ts';
import './run.css';

const TYPING_MS = 250;
const NOBODY: Set<string> = new Set();
/** So many can be acted on at once. */
const MOST = 1_000;

export function CasesPage(): ReactNode {
  const { t, language } = useWords();
  const search = useSearch({ from: '/in/cases' });
  const navigate = useNavigate();
  const [text, setText] = useState(search.q ?? '');
  const [importing, setImporting] = useState(false);
  const [chosen, setChosen] = useState<Set<string>>(NOBODY);
  const processes = useQuery(processesQuery).data;
  const show = search.show ?? 'open';
  const go = (change: Partial<CasesSearch>): void => {
    void navigate({ to: '/cases', search: (before: CasesSearch) => ({ ...before, ...change }), replace: true });
  };
  useEffect(() => {
    if (text === (search.q ?? '')) return;
    const timer = setTimeout(
      () =>
        void navigate({
          to: '/cases',
          search: (before: CasesSearch) => ({ ...before, q: text.trim() || undefined }),
          replace: true,
        }),
      TYPING_MS,
    );
    return () => clearTimeout(timer);
  }, [text, search.q, navigate]);
  const query = useInfiniteQuery({
    queryKey: ['cases', show, search.process ?? '', search.q ?? ''],
    queryFn: ({ pageParam }) =>
      ask(
        caseApi.cases.$get({
          query: {
            limit: 50,
            ...(pageParam && { cursor: pageParam }),
            ...(search.process && { process: search.process }),
            ...(search.q && { q: search.q }),
            ...(show === 'stuck' && { stuck: 'true' as const }),
            ...(show === 'overdue' && { overdue: 'true' as const }),
            ...(show === 'open' && { status: 'open' as const }),
            ...(show === 'ended' && { status: 'ended' as const }),
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  });
  const items = query.data?.pages.flatMap((page) => page.items);
  const choosable = show !== 'ended' ? (items ?? []).filter(({ status }) => status !== 'ended').slice(0, MOST) : [];
  const picked = choosable.filter(({ id }) => chosen.has(id));
  const choose = (id: string, on: boolean): void =>
    setChosen((before) => {
      const next = new Set(before);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  return (
    <div className="page is-flush">
      <Where>
        <h1 className="top-title">{t('rail.run')}</h1>
      </Where>
      <Numbers />
      <div className="page-tools">
        <Segmented
          value={show}
          aria-label={t('cases.filter')}
          options={CASE_FILTERS.map((value) => ({ value, label: t(`cases.show.${value}`) }))}
          onChange={(value) => go({ show: value === 'open' ? undefined : value })}
        />
        <Select
          aria-label={t('inbox.process')}
          value={search.process ?? ''}
          popupMatchSelectWidth={false}
          options={[
            { value: '', label: t('inbox.allProcesses') },
            ...(processes?.items ?? []).map((one) => ({ value: one.key, label: named(one, language) })),
          ]}
          onChange={(process) => go({ process: process || undefined })}
        />
        <Input
          className="page-find"
          value={text}
          allowClear
          prefix={<Search size={15} strokeWidth={1.75} />}
          placeholder={t('cases.find')}
          aria-label={t('cases.find')}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="spacer" />
        <Button onClick={() => setImporting(true)}>
          <FileUp size={16} strokeWidth={1.75} /> {t('orders.import')}
        </Button>
      </div>
      <ImportOrders open={importing} onClose={() => setImporting(false)} />
      <BulkBar ids={picked.map(({ id }) => id)} stuck={show === 'stuck'} onNone={() => setChosen(NOBODY)} />
      <div className="page-body">
        <Shown query={{ ...query, data: items }} skeleton={<Skeleton rows={12} lines={[92]} height={40} />}>
          {(cases) =>
            cases.length === 0 ? (
              <Empty
                icon={Activity}
                title={t('cases.none')}
                hint={t(search.q ? 'inbox.nothingFoundHint' : 'cases.noneHint')}
              >
                {show !== 'open' && <Button onClick={() => go({ show: undefined })}>{t('cases.show.open')}</Button>}
              </Empty>
            ) : (
              <table className="table is-cases">
                <thead>
                  <tr>
                    <th scope="col" className="is-check">
                      {choosable.length > 0 && (
                        <Checkbox
                          aria-label={t('inbox.all')}
                          checked={picked.length === choosable.length}
                          indeterminate={picked.length > 0 && picked.length < choosable.length}
                          onChange={({ target }) =>
                            setChosen(target.checked ? new Set(choosable.map(({ id }) => id)) : NOBODY)
                          }
                        />
                      )}
                    </th>
                    <th scope="col">{t('cases.case')}</th>
                    <th scope="col" className="opt-2">
                      {t('inbox.process')}
                    </th>
                    <th scope="col">{t('cases.state')}</th>
                    <th scope="col" className="opt-1">
                      {t('cases.at')}
                    </th>
                    <th scope="col" className="opt-1">
                      {t('cases.due')}
                    </th>
                    <th scope="col" className="is-end opt-2">
                      {t('cases.started')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {cases.map((item) => (
                    <CaseRow key={item.id} item={item} chosen={chosen.has(item.id)} onChoose={choose} />
                  ))}
                </tbody>
              </table>
            )
          }
        </Shown>
        <More query={query} />
      </div>
    </div>
  );
}

type RowProps = { item: CaseItem; chosen: boolean; onChoose: (id: string, on: boolean) => void };
function CaseRow({ item, chosen, onChoose }: RowProps): ReactNode {
  const { t, language } = useWords();
  const { stamp } = useTime();
  const navigate = useNavigate();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link in the row is for the keyboard
    <tr onClick={() => void navigate({ to: '/cases/$id', params: { id: item.id } })}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box in it is for the keyboard */}
      <td className="is-check" onClick={(event) => event.stopPropagation()}>
        {item.status !== 'ended' && (
          <Checkbox
            aria-label={t('bulk.choose', { name: item.title ?? item.businessKey ?? item.id })}
            checked={chosen}
            onChange={({ target }) => onChoose(item.id, target.checked)}
          />
        )}
      </td>
      <td>
        <Link to="/cases/$id" params={{ id: item.id }} className="cut" onClick={(event) => event.stopPropagation()}>
          {item.title ?? item.businessKey ?? item.id}
        </Link>
      </td>
      <td className="opt-2 quiet">{named(item.process, language)}</td>
      <td>
        <CaseStatus item={item} />
      </td>
      <td className="opt-1">
        <span className="cut">
          {item.at
            .map((one) => `${named(one, language)}${one.who ? ` · ${one.who}` : ''}`)
            .join(language === 'zh' ? '、' : ', ')}
        </span>
      </td>
      <td className="opt-1">
        {item.due !== null && item.status === 'running' && <DueMark due={item.due} since={item.startedAt} />}
      </td>
      <td className="is-end is-number opt-2 quiet">{stamp(item.startedAt)}</td>
    </tr>
  );
}
