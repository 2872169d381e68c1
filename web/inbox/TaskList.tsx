// The list: search, filter, groups by due time, several at once, keys.
import { useQuery } from '@tanstack/react-query';
import { Button, Tooltip } from 'antd';
import { CalendarDays, CircleCheck, ClockArrowDown, Inbox, ListChecks, Search, Table2 } from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useMemo, useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { List } from '../parts/List.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { useChosen } from '../parts/useChosen.ts';
import { useListKeys } from '../parts/useListKeys.ts';
import { ProcessFilter } from '../processes/ProcessFilter.tsx';
import { ask, taskApi } from '../reach/client.ts';
import type { TaskItem } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { type DueGroup, dueGroup } from '../time/time-words.ts';
import { named, useWords } from '../words/useWords.ts';
import type { InboxSearch, View } from './inbox-search.ts';
import { SavedFilters } from './SavedFilters.tsx';
import { Several } from './Several.tsx';
import { TaskRow } from './TaskRow.tsx';
import { useCounts } from './useCounts.ts';
import { useSeveralKeys } from './useSeveralKeys.ts';
import { useTasks } from './useTasks.ts';

type Props = {
  view: Exclude<View, 'started' | 'copies'>;
  search: InboxSearch;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  /** Opens it with the others of its step. */
  onGrid: (id: string) => void;
  onFilter: (filter: Partial<InboxSearch>) => void;
  onItems: (items: TaskItem[]) => void;
  onClaimed: () => void;
};

const ORDER: DueGroup[] = ['late', 'today', 'later', 'none'];
/** So many are done at once. */
const MOST = 100;
const NONE: never[] = [];

export function TaskList({ view, search, selected, onSelect, onGrid, onFilter, onItems, onClaimed }: Props): ReactNode {
  const { t, language } = useWords();
  const { now, zone } = useTime();
  const [many, setMany] = useState(false);
  const newest = view === 'todo' && search.newest === true;
  const rows = useTasks({ view, process: search.process, q: search.q, sort: newest ? 'newest' : undefined });
  const items = rows.data;
  useEffect(() => onItems(items ?? []), [items, onItems]);
  const groups = useMemo(() => {
    if (view === 'done' || newest) return [['none', items ?? []] as const];
    const made = new Map<DueGroup, TaskItem[]>(ORDER.map((group) => [group, []]));
    for (const item of items ?? []) made.get(dueGroup(item.due, now, zone))?.push(item);
    return [...made].filter(([, list]) => list.length > 0);
  }, [items, view, newest, now, zone]);
  const order = useMemo(() => groups.flatMap(([, list]) => list), [groups]);
  const chosen = useChosen(many ? order.filter(({ paused }) => !paused).map(({ id }) => id) : [], MOST);
  useSeveralKeys({
    on: view === 'claimable' || view === 'todo',
    many,
    onMany: setMany,
    onChoose: () => selected !== undefined && chosen.put(selected, !chosen.has(selected)),
  });
  useListKeys({ order: () => order.map(({ id }) => id), at: () => selected, onAt: onSelect });
  const processes =
    useQuery({
      queryKey: ['tasks', 'processes', view],
      queryFn: () => ask(taskApi.tasks.processes.$get({ query: { view } })),
      staleTime: 30_000,
      placeholderData: (before) => before,
    }).data?.items ?? NONE;
  const process = processes.find(({ key }) => key === search.process);
  const suggested =
    [process && named(process, language), search.q, newest && t('inbox.byNewest')].filter(Boolean).join(' · ') ||
    t('inbox.filterName');
  return (
    <>
      <div className="inbox-tools">
        <Find value={search.q} label={t(`inbox.find.${view}`)} onFind={(q) => onFilter({ q })} />
        {(processes.length > 1 || search.process) && (
          <ProcessFilter value={search.process} processes={processes} onChange={(process) => onFilter({ process })} />
        )}
        {view === 'todo' && !search.q && (
          <Tooltip title={t(newest ? 'inbox.byDue' : 'inbox.byNewest')}>
            <button
              type="button"
              className="act"
              aria-pressed={newest}
              aria-label={t('inbox.byNewest')}
              onClick={() => onFilter({ newest: newest ? undefined : true })}
            >
              <ClockArrowDown size={18} strokeWidth={1.75} />
            </button>
          </Tooltip>
        )}
        {view === 'todo' && (
          <Tooltip title={t('inbox.calendar')}>
            <button
              type="button"
              className="act"
              aria-pressed={search.calendar !== undefined}
              aria-label={t('inbox.calendar')}
              onClick={() =>
                onFilter({
                  calendar: search.calendar === undefined ? 'month' : undefined,
                  day: undefined,
                  task: undefined,
                })
              }
            >
              <CalendarDays size={18} strokeWidth={1.75} />
            </button>
          </Tooltip>
        )}
        {(view === 'claimable' || view === 'todo') && (
          <Tooltip title={`${t(`inbox.several.${view}`)} · X`}>
            <button
              type="button"
              className="act"
              aria-pressed={many}
              aria-label={t(`inbox.several.${view}`)}
              onClick={() => setMany(!many)}
            >
              <ListChecks size={18} strokeWidth={1.75} />
            </button>
          </Tooltip>
        )}
      </div>
      <SavedFilters
        filter={{
          ...(view !== 'todo' && { view }),
          ...(search.process && { process: search.process }),
          ...(search.q && { q: search.q }),
          ...(newest && { sort: 'newest' }),
        }}
        suggested={suggested}
        onFilter={onFilter}
      />
      <div className="inbox-rows">
        <List
          rows={rows}
          skeleton={<Skeleton rows={7} lines={[44, 58, 76]} />}
          empty={
            <Nothing
              view={view}
              filtered={Boolean(search.q ?? search.process)}
              onClear={() => onFilter({ q: undefined, process: undefined })}
            />
          }
        >
          {() =>
            groups.map(([group, list]) => (
              <Fragment key={group}>
                {view !== 'done' && !newest && (
                  <h2 className="group-head">
                    {t(`inbox.group.${group}`)}{' '}
                    <span>{rows.hasNextPage && group === groups.at(-1)?.[0] ? `${list.length}+` : list.length}</span>
                  </h2>
                )}
                <ul>
                  {list.map((item, at) => {
                    const together = view === 'todo' && !many ? gridFrom(list, at) : 0;
                    return (
                      <Fragment key={item.id}>
                        {together > 1 && (
                          <li>
                            <button type="button" className="grid-offer-row" onClick={() => onGrid(item.id)}>
                              <Table2 size={16} strokeWidth={1.75} aria-hidden="true" />
                              {t('grid.offerList', { count: together })}
                            </button>
                          </li>
                        )}
                        <TaskRow
                          item={item}
                          view={view}
                          selected={item.id === selected}
                          showProcess={processes.length > 1}
                          chosen={many ? chosen.has(item.id) : undefined}
                          onOpen={() => onSelect(item.id)}
                          onChoose={(on) => chosen.put(item.id, on)}
                        />
                      </Fragment>
                    );
                  })}
                </ul>
              </Fragment>
            ))
          }
        </List>
      </div>
      {many ? (
        <Several
          view={view}
          chosen={chosen}
          items={order}
          onDone={view === 'todo' ? () => setMany(false) : onClaimed}
        />
      ) : (
        <footer className="keys" aria-hidden="true">
          <kbd>J</kbd>
          <kbd>K</kbd> {t('keys.move')} <kbd>C</kbd> {t('keys.claim')} <kbd>E</kbd> {t('keys.fill')} <kbd>S</kbd>{' '}
          {t('keys.submit')}
        </footer>
      )}
    </>
  );
}

