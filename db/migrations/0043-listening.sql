-- What a wait listens to: `heard` is FEEL on the message, `oldest` settles among several. The same of start events stands in their `spec`.
alter table subscription add column heard text, add column oldest boolean not null default false;
-- What a case is about: `sku/QH-1001`.
alter table cases add column subject text;
create index cases_subject on cases (subject, started_at desc) where subject is not null;
-- How many changes of records caused each other before this family began; without a row, none.
create table family_depth (
  family text primary key,
  depth int not null
);
