// The shop's stores: nobody declares them, they are where something was kept, begun or set for one.
import type { Sql } from './connect.ts';

export type StoreRow = { store: string; records: boolean; cases: boolean; parameters: boolean };

/** In the order of their names; a step of an index each, however much they hold. */
export const listStores = (sql: Sql): Promise<StoreRow[]> => sql<StoreRow[]>`
  with recursive kept(store) as (
    (select min(store) from record where store <> '')
    union all
    select (select min(r.store) from record r where r.store <> '' and r.store > kept.store) from kept where kept.store is not null),
  begun(store) as (
    (select min(store) from cases where store <> '' and parent is null)
    union all
    select (select min(c.store) from cases c where c.store <> '' and c.parent is null and c.store > begun.store) from begun where begun.store is not null),
  set_for(store) as (select distinct substr(scope, 7) from parameter_value where scope like 'store:_%')
  select s.store, s.store in (select store from kept where store is not null) as records,
    s.store in (select store from begun where store is not null) as cases,
    s.store in (select store from set_for) as parameters
  from (select store from kept union select store from begun union select store from set_for) s
  where s.store is not null order by s.store limit 500`;
