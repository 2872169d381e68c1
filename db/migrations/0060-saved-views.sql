-- Views of a register that people save beside those it ships with: one's own, and those that a manager shows to all.
create table saved_view (
  id text primary key,
  register text not null,
  owner text not null references person (id) on delete cascade,
  shared boolean not null default false,
  view jsonb not null,
  at timestamptz not null default now()
);
create index saved_view_of on saved_view (register, owner);
create index saved_view_shared on saved_view (register) where shared;
