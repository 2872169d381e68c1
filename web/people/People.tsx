// People by name: level, roles, department; added, changed, shut out.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Plus, Search, Users } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { Avatar } from '../parts/Avatar.tsx';
import { Empty } from '../parts/Empty.tsx';
import { More } from '../parts/More.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Tag } from '../parts/Tag.tsx';
import { departmentsQuery, rolesQuery } from '../processes/queries.ts';
import { ask, peopleApi } from '../reach/client.ts';
import type { Person } from '../reach/shapes.ts';
import { named, useWords } from '../words/useWords.ts';
import { PersonForm } from './PersonForm.tsx';

export function People(): ReactNode {
  const { t, language } = useWords();
  const [text, setText] = useState('');
  const [open, setOpen] = useState<Person | 'new'>();
  const q = useDeferredValue(text.trim());
  const roles = useQuery(rolesQuery).data?.items ?? [];
  const departments = useQuery(departmentsQuery).data?.items ?? [];
  const query = useInfiniteQuery({
    queryKey: ['people', 'list', q],
    queryFn: ({ pageParam }) =>
      ask(peopleApi.people.$get({ query: { limit: 50, ...(q && { q }), ...(pageParam && { cursor: pageParam }) } })),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  });
  const items = query.data?.pages.flatMap((page) => page.items);
  const word = (
    list: { id: string; name: string; texts: Record<string, { name?: string | undefined }> }[],
    id: string,
  ): string => {
    const one = list.find((each) => each.id === id);
    return one ? named(one, language) : id;
  };
  return (
    <>
      <div className="page-tools">
        <Input
          className="page-find"
          value={text}
          allowClear
          prefix={<Search size={15} strokeWidth={1.75} />}
          placeholder={t('people.find')}
          aria-label={t('people.find')}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="spacer" />
        <Button type="primary" onClick={() => setOpen('new')}>
          <Plus size={16} strokeWidth={1.75} /> {t('people.add')}
        </Button>
      </div>
      <div className="page-body">
        <Shown query={{ ...query, data: items }} skeleton={<Skeleton rows={10} lines={[92]} height={40} />}>
          {(people) =>
            people.length === 0 ? (
              <Empty icon={Users} title={t('inbox.nothingFound')} hint={t('inbox.nothingFoundHint')} />
            ) : (
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{t('people.name')}</th>
                    <th scope="col" className="opt-2">
                      {t('signIn.username')}
                    </th>
                    <th scope="col">{t('people.level')}</th>
                    <th scope="col" className="opt-1">
                      {t('people.roles')}
                    </th>
                    <th scope="col" className="opt-1">
                      {t('people.department')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {people.map((person) => (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the button in the row is for the keyboard
                    <tr key={person.id} className={person.active ? '' : 'is-off'} onClick={() => setOpen(person)}>
                      <td>
                        <button type="button" className="owner" onClick={() => setOpen(person)}>
                          <Avatar name={person.name} size={24} /> {person.name}
                          {!person.active && <Tag tone="line">{t('people.off')}</Tag>}
                        </button>
                      </td>
                      <td className="opt-2 quiet">{person.username}</td>
                      <td>{t(`level.${person.level}`)}</td>
                      <td className="opt-1">
                        <span className="cut">
                          {person.roles.map((role) => word(roles, role)).join(language === 'zh' ? '、' : ', ')}
                        </span>
                      </td>
                      <td className="opt-1">{person.department && word(departments, person.department)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Shown>
        <More query={query} />
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
