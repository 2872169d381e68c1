// What I look for again and again: a click away, and what is looked for now kept under a name.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popover } from 'antd';
import { BookmarkPlus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { newIntent } from '../reach/attempts.ts';
import { ask, inboxFilterApi } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';
import type { InboxSearch } from './inbox-search.ts';

type Filter = {
  view?: 'todo' | 'claimable' | 'done' | undefined;
  process?: string | undefined;
  q?: string | undefined;
  sort?: 'due' | 'newest' | undefined;
};
type Props = {
  filter: Filter;
  /** What it would be called. */
  suggested: string;
  onFilter: (filter: Partial<InboxSearch>) => void;
};

const same = (one: Filter, other: Filter): boolean =>
  (['process', 'q', 'sort'] as const).every((key) => one[key] === other[key]) &&
  (one.view ?? 'todo') === (other.view ?? 'todo');

export function SavedFilters({ filter, suggested, onFilter }: Props): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const items = useQuery({
    queryKey: ['inboxFilters'],
    queryFn: () => ask(inboxFilterApi['inbox-filters'].$get()),
    staleTime: 60_000,
  }).data?.items;
  const refresh = () => queries.invalidateQueries({ queryKey: ['inboxFilters'] });
  const save = useMutation({
    mutationFn: () =>
      ask(
        inboxFilterApi['inbox-filters'][':id'].$put({
          param: { id: newIntent() },
          json: { name: name.trim() || suggested, filter },
        }),
      ),
    onSuccess: async () => {
      await refresh();
      setOpen(false);
      setName('');
    },
  });
  const drop = useMutation({
    mutationFn: (id: string) => ask(inboxFilterApi['inbox-filters'][':id'].$delete({ param: { id } })),
    onSuccess: refresh,
  });
  const filters = filter.process !== undefined || filter.q !== undefined || filter.sort !== undefined;
  const isKnown = items?.some((one) => same(one.filter, filter));
  if ((items?.length ?? 0) === 0 && !filters) return null;
  return (
    <div className="inbox-saved">
      {items?.map(({ id, name: called, filter: one }) => {
        const here = same(one, filter);
        return (
          <span key={id} className={`kept ${here ? 'is-on' : ''}`}>
            <button
              type="button"
              aria-pressed={here}
              onClick={() =>
                onFilter(
                  here
                    ? { process: undefined, q: undefined, newest: undefined }
                    : {
                        view: one.view ?? 'todo',
                        process: one.process,
                        q: one.q,
                        newest: one.sort === 'newest' || undefined,
                        task: undefined,
                      },
                )
              }
            >
              <bdi>{called}</bdi>
            </button>
            {here && (
              <button
                type="button"
                aria-label={t('inbox.dropFilter', { name: called })}
                disabled={drop.isPending}
                onClick={() => drop.mutate(id)}
              >
                <X size={12} strokeWidth={2} aria-hidden="true" />
              </button>
            )}
          </span>
        );
      })}
      {filters && !isKnown && (
        <Popover
          trigger="click"
          placement="bottomLeft"
          open={open}
          onOpenChange={setOpen}
          destroyOnHidden
          content={
            <form
              className="inbox-save"
              onSubmit={(event) => {
                event.preventDefault();
                save.mutate();
              }}
            >
              <Input
                aria-label={t('inbox.filterName')}
                placeholder={suggested}
                value={name}
                maxLength={40}
                onChange={({ target }) => setName(target.value)}
              />
              <Button type="primary" htmlType="submit" loading={save.isPending}>
                {t('save')}
              </Button>
              {save.isError && <Failed error={save.error} />}
            </form>
          }
        >
          <button type="button" className="link">
            <BookmarkPlus size={14} strokeWidth={1.75} aria-hidden="true" /> {t('inbox.saveFilter')}
          </button>
        </Popover>
      )}
      {drop.isError && <Failed error={drop.error} />}
    </div>
  );
}
