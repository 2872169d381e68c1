// What the pages of the handbook read.
import { queryOptions } from '@tanstack/react-query';
import { ask, courseApi, pageApi } from '../reach/client.ts';
import type { AttemptDetail } from '../reach/shapes.ts';

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
export const courseQuery = (key: string) =>
  queryOptions({
    queryKey: ['pages', 'course', key],
    queryFn: () => ask(courseApi.courses[':key'].$get({ param: { key } })),
  });
export const attemptQuery = (id: string) =>
  queryOptions({
    queryKey: ['pages', 'attempt', id],
    queryFn: async (): Promise<AttemptDetail> => ask(courseApi.attempts[':id'].$get({ param: { id } })),
  });
