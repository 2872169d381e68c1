// One view of the inbox, page by page; old rows stay while new ones load.
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask, taskApi } from '../reach/client.ts';
import type { TaskItem } from '../reach/shapes.ts';

export type TaskFilter = { view: 'todo' | 'claimable' | 'done'; process?: string | undefined; q?: string | undefined };
const PAGE = 50;

const tasksQuery = ({ view, process, q }: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: ['tasks', view, process ?? '', q ?? ''],
    queryFn: ({ pageParam }) =>
      ask(
        taskApi.tasks.$get({
          query: {
            view,
            limit: PAGE,
            ...(process && { process }),
            ...(q && { q }),
            ...(pageParam && { cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  });

export function useTasks(filter: TaskFilter) {
  const query = useInfiniteQuery(tasksQuery(filter));
  const items = useMemo<TaskItem[] | undefined>(() => {
    const seen = new Set<string>();
    // Between two pages a row may have moved down: it is shown once.
    return query.data?.pages.flatMap((page) => page.items).filter(({ id }) => !seen.has(id) && seen.add(id));
  }, [query.data]);
  return { query, items };
}