/** How many of one step begin here; 0: none, or they began above. */
function gridFrom(list: TaskItem[], at: number): number {
  const same = (one: TaskItem | undefined): boolean =>
    one !== undefined && one.asGrid && one.case === list[at]?.case && one.element === list[at]?.element;
  if (!same(list[at]) || same(list[at - 1])) return 0;
  const end = list.findIndex((one, n) => n > at && !same(one));
  return (end < 0 ? list.length : end) - at;
}

type NothingProps = { view: Props['view']; filtered: boolean; onClear: () => void };
function Nothing({ view, filtered, onClear }: NothingProps): ReactNode {
  const { t } = useWords();
  const claimable = useCounts().data?.claimable ?? 0;
  if (filtered)
    return (
      <Empty icon={Search} title={t('inbox.nothingFound')} hint={t('inbox.nothingFoundHint')}>
        <Button onClick={onClear}>{t('inbox.clearFilter')}</Button>
      </Empty>
    );
  if (view === 'todo')
    return (
      <Empty
        icon={CircleCheck}
        title={t('inbox.allDone')}
        hint={claimable ? t('inbox.allDoneClaim', { count: claimable }) : t('inbox.allDoneHint')}
      >
        {claimable > 0 ? (
          <Button href="/work?view=claimable">{t('inbox.seeClaimable')}</Button>
        ) : (
          <Button href="/start">{t('rail.start')}</Button>
        )}
      </Empty>
    );
  if (view === 'claimable')
    return <Empty icon={Inbox} title={t('inbox.noneClaimable')} hint={t('inbox.noneClaimableHint')} />;
  return <Empty icon={CircleCheck} title={t('inbox.noneDone')} hint={t('inbox.noneDoneHint')} />;
}
