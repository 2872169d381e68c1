-- Many cases at once: a job is a list of commands stored with it in one transaction, so that it goes on whatever dies; a result is the
-- command's own answer.
create table bulk (
  id text primary key,
  action jsonb not null,
  by text not null,
  total int not null,
  created_at timestamptz not null default now()
);
create table bulk_item (
  bulk text not null references bulk on delete cascade,
  n int not null,
  case_id text not null,
  command text not null,
  primary key (bulk, n)
);
create index bulk_recent on bulk (created_at desc);
