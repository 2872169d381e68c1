// One view of the inbox, page by page.
import type { Rows } from '../parts/List.tsx';
import { usePages } from '../parts/usePages.ts';
import { ask, taskApi } from '../reach/client.ts';
import type { TaskItem } from '../reach/shapes.ts';

export type TaskFilter = {
  view: 'todo' | 'claimable' | 'done';
  process?: string | undefined;
  q?: string | undefined;
  sort?: 'due' | 'newest' | undefined;
};

export const useTasks = ({ view, process, q, sort }: TaskFilter): Rows<TaskItem> =>
  usePages(['tasks', view, process ?? '', q ?? '', sort ?? ''], (from) =>
    ask(
      taskApi.tasks.$get({
        query: { view, limit: 50, ...from, ...(process && { process }), ...(q && { q }), ...(sort && { sort }) },
      }),
    ),
  );
