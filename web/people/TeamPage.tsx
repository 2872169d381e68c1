// 人手: who holds how much, and their tasks, to be given on.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox } from 'antd';
import { UserRoundCog, Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Avatar } from '../parts/Avatar.tsx';
import { DueMark } from '../parts/DueMark.tsx';
import { Empty } from '../parts/Empty.tsx';
import { More } from '../parts/More.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Tag } from '../parts/Tag.tsx';
import { ask, taskApi, teamApi } from '../reach/client.ts';
import { Where } from '../shell/Where.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import { GiveTo } from './GiveTo.tsx';
import './people.css';

export function TeamPage(): ReactNode {
  const { t } = useWords();
  const { moment } = useTime();
  const navigate = useNavigate();
  const { person } = useSearch({ from: '/in/team' });
  const query = useQuery({ queryKey: ['team'], queryFn: () => ask(teamApi.team.$get()) });
  return (
    <div className="page is-flush">
      <Where>
        <h1 className="top-title">{t('rail.team')}</h1>
      </Where>
      <div className="page-body">
        <Shown query={query} skeleton={<Skeleton rows={8} lines={[80]} height={40} />}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon={Users} title={t('team.none')} hint={t('team.noneHint')} />
            ) : (
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{t('people.name')}</th>
                    <th scope="col" className="is-number">
                      {t('team.open')}
                    </th>
                    <th scope="col" className="is-number">
                      {t('team.overdue')}
                    </th>
                    <th scope="col" className="opt-1">
                      {t('team.next')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((one) => (
                    <tr key={one.id} className={one.id === person ? 'is-here' : ''}>
                      <td>
                        <button
                          type="button"
                          className="owner"
                          aria-expanded={one.id === person}
                          onClick={() =>
                            void navigate({ to: '/team', search: one.id === person ? {} : { person: one.id } })
                          }
                        >
                          <Avatar name={one.name} size={24} /> {one.name}
                          {!one.active && <Tag tone="line">{t('people.off')}</Tag>}
                        </button>
                      </td>
                      <td className="is-number">{one.open}</td>
                      <td className={`is-number ${one.overdue ? 'is-bad' : ''}`}>{one.overdue || ''}</td>
                      <td className="opt-1 quiet">{one.next === null ? '' : moment(one.next)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Shown>
        {person && <Held key={person} person={person} />}
      </div>
    </div>
  );
}

function Held({ person }: { person: string }): ReactNode {
  const { t, language } = useWords();
  const [chosen, setChosen] = useState(new Set<string>());
  const [giving, setGiving] = useState(false);
  const query = useInfiniteQuery({
    queryKey: ['tasks', 'held', person],
    queryFn: ({ pageParam }) =>
      ask(
        taskApi.tasks.$get({
          query: { view: 'all', assignee: person, limit: 50, ...(pageParam && { cursor: pageParam }) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const items = query.data?.pages.flatMap((page) => page.items);
  const toggle = (id: string, on: boolean): void =>
    setChosen((before) => {
      const next = new Set(before);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  return (
    <section className="held" aria-label={t('team.tasks')}>
      <header>
        <Checkbox
          checked={Boolean(items?.length) && chosen.size === items?.length}
          indeterminate={chosen.size > 0 && chosen.size < (items?.length ?? 0)}
          onChange={({ target }) => setChosen(new Set(target.checked ? items?.slice(0, 200).map(({ id }) => id) : []))}
        >
          {t('inbox.all')}
        </Checkbox>
        <Button type="primary" disabled={chosen.size === 0} onClick={() => setGiving(true)}>
          <UserRoundCog size={16} strokeWidth={1.75} /> {t('team.give', { count: chosen.size })}
        </Button>
      </header>
      <Shown query={{ ...query, data: items }} skeleton={<Skeleton rows={4} lines={[80]} height={40} />}>
        {(tasks) => (
          <ul>
            {tasks.map((task) => (
              <li key={task.id}>
                <Checkbox
                  aria-label={`${named(task, language)} ${task.title ?? task.businessKey ?? ''}`}
                  checked={chosen.has(task.id)}
                  onChange={({ target }) => toggle(task.id, target.checked)}
                />
                <Link to="/cases/$id" params={{ id: task.case }} className="cut">
                  <strong>{named(task, language)}</strong> <bdi>{task.title ?? task.businessKey}</bdi>
                </Link>
                <small className="quiet">{named(task.process, language)}</small>
                {task.due !== null && <DueMark due={task.due} since={task.createdAt} />}
              </li>
            ))}
          </ul>
        )}
      </Shown>
      <More query={query} />
      {giving && (
        <GiveTo ids={[...chosen]} not={person} onClose={() => setGiving(false)} onDone={() => setChosen(new Set())} />
      )}
    </section>
  );
}
