// Which orders a number counts, as filters of their register: it leads to the list of them.
import type { Filter } from '../../records/register.ts';

/** As the server counts (api/routes/today.ts). */
const UNSHIPPED = ['paid', 'short'];
export const inState = (value: string): Filter[] => [{ field: 'state', is: 'in', value: [value] }];
export const toShip: Filter[] = [{ field: 'state', is: 'in', value: UNSHIPPED }];
export const pastPromise = (now: number): Filter[] => [
  ...toShip,
  { field: 'shipBy', is: '<', value: new Date(now).toISOString() },
];
