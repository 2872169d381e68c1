// 运行: cases newest first, by process and by how they stand.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { Activity, FileUp, Layers } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ImportOrders } from '../orders/ImportOrders.tsx';
import { DueMark } from '../parts/DueMark.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { type Column, List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { StoreFilter } from '../parts/StoreFilter.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { usePages } from '../parts/usePages.ts';
import { Numbers } from '../processes/Numbers.tsx';
import { ProcessFilter } from '../processes/ProcessFilter.tsx';
import { processesQuery } from '../processes/queries.ts';
import { StuckWork } from '../processes/StuckWork.tsx';
import { ask, caseApi } from '../reach/client.ts';
import type { CaseItem } from '../reach/shapes.ts';
import { isManager, useMe } from '../session/useMe.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import { BulkBar } from './BulkBar.tsx';
import { CaseStatus } from './CaseStatus.tsx';
import { caseName, standing } from './case-words.ts';
import { CASE_FILTERS, type CasesSearch } from './cases-search.ts';
import './run.css';

/** So many can be acted on at once. */
const MOST = 1_000;

export function CasesPage(): ReactNode {
  const { t } = useWords();
  const [{ show = 'open', process, store, q }, go] = useAddress<CasesSearch>();
  const [importing, setImporting] = useState(false);
  const manages = isManager(useMe());
  const processes = useQuery({ ...processesQuery, enabled: manages }).data?.items ?? [];
  const chosen = show !== 'open' || process !== undefined || store !== undefined || q !== undefined;
  const rows = usePages(['cases', show, process ?? '', store ?? '', q ?? ''], (from) =>
    ask(
      caseApi.cases.$get({
        query: {
          limit: 50,
          ...from,
          ...(process && { process }),
          ...(store && { store }),
          ...(q && { q }),
          ...(show === 'stuck' && { stuck: 'true' as const }),
          ...(show === 'overdue' && { overdue: 'true' as const }),
          ...((show === 'open' || show === 'ended') && { status: show }),
        },
      }),
    ),
  );
  return (
    <ListPage
      title={t('rail.run')}
      above={manages && <Numbers />}
      beside={manages && show === 'stuck' && <StuckWork />}
      tools={
        <>
          <Segmented
            value={show}
            aria-label={t('cases.filter')}
            options={CASE_FILTERS.map((value) => ({ value, label: t(`cases.show.${value}`) }))}
            onChange={(value) => go({ show: value === 'open' ? undefined : value })}
          />
          {manages && (
            <>
              <ProcessFilter value={process} processes={processes} onChange={(next) => go({ process: next })} />
              <StoreFilter of="cases" value={store} onChange={(next) => go({ store: next })} />
            </>
          )}
          <Find value={q} label={t('cases.find')} onFind={(next) => go({ q: next })} />
          <span className="spacer" />
          {manages && (
            <>
              <Link to="/jobs" className="link">
                <Layers size={16} strokeWidth={1.75} aria-hidden="true" /> {t('bulk.jobs')}
              </Link>
              <Button onClick={() => setImporting(true)}>
                <FileUp size={16} strokeWidth={1.75} /> {t('orders.import')}
              </Button>
            </>
          )}
        </>
      }
    >
      <ImportOrders open={importing} onClose={() => setImporting(false)} />
      <List
        rows={rows}
        idOf={({ id }) => id}
        columns={useColumns()}
        opens
        keys
        {...(manages && {
          choice: {
            name: (item: CaseItem) => t('bulk.choose', { name: caseName(item) }),
            may: ({ status }: CaseItem) => status !== 'ended',
            most: MOST,
            bar: (chosen: CaseItem[], none: () => void) => (
              <BulkBar cases={chosen} stuck={show === 'stuck'} onNone={none} />
            ),
          },
        })}
        empty={
          <Empty
            icon={Activity}
            title={t(chosen ? 'cases.none' : 'cases.noneOpen')}
            hint={t(q ? 'inbox.nothingFoundHint' : 'cases.noneHint')}
          >
            {show !== 'open' && <Button onClick={() => go({ show: undefined })}>{t('cases.show.open')}</Button>}
            {!chosen && <Button href="/start">{t('rail.start')}</Button>}
          </Empty>
        }
      />
    </ListPage>
  );
}

function useColumns(): Column<CaseItem>[] {
  const { t, language } = useWords();
  const { stamp } = useTime();
  return [
    {
      id: 'case',
      head: t('cases.case'),
      cell: (item) => (
        <Link to="/cases/$id" params={{ id: item.id }} className="cut">
          <bdi>{caseName(item)}</bdi>
        </Link>
      ),
    },
    {
      id: 'process',
      head: t('inbox.process'),
      gives: 2,
      className: 'quiet',
      cell: (item) => named(item.process, language),
    },
    { id: 'state', head: t('cases.state'), cell: (item) => <CaseStatus item={item} /> },
    {
      id: 'at',
      head: t('cases.at'),
      gives: 1,
      cell: (item) => item.at.length > 0 && <span className="cut">{standing(item, language)}</span>,
    },
    {
      id: 'due',
      head: t('cases.due'),
      gives: 1,
      cell: (item) =>
        item.due !== null && item.status === 'running' && <DueMark due={item.due} since={item.startedAt} />,
    },
    {
      id: 'started',
      head: t('cases.started'),
      gives: 2,
      className: 'is-end is-number quiet',
      cell: (item) => stamp(item.startedAt),
    },
  ];
}
