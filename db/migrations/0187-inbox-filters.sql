-- What people look for in their inbox again and again, by a name of their own.
create table inbox_filter (
  id text primary key,
  person text not null references person on delete cascade,
  name text not null,
  filter jsonb not null,
  at timestamptz not null default now()
);
create index inbox_filter_mine on inbox_filter (person, at);
-- The inbox by what came last.
create index task_newest on task (assignee, created_at desc, id) where state = 'open';
