-- The next limit of a task: `due` is its instant; whether somebody only has to look by then, how much time is left while it stands, since when
-- it has been told to those above.
alter table task add column response boolean not null default false, add column time_left bigint, add column escalated_at bigint;

-- Who may read a case along (抄送): once each, and never withdrawn.
create table case_copy (
  person text not null references person on delete cascade,
  case_id text not null,
  task_id text,
  at bigint not null,
  by text,
  comment text,
  read_at timestamptz,
  primary key (person, case_id)
);
create index case_copy_mine on case_copy (person, at desc, case_id);
create index case_copy_unread on case_copy (person) where read_at is null;
create index case_copy_case on case_copy (case_id);

-- What people ask each other about a task (沟通), and the answers.
create table question (
  id text primary key,
  case_id text not null,
  task_id text not null,
  asked_by text not null,
  asked_to text not null,
  text text not null,
  at bigint not null,
  answer text,
  answered_at bigint
);
create index question_task on question (task_id, at);
create index question_case on question (case_id);
create index question_open on question (asked_to, at desc) where answered_at is null;
