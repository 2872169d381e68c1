// The list: search, filter, groups by due time, several at once, keys.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, type InputRef, Select, Tooltip } from 'antd';
import { CircleCheck, HandHelping, Inbox, ListChecks, Search } from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { More } from '../parts/More.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { ask, taskApi, taskWorkApi } from '../reach/client.ts';
import type { TaskItem } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { type DueGroup, dueGroup } from '../time/time-words.ts';
import { named, useWords } from '../words/useWords.ts';
import type { InboxSearch, View } from './inbox-search.ts';
import { TaskRow } from './TaskRow.tsx';
import { useCounts } from './useCounts.ts';
import { useListKeys } from './useListKeys.ts';
import { useTasks } from './useTasks.ts';

type Props = {
  view: Exclude<View, 'started'>;
  search: InboxSearch;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  onFilter: (filter: { q?: string | undefined; process?: string | undefined }) => void;
  onItems: (items: TaskItem[]) => void;
  onClaimed: () => void;
};

const ORDER: DueGroup[] = ['late', 'today', 'later', 'none'];
const TYPING_MS = 250;
const NONE: never[] = [];

export function TaskList({ view, search, selected, onSelect, onFilter, onItems, onClaimed }: Props): ReactNode {
  const { t, language } = useWords();
  const { now, zone } = useTime();
  const box = useRef<InputRef>(null);
  const [text, setText] = useState(search.q ?? '');
  const [many, setMany] = useState<Set<string> | undefined>();
  const { query, items } = useTasks({ view, process: search.process, q: search.q });
  useEffect(() => onItems(items ?? []), [items, onItems]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view begins afresh
  useEffect(() => {
    setMany(undefined);
    setText('');
  }, [view]);
  useEffect(() => {
    if (text === (search.q ?? '')) return;
    const timer = setTimeout(() => onFilter({ q: text.trim() || undefined }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, search.q, onFilter]);
  const groups = useMemo(() => {
    if (view === 'done') return [['none', items ?? []] as const];
    const made = new Map<DueGroup, TaskItem[]>(ORDER.map((group) => [group, []]));
    for (const item of items ?? []) made.get(dueGroup(item.due, now, zone))?.push(item);
    return [...made].filter(([, list]) => list.length > 0);
  }, [items, view, now, zone]);
  const order = useMemo(() => groups.flatMap(([, list]) => list), [groups]);
  useListKeys({ order, selected, onSelect, onSearch: () => box.current?.focus({ cursor: 'all' }) });
  const processes =
    useQuery({
      queryKey: ['tasks', 'processes', view],
      queryFn: () => ask(taskApi.tasks.processes.$get({ query: { view } })),
      staleTime: 30_000,
      placeholderData: (before) => before,
    }).data?.items ?? NONE;
  const hasMore = query.hasNextPage;
  return (
    <>
      <div className="inbox-tools">
        <Input
          ref={box}
          value={text}
          prefix={<Search size={15} strokeWidth={1.75} />}
          suffix={text ? undefined : <kbd>/</kbd>}
          placeholder={t(`inbox.find.${view}`)}
          aria-label={t(`inbox.find.${view}`)}
          allowClear
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && box.current?.blur()}
        />
        {(processes.length > 1 || search.process) && (
          <Select
            aria-label={t('inbox.process')}
            value={search.process ?? ''}
            popupMatchSelectWidth={false}
            options={[
              { value: '', label: t('inbox.allProcesses') },
              ...processes.map((one) => ({ value: one.key, label: named(one, language) })),
            ]}
            onChange={(process) => onFilter({ process: process || undefined })}
          />
        )}
        {view === 'claimable' && (
          <Tooltip title={t('inbox.several')}>
            <button
              type="button"
              className="act"
              aria-pressed={many !== undefined}
              aria-label={t('inbox.several')}
              onClick={() => setMany(many ? undefined : new Set())}
            >
              <ListChecks size={18} strokeWidth={1.75} />
            </button>
          </Tooltip>
        )}
      </div>
      <div className="inbox-rows">
        <Shown query={{ ...query, data: items }} skeleton={<Skeleton rows={7} lines={[44, 58, 76]} />}>
          {() =>
            order.length === 0 ? (
              <Nothing
                view={view}
                filtered={Boolean(search.q ?? search.process)}
                onClear={() => {
                  setText('');
                  onFilter({ q: undefined, process: undefined });
                }}
              />
            ) : (
              groups.map(([group, list]) => (
                <Fragment key={group}>
                  {view !== 'done' && (
                    <h2 className="group-head">
                      {t(`inbox.group.${group}`)}{' '}
                      <span>{hasMore && group === groups.at(-1)?.[0] ? `${list.length}+` : list.length}</span>
                    </h2>
                  )}
                  <ul>
                    {list.map((item) => (
                      <TaskRow
                        key={item.id}
                        item={item}
                        view={view}
                        selected={item.id === selected}
                        showProcess={processes.length > 1}
                        chosen={many?.has(item.id)}
                        onOpen={() => onSelect(item.id)}
                        onChoose={(on) =>
                          setMany((before) => {
                            const next = new Set(before);
                            if (on) next.add(item.id);
                            else next.delete(item.id);
                            return next;
                          })
                        }
                      />
                    ))}
                  </ul>
                </Fragment>
              ))
            )
          }
        </Shown>
        <More query={query} />
      </div>
      {many ? (
        <ClaimSeveral
          ids={[...many]}
          all={order.filter(({ paused }) => !paused).map(({ id }) => id)}
          onAll={(ids) => setMany(new Set(ids))}
          onDone={() => {
            setMany(undefined);
            onClaimed();
          }}
        />
      ) : (
        <footer className="keys" aria-hidden="true">
          <kbd>J</kbd>
          <kbd>K</kbd> {t('keys.move')} <kbd>C</kbd> {t('keys.claim')} <kbd>S</kbd> {t('keys.submit')}
        </footer>
      )}
    </>
  );
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
        {claimable > 0 && <Button href="/work?view=claimable">{t('inbox.seeClaimable')}</Button>}
      </Empty>
    );
  if (view === 'claimable')
    return <Empty icon={Inbox} title={t('inbox.noneClaimable')} hint={t('inbox.noneClaimableHint')} />;
  return <Empty icon={CircleCheck} title={t('inbox.noneDone')} hint={t('inbox.noneDoneHint')} />;
}

type SeveralProps = { ids: string[]; all: string[]; onAll: (ids: string[]) => void; onDone: () => void };

function ClaimSeveral({ ids, all, onAll, onDone }: SeveralProps): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const claim = useMutation({
    mutationFn: () => ask(taskWorkApi.tasks['claim-batch'].$post({ json: { ids: ids.slice(0, 100) } })),
    onSuccess: async ({ results }) => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['tasks'] }),
        queries.invalidateQueries({ queryKey: ['counts'] }),
      ]);
      if (results.every(({ ok }) => ok)) onDone();
      else onAll(results.filter(({ ok }) => !ok).map(({ id }) => id));
    },
  });
  const missed = claim.data?.results.filter(({ ok }) => !ok).length ?? 0;
  return (
    <footer className="several">
      {claim.isError && <Failed error={claim.error} />}
      {missed > 0 && <p role="status">{t('inbox.missed', { count: missed })}</p>}
      <div>
        <Button type="primary" disabled={ids.length === 0} loading={claim.isPending} onClick={() => claim.mutate()}>
          <HandHelping size={16} strokeWidth={1.75} /> {t('inbox.claimMany', { count: ids.length })}
        </Button>
        <Button onClick={() => onAll(ids.length === all.length ? [] : all.slice(0, 100))}>
          {t(ids.length === all.length ? 'inbox.none' : 'inbox.all')}
        </Button>
      </div>
    </footer>
  );
}
