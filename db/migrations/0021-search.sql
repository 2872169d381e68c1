-- What cases are found by: any part of number, title, and the words that their data holds (buyer, SKU). Filled beside the turn from the
-- feed (db/search.ts): `grams` are all pieces of two and three letters, one for letters that say a word alone, so that two Chinese letters find.
create table case_search (
  case_id text primary key,
  seq int not null,
  at bigint not null,
  words text not null,
  grams text[] not null
);
create index case_search_grams on case_search using gin (grams);
create index case_search_at on case_search (at desc, case_id);
alter table case_search alter column grams set statistics 1000;
-- How far the feed has been read. Cases older than it are brought in by the first rounds.
create table search_mark (
  id boolean primary key default true check (id),
  feed bigint not null,
  -- Cases up to this id have been brought in, in the order of ids; null: all.
  backfill text default ''
);
insert into search_mark (feed) values (0);
