-- What the shop has. A record is a row of any register; what lists filter and sort by stands in slots (records/slots.ts), for tables made
-- while the shop runs would be in no migration, and with that in no restored backup.
create table record (
  id text primary key,
  -- Register, store and key as one (db/places.ts): all that is looked up for sure has an index of its own. Of several that begin alike, a
  -- young table's planner takes any.
  place text not null unique,
  register text not null,
  -- The shop's store; one shop may have several.
  store text not null default '',
  key text not null,
  title text not null,
  rev int not null default 1,
  body json not null,
  by_version int not null,
  t1 text,
  t2 text,
  t3 text,
  n1 numeric,
  n2 numeric,
  d1 bigint,
  d2 bigint,
  words text not null default '',
  grams text[] not null default '{}',
  owner text,
  department text,
  archived boolean not null default false,
  created_at bigint not null,
  updated_at bigint not null
);
create index record_title on record (register, title, id);
create index record_updated on record (register, updated_at desc, id);
create index record_t1 on record (register, t1, id) where t1 is not null;
create index record_t2 on record (register, t2, id) where t2 is not null;
create index record_t3 on record (register, t3, id) where t3 is not null;
create index record_n1 on record (register, n1, id) where n1 is not null;
create index record_n2 on record (register, n2, id) where n2 is not null;
create index record_d1 on record (register, d1, id) where d1 is not null;
create index record_d2 on record (register, d2, id) where d2 is not null;
-- Each text with each number and day: whatever is filtered by the one and sorted by the other is read in order, also where the two
-- depend on each other, which no planner knows. A register pays for the slots that it uses.
create index record_t1_n1 on record (register, t1, n1, id) where t1 is not null and n1 is not null;
create index record_t1_n2 on record (register, t1, n2, id) where t1 is not null and n2 is not null;
create index record_t1_d1 on record (register, t1, d1, id) where t1 is not null and d1 is not null;
create index record_t1_d2 on record (register, t1, d2, id) where t1 is not null and d2 is not null;
create index record_t2_n1 on record (register, t2, n1, id) where t2 is not null and n1 is not null;
create index record_t2_n2 on record (register, t2, n2, id) where t2 is not null and n2 is not null;
create index record_t2_d1 on record (register, t2, d1, id) where t2 is not null and d1 is not null;
create index record_t2_d2 on record (register, t2, d2, id) where t2 is not null and d2 is not null;
create index record_t3_n1 on record (register, t3, n1, id) where t3 is not null and n1 is not null;
create index record_t3_n2 on record (register, t3, n2, id) where t3 is not null and n2 is not null;
create index record_t3_d1 on record (register, t3, d1, id) where t3 is not null and d1 is not null;
create index record_t3_d2 on record (register, t3, d2, id) where t3 is not null and d2 is not null;
create index record_grams on record using gin (grams);
alter table record alter column grams set statistics 1000;

-- Values that only one record of a register may have, beside its key.
create table record_unique (
  -- Register, store, field and value as one.
  place text primary key,
  field text not null,
  id text not null
);
create index record_unique_of on record_unique (id);

-- The history of a record: what a change changed, who made it and why. Revision 1 has no `before`.
create table record_change (
  id text not null,
  rev int not null,
  at bigint not null,
  by text,
  case_id text,
  element text,
  reason text,
  before json,
  after json not null,
  -- How many changes caused each other before this one.
  depth int not null default 0,
  primary key (id, rev)
);
create index record_change_case on record_change (case_id) where case_id is not null;

-- What has to do with what: a case with its subject, a record with another, a started case with whoever started it.
create table link (
  from_kind text not null,
  from_id text not null,
  role text not null,
  to_kind text not null,
  to_id text not null,
  case_id text,
  at bigint not null,
  primary key (from_kind, from_id, role, to_kind, to_id)
);
create index link_back on link (to_kind, to_id, at desc);

-- Numbers given one after the other, of each series by period.
create table number_series (
  series text not null,
  period text not null,
  last bigint not null,
  primary key (series, period)
);
