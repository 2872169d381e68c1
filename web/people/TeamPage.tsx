// 人手: who holds how much, and their tasks, to be given on.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarOff, Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Avatar } from '../parts/Avatar.tsx';
import { Empty } from '../parts/Empty.tsx';
import { List } from '../parts/List.tsx';
import { ListPage } from '../parts/ListPage.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { BulkDialog } from '../run/BulkDialog.tsx';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { useDropOnPerson } from './dragged-tasks.ts';
import { Held } from './Held.tsx';
import { Load } from './Load.tsx';
import { lastOf } from './last-of.ts';
import { teamQuery } from './queries.ts';
import './people.css';

export function TeamPage(): ReactNode {
  const { t } = useWords();
  const { moment, momentWithin } = useTime();
  const [{ person }, go] = useAddress<{ person?: string | undefined }>();
  const query = useQuery(teamQuery);
  const most = Math.max(0, ...(query.data?.items ?? []).map(({ open }) => open));
  const [giving, setGiving] = useState<{ tasks: string[]; to: string | undefined }>();
  const drop = useDropOnPerson((to, tasks) => to !== person && setGiving({ tasks, to }));
  return (
    <ListPage
      title={t('rail.team')}
      tools={
        <Link to="/absences" className="away-link">
          <CalendarOff size={16} strokeWidth={1.75} /> {t('absence.title')}
        </Link>
      }
    >
      <div className={`team ${person ? 'is-split' : ''}`}>
        <div {...drop.on}>
          <List
            rows={{ ...query, data: query.data?.items }}
            idOf={({ id }) => id}
            opens
            keys
            isAt={({ id }) => id === person || id === drop.over}
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
              {
                id: 'open',
                head: t('team.open'),
                cell: ({ open, overdue }) => <Load open={open} overdue={overdue} most={most} />,
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
        </div>
        {person && <Held key={person} person={person} onGive={(tasks, to) => setGiving({ tasks, to })} />}
      </div>
      {giving && (
        <BulkDialog
          verb="assign"
          selection={{ tasks: giving.tasks }}
          not={person}
          to={giving.to}
          onClose={() => setGiving(undefined)}
          onDone={() => setGiving(undefined)}
        />
      )}
    </ListPage>
  );
}
