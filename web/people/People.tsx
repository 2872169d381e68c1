// People by name: level, roles, department; added, changed, shut out.

import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Plus, Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { listed } from '../../words/say.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Find } from '../parts/Find.tsx';
import { List } from '../parts/List.tsx';
import { Tag } from '../parts/Tag.tsx';
import { useAddress } from '../parts/useAddress.ts';
import { usePages } from '../parts/usePages.ts';
import { departmentsQuery, rolesQuery } from '../processes/queries.ts';
import { ask, peopleApi } from '../reach/client.ts';
import type { Person, Texts } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { named, useWords } from '../words/useWords.ts';
import { lastOf } from './last-of.ts';
import { PersonForm } from './PersonForm.tsx';

export function People({ tabs }: { tabs: ReactNode }): ReactNode {
  const { t, language } = useWords();
  const { momentWithin } = useTime();
  const [{ q }, go] = useAddress<{ q?: string | undefined }>();
  const [open, setOpen] = useState<Person | 'new'>();
  const roles = useQuery(rolesQuery).data?.items ?? [];
  const departments = useQuery(departmentsQuery).data?.items ?? [];
  const rows = usePages(['people', 'list', q ?? ''], (from) =>
    ask(peopleApi.people.$get({ query: { limit: 50, ...from, ...(q && { q }) } })),
  );
  const word = (list: { id: string; name: string; texts: Texts }[], id: string): string => {
    const one = list.find((each) => each.id === id);
    return one ? named(one, language) : id;
  };
  return (
    <>
      <div className="page-tools">
        {tabs}
        <Find value={q} label={t('people.find')} onFind={(next) => go({ q: next })} />
        <span className="spacer" />
        <Button type="primary" onClick={() => setOpen('new')}>
          <Plus size={16} strokeWidth={1.75} /> {t('people.add')}
        </Button>
      </div>
      <div className="page-body">
        <List
          rows={rows}
          idOf={({ id }) => id}
          opens
          keys
          isOff={({ active }) => !active}
          empty={<Empty icon={Users} title={t('inbox.nothingFound')} hint={t('inbox.nothingFoundHint')} />}
          columns={[
            {
              id: 'name',
              head: t('people.name'),
              cell: (person) => (
                <button type="button" className="owner" onClick={() => setOpen(person)}>
                  <Avatar name={person.name} size={24} /> {person.name}
                  {!person.active && <Tag tone="line">{t('people.off')}</Tag>}
                  {person.awayUntil !== null && (
                    <Tag tone="amber">{t('absence.away', { until: momentWithin(lastOf(person.awayUntil)) })}</Tag>
                  )}
                </button>
              ),
            },
            {
              id: 'username',
              head: t('signIn.username'),
              gives: 2,
              className: 'quiet',
              cell: ({ username }) => username,
            },
            { id: 'level', head: t('people.level'), cell: ({ level }) => t(`level.${level}`) },
            {
              id: 'roles',
              head: t('people.roles'),
              gives: 1,
              cell: (person) =>
                person.roles.length > 0 && (
                  <span className="cut">
                    {listed(
                      person.roles.map((role) => word(roles, role)),
                      language,
                    )}
                  </span>
                ),
            },
            {
              id: 'department',
              head: t('people.department'),
              gives: 1,
              cell: ({ department }) => department && word(departments, department),
            },
          ]}
        />
      </div>
      {open && (
        <PersonForm
          person={open === 'new' ? undefined : open}
          roles={roles}
          departments={departments}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}
