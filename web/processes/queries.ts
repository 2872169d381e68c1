// Processes and the shop's people, as several pages read them.
import { queryOptions } from '@tanstack/react-query';
import { ask, draftApi, groupApi, peopleApi, processApi, settingApi } from '../reach/client.ts';

export const processesQuery = queryOptions({
  queryKey: ['processes'],
  queryFn: () => ask(processApi.processes.$get({ query: {} })),
});
export const archivedQuery = queryOptions({
  queryKey: ['processes', 'archived'],
  queryFn: () => ask(processApi.processes.$get({ query: { archived: 'true' } })),
});
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: () => ask(groupApi.roles.$get()),
  staleTime: 60_000,
});
export const factsQuery = queryOptions({
  queryKey: ['shop-facts'],
  queryFn: () => ask(draftApi['shop-facts'].$get()),
  staleTime: 60_000,
});
export const peopleQuery = queryOptions({
  queryKey: ['people', 'first'],
  queryFn: () => ask(peopleApi.people.$get({ query: { limit: 200 } })),
  staleTime: 60_000,
});
export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: () => ask(groupApi.departments.$get()),
  staleTime: 60_000,
});
export const storesQuery = queryOptions({
  queryKey: ['stores'],
  queryFn: async () => (await ask(settingApi.stores.$get())).items,
  staleTime: 60_000,
});
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => ask(settingApi.settings.$get()),
  staleTime: 60_000,
});
