// Who is signed in. Pages below the shell have it for certain: the route loads it first.
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { actAs, ask, meApi } from '../reach/client.ts';
import type { Me } from '../reach/shapes.ts';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const me = await ask(meApi.me.$get());
    actAs(me);
    // The browser's clock may be wrong: the shop's is told from when the answer came.
    return { ...me, clock: { ...me.clock, real: Date.now(), shop: me.now } };
  },
  staleTime: 5 * 60_000,
  refetchInterval: 10 * 60_000,
});

export const useMe = (): Me => useSuspenseQuery(meQuery).data;
export const isManager = ({ level }: Me): boolean => level !== 'staff';
