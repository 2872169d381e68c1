// 人手: who holds how much, and their tasks, to be given on.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarOff, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '../parts/Avatar.tsx';
import { Empty } from '../parts/Empty.tsx';
import { List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { Held } from './Held.tsx';
import { lastOf } from './last-of.ts';
import { teamQuery } from './queries.ts';
import './people.css';

export function TeamPage(): ReactNode {
  const { t } = useWords();
  const { moment, momentWithin } = useTime();
  const [{ person }, go] = useAddress<{ person?: string | undefined }>();
  const query = useQuery(teamQuery);
  return (
    <ListPage
      title={t('rail.team')}
      tools={
        <Link to="/absences" className="away-link">
          <CalendarOff size={16} strokeWidth={1.75} /> {t('absence.title')}
        </Link>
      }
    >
      <List
        rows={{ ...query, data: query.data?.items }}
        idOf={({ id }) => id}
        opens
        keys
        isAt={({ id }) => id === person}
        empty={<Empty icon={Users} title={t('team.none')} hint={t('team.noneHint')} />}
        columns={[
          {
            id: 'name',
            head: t('people.name'),
            cell: ({ id, name, active, awayUntil }) => (
              <button
                type="button"
                className="owner"
                aria-expanded={id === person}
                onClick={() => go({ person: id === person ? undefined : id })}
              >
                <Avatar name={name} size={24} /> {name}
                {!active && <Tag tone="line">{t('people.off')}</Tag>}
                {awayUntil !== null && (
                  <Tag tone="amber">{t('absence.away', { until: momentWithin(lastOf(awayUntil)) })}</Tag>
                )}
              </button>
            ),
          },
          { id: 'open', head: t('team.open'), className: 'is-end is-number', cell: ({ open }) => open },
          {
            id: 'overdue',
            head: t('team.overdue'),
            className: 'is-end is-number is-bad',
            cell: ({ overdue }) => overdue || null,
          },
          {
            id: 'next',
            head: t('team.next'),
            gives: 1,
            className: 'is-end quiet',
            cell: ({ next }) => next !== null && moment(next),
          },
        ]}
      />
      {person && <Held key={person} person={person} />}
    </ListPage>
  );
}
