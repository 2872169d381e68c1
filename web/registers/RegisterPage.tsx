// One register as people work with it: views as tabs, filters, rows of its kind of view, and beside them the record that is open.

import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo } from 'react';
import type { View } from '../../records/register.ts';
import { textsOf } from '../../words/web.ts';
import { wordsIn } from '../forms/label.ts';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { useWidth } from '../parts/useWidth.ts';
import type { RegisterDetail } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { asLooked, type GridSearch, isWhole } from './address.ts';
import { CalendarView } from './CalendarView.tsx';
import { GalleryView } from './GalleryView.tsx';
import { Grid } from './Grid.tsx';
import { GridTools } from './GridTools.tsx';
import { KanbanView } from './KanbanView.tsx';
import { isLedger, LedgerPage } from './LedgerPage.tsx';
import { countQuery, registerQuery, savedViewsQuery } from './queries.ts';
import { RecordPane } from './RecordPane.tsx';
import { RegisterCrumbs } from './RegisterCrumbs.tsx';
import type { Place, Tree } from './shown.ts';
import { useRecords } from './useRecords.ts';
import { ViewTabs } from './ViewTabs.tsx';
import './registers.css';

export function RegisterPage(): ReactNode {
  const { register: key } = useParams({ from: '/in/registers/$register' });
  const query = useQuery(registerQuery(key));
  return (
    <Shown query={query} skeleton={<Skeleton rows={10} lines={[40]} height={53} />}>
      {(register) =>
        isLedger(register) ? (
          <LedgerPage key={register.key} register={register} />
        ) : (
          <Opened key={register.key} register={register} />
        )
      }
    </Shown>
  );
}

/** Everything, before anybody has made a view. */
const ALL = 'all';

function Opened({ register }: { register: RegisterDetail }): ReactNode {
  const { language } = useWords();
  const width = useWidth();
  const navigate = useNavigate();
  const [search, go] = useAddress<GridSearch>();
  const saved = useQuery(savedViewsQuery(register.key)).data?.items ?? [];
  const views = useMemo<View[]>(() => {
    const all: View = { key: ALL, title: textsOf('reg.all'), kind: 'table', where: [], columns: [] };
    return [...(register.views.some(({ key }) => key === ALL) ? [] : [all]), ...register.views];
  }, [register.views]);
  const chosen = saved.find(({ id }) => id === search.tab);
  const view = chosen?.view ?? views.find(({ key }) => key === search.tab) ?? (views[0] as View);
  const looked = asLooked(register, view, search);
  const { q, archived, store, open: branches } = search;
  // In an order of its own, or put away, a tree is a list.
  const isDrawn = register.kind === 'tree' && looked.kind === 'table' && !looked.sort && !archived;
  const asked = useMemo(() => {
    const where = looked.where.filter(isWhole);
    const whole = where.length === 0 && !q && store === undefined;
    return {
      where,
      sort: isDrawn ? { field: 'tree', down: false } : looked.sort,
      q,
      archived,
      store,
      ...(isDrawn && whole && { open: branches ?? [] }),
    };
  }, [looked.where, looked.sort, q, archived, store, isDrawn, branches]);
  const tree: Tree | undefined = isDrawn
    ? { open: asked.open && new Set(asked.open), onOpen: (keys) => go({ open: keys.length ? keys : undefined }) }
    : undefined;
  const rows = useRecords(register.key, asked);
  const count = useQuery(countQuery(register.key, { where: asked.where, q, archived, store })).data ?? null;
  const phone = width === 'phone' || width === 'narrow';
  const open = useCallback(
    (record: Place | undefined): void => {
      if (phone && record !== undefined)
        void navigate({
          to: '/registers/$register/records/$key',
          params: { register: register.key, key: record.key },
          search: { store: record.store || undefined },
        });
      else go({ record: record?.key, of: record?.store || undefined });
    },
    [phone, navigate, register.key, go],
  );
  const at = search.record === undefined ? undefined : { key: search.record, store: search.of ?? '' };
  const shown = { register, view: looked, asked, rows, count, at, onOpen: open, tree };
  return (
    <div className={`register is-${width} ${search.record && !phone ? 'has-pane' : ''}`}>
      <RegisterCrumbs title={wordsIn(register.name, language)} />
      <div className="register-main">
        <ViewTabs register={register} views={views} saved={saved} at={chosen?.id ?? view.key} />
        <GridTools register={register} looked={looked} saved={chosen} />
        {looked.kind === 'kanban' ? (
          <KanbanView {...shown} />
        ) : looked.kind === 'calendar' ? (
          <CalendarView {...shown} />
        ) : looked.kind === 'gallery' ? (
          <GalleryView {...shown} />
        ) : (
          <Grid {...shown} />
        )}
      </div>
      {at && !phone && (
        <RecordPane register={register} record={at} order={rows.data ?? []} count={count} onOpen={open} />
      )}
    </div>
  );
}
