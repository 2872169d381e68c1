-- The book of record: published processes, cases with their full state, tasks, history, and what still has to be delivered.
-- Times of the shop clock (`*_at` of cases, tasks, history, `due`) are milliseconds UTC as bigint; `created_at` columns are real time.

create table process (
  key text primary key,
  name text not null,
  texts jsonb not null default '{}',
  owner text,
  draft jsonb,
  draft_revision int not null default 0,
  draft_by text,
  draft_at timestamptz,
  latest int,
  archived boolean not null default false,
  created_at timestamptz not null default now()
);

-- Immutable once written. `definition` is what a host runs; model (with its picture) and forms are for people.
create table definition (
  key text not null references process,
  version int not null,
  sha256 text not null,
  name text not null,
  hosting text not null default 'dedicated',
  definition jsonb not null,
  model jsonb not null,
  forms jsonb not null default '{}',
  note text,
  published_by text,
  published_at timestamptz not null default now(),
  primary key (key, version)
);
create unique index definition_sha on definition (sha256);

-- Start events of the newest version of each process.
create table start_subscription (
  key text not null references process,
  element text not null,
  kind text not null check (kind in ('none', 'message', 'signal', 'timer')),
  name text,
  spec text,
  primary key (key, element, kind)
);
create index start_subscription_name on start_subscription (kind, name);

create table cases (
  id text primary key,
  family text not null,
  host text not null,
  key text not null,
  version int not null,
  business_key text,
  parent text,
  status text not null,
  outcome text,
  seq int not null,
  title text,
  starter text,
  started_at bigint not null,
  ended_at bigint,
  updated_at bigint not null,
  incidents int not null default 0,
  due bigint,
  state jsonb not null
);
create index cases_family on cases (family);
create unique index cases_business_key on cases (key, business_key) where parent is null and status <> 'ended';
create index cases_business_key_all on cases (business_key, started_at desc);
create index cases_by_process on cases (key, status, started_at desc, id);
create index cases_recent on cases (status, started_at desc, id);
create index cases_starter on cases (starter, started_at desc, id) where parent is null;
create index cases_host on cases (host) where status <> 'ended';
create index cases_due on cases (host, due) where status = 'running' and due is not null;
create index cases_stuck on cases (key, id) where incidents > 0 and status <> 'ended';

create table token (
  case_id text not null references cases on delete cascade,
  id text not null,
  element text not null,
  state text not null,
  primary key (case_id, id)
);

create table history (
  case_id text not null,
  seq int not null,
  at bigint not null,
  kind text not null,
  element text,
  token text,
  scope text,
  by text,
  cause int not null,
  why jsonb,
  data jsonb,
  primary key (case_id, seq)
);

create table task (
  id text primary key,
  case_id text not null,
  family text not null,
  host text not null,
  wait text not null,
  element text not null,
  key text not null,
  version int not null,
  name text not null,
  texts jsonb not null default '{}',
  form text,
  title text,
  business_key text,
  summary jsonb not null default '[]',
  locals jsonb,
  state text not null check (state in ('open', 'closed', 'withdrawn')),
  assignee text,
  claimed_at timestamptz,
  priority int not null default 50,
  created_at bigint not null,
  due bigint not null default 8640000000000000,
  closed_at bigint,
  closed_by text,
  closed_request text,
  verdict text,
  why text,
  draft jsonb,
  draft_by text,
  submitted jsonb
);
create index task_todo on task (assignee, due, id) where state = 'open';
create index task_todo_process on task (assignee, key, due, id) where state = 'open';
create index task_done on task (closed_by, closed_at desc, id) where state = 'closed';
create index task_case on task (case_id);
create index task_open_by_element on task (key, element, due, id) where state = 'open';

-- Who may claim an open, unclaimed task: `role:…`, `person:…`, `department:…`. Rows go when it is claimed or closed.
create table task_offer (
  ref text not null,
  due bigint not null,
  task_id text not null references task on delete cascade,
  key text not null,
  primary key (ref, due, task_id)
);
create index task_offer_process on task_offer (ref, key, due, task_id);
create index task_offer_task on task_offer (task_id);

create table subscription (
  case_id text not null,
  wait text not null,
  kind text not null,
  name text,
  key text,
  element text not null,
  due bigint,
  primary key (case_id, wait)
);
create index subscription_name on subscription (kind, name, key);

-- Messages from outside and from cases: stored first, then delivered, or kept until someone waits for them or they expire.
create table message (
  id text primary key,
  name text not null,
  key text,
  variables jsonb not null default '{}',
  state text not null default 'pending' check (state in ('pending', 'delivered', 'expired', 'ambiguous')),
  case_id text,
  detail text,
  sent_by text,
  received_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index message_pending on message (name, key) where state = 'pending';
create index message_expiry on message (expires_at) where state = 'pending';
create index message_recent on message (received_at desc);

-- What people and the outside asked of a case: stored before it is sent, answered by the turn that recorded it.
create table command (
  id text primary key,
  host text not null,
  family text not null,
  case_id text not null,
  body jsonb not null,
  by text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  answer jsonb,
  answered_at timestamptz,
  -- The sender has heard the answer from the host, so Temporal holds the turn too. Until then it is sent again: a host that
  -- crashed between commit and answer knows nothing of what it has written.
  confirmed boolean not null default false
);
create index command_open on command (created_at) where not confirmed;

create table incident (
  case_id text not null,
  id text not null,
  key text not null,
  element text not null,
  kind text not null,
  message text not null,
  detail jsonb,
  opened_at bigint not null,
  closed_at bigint,
  closed_how text,
  primary key (case_id, id)
);
create index incident_open on incident (opened_at desc) where closed_at is null;

-- Effects that leave the shop's book: done by the dispatcher, once, from rows committed with their cause.
create table outbox (
  id bigint generated always as identity primary key,
  kind text not null,
  case_id text,
  body jsonb not null,
  created_at timestamptz not null default now(),
  not_before timestamptz not null default now(),
  attempts int not null default 0,
  error text
);
create index outbox_next on outbox (not_before, id);

-- What changed, for pages that watch: ids only, replayed from here after a gap.
create table feed (
  id bigint generated always as identity primary key,
  case_id text,
  refs text[] not null default '{}',
  at timestamptz not null default now()
);
create index feed_at on feed (at);

create table setting (
  name text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now()
);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  by text,
  action text not null,
  object text,
  detail jsonb,
  address text
);
create index audit_recent on audit (at desc);
create index audit_object on audit (object, at desc);

-- The directory.
create table department (
  id text primary key,
  name text not null,
  texts jsonb not null default '{}',
  parent text references department,
  head text
);
create table person (
  id text primary key,
  name text not null,
  username text unique,
  email text,
  department text references department,
  level text not null default 'staff' check (level in ('staff', 'manager', 'admin')),
  language text not null default 'zh-CN',
  active boolean not null default true,
  created_at timestamptz not null default now()
);
create table role (
  id text primary key,
  name text not null,
  texts jsonb not null default '{}'
);
create table person_role (
  person text not null references person on delete cascade,
  role text not null references role on delete cascade,
  primary key (person, role)
);
create index person_role_role on person_role (role);

create table api_key (
  id text primary key,
  name text not null,
  hash text not null unique,
  scopes text[] not null,
  person text references person,
  created_by text,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table file (
  id text primary key,
  sha256 text not null,
  name text not null,
  type text not null,
  size int not null,
  by text,
  case_id text,
  created_at timestamptz not null default now()
);
