// Who is signed in. Pages below the shell have it for certain: the route loads it first.
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { keepFor } from '../offline/kept-answers.ts';
import { actAs, ask, meApi } from '../reach/client.ts';
import type { Me } from '../reach/shapes.ts';
import { finishLeaving } from './leaving.ts';

/** A line that gives no answer is none. */
const PATIENCE_MS = 15_000;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    await finishLeaving();
    const me = await ask(meApi.me.$get(undefined, { init: { signal: AbortSignal.timeout(PATIENCE_MS) } }));
    actAs(me);
    keepFor(me.id);
    // The browser's clock may be wrong: the shop's is told from when the answer came.
    return { ...me, clock: { ...me.clock, real: Date.now(), shop: me.now } };
  },
  staleTime: 5 * 60_000,
  refetchInterval: 10 * 60_000,
});

export const useMe = (): Me => useSuspenseQuery(meQuery).data;
export const isManager = ({ level }: Me): boolean => level !== 'staff';
