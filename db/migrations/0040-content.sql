-- One life cycle for all that a manager may change beside processes, which have tables of their own: draft, publish, version, restore.
-- A body is `json`: the order of fields is its meaning.
create table content (
  kind text not null,
  key text not null,
  name jsonb not null,
  pack text,
  owner text,
  draft json,
  draft_revision int not null default 0,
  draft_by text,
  draft_at timestamptz,
  latest int,
  archived boolean not null default false,
  primary key (kind, key)
);
create table content_version (
  kind text not null,
  key text not null,
  version int not null,
  sha256 text not null,
  body json not null,
  note text,
  published_by text,
  published_at timestamptz not null default now(),
  -- Shop time from which it holds.
  from_at bigint not null,
  primary key (kind, key, version),
  foreign key (kind, key) references content on delete cascade
);
-- What a pack has shipped, as it was then: the base of the three-way merge.
create table shipped (
  kind text not null,
  key text not null,
  pack text not null,
  pack_version text not null,
  body json not null,
  primary key (kind, key)
);
