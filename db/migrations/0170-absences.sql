-- Who is away from when to when by the shop clock, and who stands in for him. `running`: it has begun, and has not ended.
create table absence (
  id text primary key,
  person text not null references person on delete cascade,
  proxy text not null references person on delete cascade,
  from_at bigint not null,
  to_at bigint not null,
  reason text,
  by text,
  created_at timestamptz not null default now(),
  running boolean not null default false,
  check (from_at < to_at),
  check (person <> proxy)
);
create index absence_of on absence (person, to_at);
create index absence_proxy on absence (proxy, to_at);
create index absence_running on absence (person) where running;
-- Who is away, of work that another has for him; and who may stand in for nobody here.
alter table task add column held_for text, add column no_proxy text[] not null default '{}';
create index task_held_for on task (held_for) where held_for is not null and state in ('open', 'parked');
alter table holding drop constraint holding_kind_check, add constraint holding_kind_check
  check (kind in ('claimed', 'released', 'assigned', 'away', 'back'));
