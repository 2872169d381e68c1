// The tasks that somebody holds; several are given on at once.
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { CircleCheck, UserRoundCog } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { DueMark } from '../parts/DueMark.tsx';
import { Empty } from '../parts/Empty.tsx';
import { List } from '../parts/List.tsx';
import { usePages } from '../parts/usePages.ts';
import { ask, taskApi } from '../reach/client.ts';
import { BulkDialog } from '../run/BulkDialog.tsx';
import { named, useWords } from '../words/useWords.ts';

/** So many are given on at once. */
const MOST = 200;

export function Held({ person }: { person: string }): ReactNode {
  const { t, language } = useWords();
  const [giving, setGiving] = useState<{ tasks: string[]; none: () => void }>();
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
            <div className="bulk-bar">
              <strong>{t('bulk.chosenTasks', { count: tasks.length })}</strong>
              <Button type="primary" onClick={() => setGiving({ tasks: tasks.map(({ id }) => id), none })}>
                <UserRoundCog size={16} strokeWidth={1.75} /> {t('team.give', { count: tasks.length })}
              </Button>
              <Button type="text" onClick={none}>
                {t('inbox.none')}
              </Button>
            </div>
          ),
        }}
        columns={[
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
      {giving && (
        <BulkDialog
          verb="assign"
          selection={{ tasks: giving.tasks }}
          not={person}
          onClose={() => setGiving(undefined)}
          onDone={() => {
            setGiving(undefined);
            giving.none();
          }}
        />
      )}
    </section>
  );
}
