// How one task is read, and those beside it.
import { queryOptions } from '@tanstack/react-query';
import { ask, taskApi } from '../reach/client.ts';

/** The case of a task is the part of its id before the wait. */
const caseOf = (id: string): string => id.slice(0, id.lastIndexOf(':'));

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['task', id, caseOf(id)],
    queryFn: () => ask(taskApi.tasks[':id'].$get({ param: { id } })),
  });

/** What I hold of its step, run beside run. */
export const taskGridQuery = (id: string) =>
  queryOptions({
    queryKey: ['task', id, caseOf(id), 'grid'],
    queryFn: () => ask(taskApi.tasks[':id'].grid.$get({ param: { id } })),
  });
