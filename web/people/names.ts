// Names of colleagues: those who may be named, and whoever else an id stands for.
import { queryOptions } from '@tanstack/react-query';
import { ask, peopleApi } from '../reach/client.ts';

export const peopleNamesQuery = queryOptions({
  queryKey: ['people', 'names'],
  queryFn: () => ask(peopleApi.people.names.$get({ query: {} })),
  staleTime: 300_000,
});
export const peopleFoundQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', 'names', 'q', q],
    queryFn: () => ask(peopleApi.people.names.$get({ query: { q } })),
    staleTime: 60_000,
  });
/** Also of those who have left. */
export const personNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', 'names', 'id', id],
    queryFn: () => ask(peopleApi.people.names.$get({ query: { ids: id } })),
    staleTime: 300_000,
  });
