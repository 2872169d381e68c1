-- What people say of a case, a task or a record. Nothing said is taken back: what is deleted stays, struck through.
create table remark (
  id text primary key,
  about_kind text not null check (about_kind in ('case', 'task', 'record')),
  -- Of a record `register/key`.
  about_id text not null,
  -- The case it is said of, also where it is said of one of its tasks.
  case_id text,
  at bigint not null,
  by text not null,
  kind text not null default 'remark' check (kind in ('remark', 'decision')),
  text text not null,
  mentions text[] not null default '{}',
  files jsonb not null default '[]',
  -- Of a decision: the facts that stood on the screen.
  saw jsonb,
  created_at timestamptz not null default now(),
  edited_at bigint,
  deleted_at bigint,
  deleted_by text
);
create index remark_about on remark (about_kind, about_id, at desc, id);
create index remark_case on remark (case_id, at desc, id) where case_id is not null;
create index remark_decision on remark (at desc, id) where kind = 'decision';
