// What the pages of the handbook read.
import { queryOptions } from '@tanstack/react-query';
import { ask, pageApi } from '../reach/client.ts';

export const toReadQuery = queryOptions({
  queryKey: ['pages', 'to-read'],
  queryFn: () => ask(pageApi.pages['to-read'].$get()),
  staleTime: 60_000,
});
export const pageQuery = (key: string) =>
  queryOptions({
    queryKey: ['pages', 'one', key],
    queryFn: () => ask(pageApi.pages[':key'].$get({ param: { key } })),
  });
export const taskPagesQuery = (id: string) =>
  queryOptions({
    queryKey: ['pages', 'task', id],
    queryFn: () => ask(pageApi.tasks[':id'].pages.$get({ param: { id } })),
  });
