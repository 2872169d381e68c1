// Named groups of people, roles and departments alike: how many are in, added, renamed, deleted when empty.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { Plus, Trash2, Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { List } from '../parts/List.tsx';
import { peopleQuery } from '../processes/queries.ts';
import { named, useWords } from '../words/useWords.ts';
import { type Group, GroupForm, type Save } from './GroupForm.tsx';

type Query = { data: { items: Group[] } | undefined; isError: boolean; error: unknown; refetch: () => unknown };
type Props = {
  tabs: ReactNode;
  query: Query;
  queryKey: string;
  add: string;
  nested?: boolean;
  save: Save;
  drop: (id: string) => Promise<unknown>;
};

export function Groups({ tabs, query, queryKey, add, nested = false, save, drop }: Props): ReactNode {
  const { t, language } = useWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Group | 'new'>();
  const refresh = (): void => {
    void queries.invalidateQueries({ queryKey: [queryKey] });
    setOpen(undefined);
  };
  const people = useQuery({ ...peopleQuery, enabled: nested }).data?.items ?? [];
  const dropping = useMutation({ mutationFn: drop, onSuccess: refresh });
  return (
    <>
      <div className="page-tools">
        {tabs}
        <span className="spacer" />
        <Button type="primary" onClick={() => setOpen('new')}>
          <Plus size={16} strokeWidth={1.75} /> {add}
        </Button>
      </div>
      <div className="page-body">
        {dropping.isError && <Failed error={dropping.error} />}
        <List
          rows={{ ...query, data: query.data?.items }}
          idOf={({ id }) => id}
          opens
          keys
          empty={<Empty icon={Users} title={t('people.noGroups')} />}
          columns={[
            {
              id: 'name',
              head: t('people.group'),
              cell: (item) => (
                <button type="button" className="owner" onClick={() => setOpen(item)}>
                  {named(item, language)}
                </button>
              ),
            },
            ...(nested
              ? [
                  {
                    id: 'above',
                    head: t('people.above'),
                    gives: 2 as const,
                    className: 'quiet',
                    cell: ({ parent }: Group) =>
                      query.data?.items.filter(({ id }) => id === parent).map((one) => named(one, language)),
                  },
                ]
              : []),
            ...(nested
              ? [
                  {
                    id: 'head',
                    head: t('people.head'),
                    gives: 1 as const,
                    cell: ({ head }: Group) => head && people.find(({ id }) => id === head)?.name,
                  },
                ]
              : []),
            { id: 'count', head: t('people.count'), className: 'is-end is-number', cell: ({ people }) => people },
            {
              id: 'verbs',
              head: t('remove'),
              unseen: true,
              className: 'is-end is-verbs',
              cell: (item) =>
                item.people === 0 && (
                  <button
                    type="button"
                    className="act"
                    aria-label={t('people.delete', { name: named(item, language) })}
                    onClick={() => dropping.mutate(item.id)}
                  >
                    <Trash2 size={16} strokeWidth={1.75} />
                  </button>
                ),
            },
          ]}
        />
      </div>
      {open && (
        <GroupForm
          group={open === 'new' ? undefined : open}
          others={(query.data?.items ?? []).filter((one) => one !== open)}
          title={open === 'new' ? add : named(open, language)}
          nested={nested}
          save={save}
          onClose={() => setOpen(undefined)}
          onSaved={refresh}
        />
      )}
    </>
  );
}
