// Open and late work by department, with what is latest in each, why, and what can be done about it.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Avatar } from '../parts/Avatar.tsx';
import { DueMark } from '../parts/DueMark.tsx';
import { Empty } from '../parts/Empty.tsx';
import { type Column, List } from '../parts/List.tsx';
import type { GroupItem } from '../reach/shapes.ts';
import { BulkDialog } from '../run/BulkDialog.tsx';
import { counted } from '../values/counted.ts';
import { named, useWords } from '../words/useWords.ts';
import { Block } from './Block.tsx';
import { groupsQuery } from './queries.ts';

export function Groups(): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const query = useQuery(groupsQuery);
  const [assigning, setAssigning] = useState<Worst>();
  const columns = useColumns(setAssigning);
  const close = (): void => {
    setAssigning(undefined);
    void queries.invalidateQueries({ queryKey: ['today'] });
  };
  return (
    <Block
      title={t('today.groups.title')}
      hint={t('today.groups.hint')}
      link={
        <Link to="/cases" search={{ show: 'overdue' }} className="link">
          {t('today.groups.all')}
        </Link>
      }
      query={query}
    >
      {({ items }) => (
        <>
          <List
            rows={{ ...query, data: items }}
            idOf={({ department }) => department?.id ?? ''}
            columns={columns}
            empty={<Empty icon={Users} title={t('today.groups.none')} hint={t('today.groups.noneHint')} />}
          />
          {assigning && (
            <BulkDialog
              verb="assign"
              selection={{ tasks: [assigning.id] }}
              not={assigning.holder ?? undefined}
              onClose={close}
              onDone={close}
            />
          )}
        </>
      )}
    </Block>
  );
}

type Worst = NonNullable<GroupItem['worst']>;

function useColumns(onAssign: (worst: Worst) => void): Column<GroupItem>[] {
  const { t, language } = useWords();
  return [
    {
      id: 'department',
      head: t('today.groups.department'),
      cell: ({ department, head }) => (
        <span className="group-name">
          {head && <Avatar name={head} />}
          <strong>{department ? named(department, language) : t('today.groups.nobody')}</strong>
          {head && <span className="quiet">{head}</span>}
        </span>
      ),
    },
    {
      id: 'open',
      head: t('today.groups.open'),
      className: 'is-end is-number',
      cell: ({ open }) => counted(open),
    },
    {
      id: 'late',
      head: t('today.groups.late'),
      className: 'is-end is-number',
      cell: ({ late }) => <span className={late > 0 ? 'is-amber' : 'quiet'}>{counted(late)}</span>,
    },
    {
      id: 'worst',
      head: t('today.groups.worst'),
      cell: ({ worst }) =>
        worst ? (
          <Link to="/cases/$id" params={{ id: worst.case }} className="group-worst">
            <span className="cut">
              {named(worst, language)} <bdi className="quiet">{worst.title ?? ''}</bdi>
            </span>
            <DueMark due={worst.due} since={worst.createdAt} />
          </Link>
        ) : (
          <span className="group-fine">
            <CircleCheck size={14} strokeWidth={1.75} aria-hidden="true" /> {t('today.groups.fine')}
          </span>
        ),
    },
    {
      id: 'why',
      head: t('today.groups.why'),
      gives: 1,
      cell: ({ worst }) =>
        worst &&
        (worst.stuck
          ? t('today.groups.stuck')
          : worst.who
            ? t('today.groups.held', { name: worst.who })
            : t('today.groups.pool')),
    },
    {
      id: 'verb',
      head: t('today.groups.verb'),
      unseen: true,
      className: 'is-end',
      cell: ({ worst }) =>
        worst &&
        (worst.stuck ? (
          <Link to="/cases/$id" params={{ id: worst.case }} className="link">
            {t('today.groups.look')}
          </Link>
        ) : (
          <button type="button" className="link" onClick={() => onAssign(worst)}>
            {t(worst.holder ? 'today.groups.hand' : 'today.groups.assign')}
            <span className="unseen"> {worst.title ?? named(worst, language)}</span>
          </button>
        )),
    },
  ];
}
