// How the shop begins, and what its first day still asks for.
import { queryOptions } from '@tanstack/react-query';
import { ask, openingApi } from '../reach/client.ts';

export const openingQuery = queryOptions({
  queryKey: ['opening'],
  queryFn: () => ask(openingApi.opening.$get()),
  refetchInterval: ({ state }) => (state.data?.state === 'opening' ? 1_000 : false),
});
export const firstDayQuery = queryOptions({
  queryKey: ['first-day'],
  queryFn: () => ask(openingApi['first-day'].$get()),
});
