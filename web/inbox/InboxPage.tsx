// 我的工作: the list, the task beside it, its guide beside that. Narrower, one of them at a time.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Inbox } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { TaskGrid } from '../grid/TaskGrid.tsx';
import { Empty } from '../parts/Empty.tsx';
import { useWidth } from '../parts/useWidth.ts';
import { AwayLine } from '../people/AwayLine.tsx';
import type { TaskItem } from '../reach/shapes.ts';
import { Where } from '../shell/Where.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { DayTop } from '../today/DayTop.tsx';
import { useWords } from '../words/useWords.ts';
import { CopiesList } from './CopiesList.tsx';
import { DueCalendar } from './DueCalendar.tsx';
import type { InboxSearch } from './inbox-search.ts';
import { nextAfter } from './next-after.ts';
import { StartedList } from './StartedList.tsx';
import { TaskList } from './TaskList.tsx';
import { TaskPane } from './TaskPane.tsx';
import { Views } from './Views.tsx';
import './inbox.css';

export function InboxPage(): ReactNode {
  const { t } = useWords();
  const { fullNow } = useTime();
  const width = useWidth();
  const navigate = useNavigate();
  const search = useSearch({ from: '/in/work' });
  const { view = 'todo', task } = search;
  const [items, setItems] = useState<TaskItem[]>([]);
  const go = useCallback(
    (change: Partial<InboxSearch>, replace = false): void => {
      void navigate({ to: '/work', search: (before: InboxSearch) => ({ ...before, ...change }), replace });
    },
    [navigate],
  );
  const open = useCallback((id: string | undefined): void => go({ task: id, grid: undefined }), [go]);
  const openGrid = useCallback((id: string): void => go({ task: id, grid: true }), [go]);
  /** The next of the same case, else of the list. */
  const onDone = (id: string): void => {
    const next = nextAfter(items, id);
    go({ task: width === 'phone' && !next ? undefined : next }, true);
  };
  const single = width === 'phone' || width === 'narrow';
  const list = (
    <section className="inbox-list" aria-label={t('inbox.title')}>
      {width === 'phone' && view === 'todo' && !search.q && <DayTop />}
      <AwayLine />
      <Views
        view={view}
        onView={(next) => go({ view: next, task: undefined, grid: undefined, q: undefined, unread: undefined })}
      />
      {view === 'copies' ? (
        <CopiesList unread={search.unread === true} onUnread={(on) => go({ unread: on || undefined }, true)} />
      ) : view === 'started' ? (
        <StartedList q={search.q} onFind={(q) => go({ q }, true)} />
      ) : (
        <TaskList
          key={view}
          view={view}
          search={search}
          selected={task}
          onSelect={open}
          onGrid={openGrid}
          onFilter={(filter) => go(filter, true)}
          onItems={setItems}
          onClaimed={() => go({ view: 'todo', task: undefined, grid: undefined })}
        />
      )}
    </section>
  );
  const calendar = <DueCalendar search={search} onGo={(change) => go(change, change.task === undefined)} />;
  const pane = !task ? undefined : search.grid ? (
    <TaskGrid key={task} id={task} width={width} onClose={() => open(undefined)} onOpen={open} />
  ) : (
    <TaskPane
      key={task}
      id={task}
      width={width}
      onClose={() => open(undefined)}
      onDone={() => onDone(task)}
      onClaimed={() => {}}
      onReleased={() => onDone(task)}
      onGrid={() => openGrid(task)}
    />
  );
  return (
    <>
      <Where>
        <h1 className="top-title">{t('inbox.title')}</h1>
        <span className="top-note">{fullNow}</span>
      </Where>
      <div className={`inbox is-${width} ${task && width === 'phone' ? 'is-full' : ''}`}>
        {(!task || !single) && (search.calendar && single ? calendar : list)}
        {single
          ? pane
          : (view === 'started' || view === 'copies') && !task
            ? null
            : (pane ??
              (search.calendar && calendar) ?? (
                <div className="inbox-blank">
                  <Empty icon={Inbox} title={t('inbox.pick')} hint={t('inbox.pickHint')} />
                </div>
              ))}
      </div>
    </>
  );
}
