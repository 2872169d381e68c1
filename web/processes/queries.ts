// Processes and the shop's people, as several pages read them.
import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '../reach/client.ts';

export const processesQuery = queryOptions({
  queryKey: ['processes'],
  queryFn: () => ask(api.processes.$get({ query: {} })),
});
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: () => ask(api.roles.$get()),
  staleTime: 60_000,
});
export const peopleQuery = queryOptions({
  queryKey: ['people', 'first'],
  queryFn: () => ask(api.people.$get({ query: { limit: 200 } })),
  staleTime: 60_000,
});
export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: () => ask(api.departments.$get()),
  staleTime: 60_000,
});
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => ask(api.settings.$get()),
  staleTime: 60_000,
});
