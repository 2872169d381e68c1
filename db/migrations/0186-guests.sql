-- Links by which one outside fills in the form of one task, once (docs/decisions/0166). What opens it is not here: only its hash.
create table guest_link (
  id text primary key,
  hash text not null unique,
  task_id text not null references task on delete cascade,
  -- Whom it is for, as whoever made it calls him.
  name text not null,
  made_by text not null,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index guest_link_task on guest_link (task_id);
