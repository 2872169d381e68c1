-- Who has a task open right now. Nothing is lost with it, and nothing reads it but who has the same task open.
create unlogged table presence (
  task_id text not null,
  person text not null references person on delete cascade,
  typing boolean not null,
  at timestamptz not null default now(),
  primary key (task_id, person)
);
create index presence_at on presence (at);
