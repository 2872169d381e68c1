// The tasks that somebody holds; several are given on at once.
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { CircleCheck, GripVertical, UserRoundCog } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { DueMark } from '../parts/DueMark.tsx';
import { Empty } from '../parts/Empty.tsx';
import { List } from '../parts/List.tsx';
import { usePages } from '../parts/usePages.ts';
import { ask, taskApi } from '../reach/client.ts';
import { named, useWords } from '../words/useWords.ts';
import { takeAlong } from './dragged-tasks.ts';

/** So many are given on at once. */
const MOST = 200;

type Props = {
  person: string;
  /** `to`: on whom they were let go; undefined: it is still to be said. */
  onGive: (tasks: string[], to: string | undefined) => void;
};

export function Held({ person, onGive }: Props): ReactNode {
  const { t, language } = useWords();
  const chosen = useRef<string[]>([]);
  const rows = usePages(['tasks', 'held', person], (from) =>
    ask(taskApi.tasks.$get({ query: { view: 'all', assignee: person, limit: 50, ...from } })),
  );
  return (
    <section className="held" aria-label={t('team.tasks')}>
      <h2>{t('team.tasks')}</h2>
      <List
        rows={rows}
        idOf={({ id }) => id}
        opens
        empty={<Empty icon={CircleCheck} title={t('team.holdsNothing')} />}
        choice={{
          name: (task) => `${named(task, language)} ${task.title ?? task.businessKey ?? ''}`,
          most: MOST,
          bar: (tasks, none) => (
            <Chosen
              tasks={tasks.map(({ id }) => id)}
              onChosen={(ids) => {
                chosen.current = ids;
              }}
              onGive={(ids) => onGive(ids, undefined)}
              onNone={none}
            />
          ),
        }}
        columns={[
          {
            id: 'grip',
            head: t('team.giveDo'),
            unseen: true,
            className: 'is-grip',
            cell: (task) => {
              // One that is chosen takes the others along.
              const all = (): string[] => (chosen.current.includes(task.id) ? chosen.current : [task.id]);
              return (
                <button
                  type="button"
                  className="grip"
                  draggable
                  aria-label={`${t('team.giveDo')} ${named(task, language)} ${task.title ?? task.businessKey ?? ''}`}
                  title={t('team.drag')}
                  onDragStart={(event) => takeAlong(event, all())}
                  onClick={() => onGive(all(), undefined)}
                >
                  <GripVertical size={16} strokeWidth={1.75} aria-hidden="true" />
                </button>
              );
            },
          },
          {
            id: 'task',
            head: t('team.task'),
            cell: (task) => (
              <Link to="/cases/$id" params={{ id: task.case }} className="cut">
                {named(task, language)} <bdi>{task.title ?? task.businessKey}</bdi>
              </Link>
            ),
          },
          {
            id: 'process',
            head: t('inbox.process'),
            gives: 2,
            className: 'quiet',
            cell: (task) => named(task.process, language),
          },
          {
            id: 'due',
            head: t('cases.due'),
            className: 'is-end',
            cell: (task) => task.due !== null && <DueMark due={task.due} since={task.createdAt} />,
          },
        ]}
      />
    </section>
  );
}

type ChosenProps = {
  tasks: string[];
  onChosen: (tasks: string[]) => void;
  onGive: (tasks: string[]) => void;
  onNone: () => void;
};
function Chosen({ tasks, onChosen, onGive, onNone }: ChosenProps): ReactNode {
  const { t } = useWords();
  useEffect(() => {
    onChosen(tasks);
    return () => onChosen([]);
  });
  return (
    <div className="bulk-bar">
      <strong>{t('bulk.chosenTasks', { count: tasks.length })}</strong>
      <Button type="primary" onClick={() => onGive(tasks)}>
        <UserRoundCog size={16} strokeWidth={1.75} /> {t('team.give', { count: tasks.length })}
      </Button>
      <Button type="text" onClick={onNone}>
        {t('inbox.none')}
      </Button>
    </div>
  );
}
