-- Passwords and tokens of other systems, sealed (db/secrets.ts).
create table secret (
  name text primary key,
  sealed bytea not null,
  by text,
  changed_at timestamptz not null default now()
);
