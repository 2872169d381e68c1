-- Service calls that workers of others fetch by their topic: held under a lock that expires, gone with the wait of the case.
create table job (
  id text primary key,
  case_id text not null,
  wait text not null,
  topic text not null,
  element text not null,
  name text not null,
  call_key text not null,
  input json not null,
  headers json not null,
  retries int not null,
  created_at timestamptz not null default now(),
  available_at timestamptz not null default now(),
  worker text,
  lock text,
  locked_until timestamptz,
  released text,
  answered boolean not null default false,
  unique (case_id, wait),
  foreign key (case_id, wait) references subscription on delete cascade
);
create index job_free on job (topic, available_at) where not answered;

-- Topics that somebody has asked for: a step with such a topic is done by a worker.
create table worker_topic (
  topic text primary key,
  worker text not null,
  seen_at timestamptz not null default now()
);

-- null: all topics.
alter table api_key add column topics text[];
