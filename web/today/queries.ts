// What the blocks of today ask the server, one query a block.
import { queryOptions } from '@tanstack/react-query';
import { ask, caseOperationApi, dayLineApi, taskApi, todayApi } from '../reach/client.ts';

type Kept = <T>(before: T | undefined) => T | undefined;
const kept: Kept = (before) => before;
export const workQuery = queryOptions({
  queryKey: ['today', 'work'],
  queryFn: () => ask(todayApi.today.work.$get()),
  placeholderData: kept,
});
/** Days that are over do not change. */
export const daysQuery = queryOptions({
  queryKey: ['todayDays'],
  queryFn: () => ask(todayApi.today.days.$get()),
  staleTime: 60_000,
});
export const decisionsQuery = queryOptions({
  queryKey: ['today', 'decisions'],
  queryFn: () => ask(todayApi.today.decisions.$get()),
});
export const lineQuery = queryOptions({
  queryKey: ['today', 'line'],
  queryFn: () => ask(dayLineApi.today.line.$get()),
});
export const groupsQuery = queryOptions({
  queryKey: ['today', 'groups'],
  queryFn: () => ask(todayApi.today.groups.$get()),
});
export const stockQuery = queryOptions({
  queryKey: ['today', 'stock'],
  queryFn: () => ask(todayApi.today.stock.$get()),
});
export const ordersQuery = queryOptions({
  queryKey: ['today', 'orders'],
  queryFn: () => ask(todayApi.today.orders.$get()),
});
export const stuckQuery = queryOptions({
  queryKey: ['incidents', 'groups'],
  queryFn: () => ask(caseOperationApi.incidents.groups.$get({ query: {} })),
});
export const MINE = 8;
export const mineQuery = (view: 'todo' | 'claimable') =>
  queryOptions({
    queryKey: ['tasks', 'today', view],
    queryFn: () => ask(taskApi.tasks.$get({ query: { view, limit: MINE } })),
  });
