-- The store that a case belongs to; '' is the shop as a whole. What a store has for itself of a parameter is a scope, `store:…`.
alter table cases add column store text generated always as (coalesce(state ->> 'store', '')) stored;
create index cases_store on cases (store, started_at desc, id) where store <> '' and parent is null;
alter table parameter_value drop column store;
-- Of the case that a message may begin; null: that of the case that says it.
alter table message add column store text;
