import { queryOptions } from '@tanstack/react-query';
import { ask, packApi } from '../reach/client.ts';

export const packsQuery = queryOptions({
  queryKey: ['packs'],
  queryFn: () => ask(packApi.packs.$get()),
});
export const packQuery = (key: string) =>
  queryOptions({
    queryKey: ['packs', key],
    queryFn: () => ask(packApi.packs[':key'].$get({ param: { key } })),
  });
