-- Courses: pages with a quiz; who has tried them, what each was asked, and the certificates that were earned.
alter table page_version add column has_quiz boolean not null default false;
create table course_attempt (
  id text primary key,
  page text not null,
  version int not null,
  person text not null references person on delete cascade,
  begun_at bigint not null,
  -- Questions and options in the order in which they are seen (pages/course.ts), and what has been chosen.
  asked json not null,
  given json not null default '{}',
  judged_at bigint,
  score int,
  passed boolean
);
-- One at a time.
create unique index course_attempt_open on course_attempt (person, page) where judged_at is null;
create index course_attempt_of on course_attempt (page, person, version) where judged_at is not null;
create table certificate (
  person text not null references person on delete cascade,
  page text not null,
  version int not null,
  at bigint not null,
  -- Null: for good.
  until bigint,
  score int not null,
  primary key (person, page, at)
);
create index certificate_of on certificate (page, person);
-- Whom a case has asked to read a page, or to take a course; who has done so already is not asked again.
create table page_ask (
  page text not null,
  person text not null references person on delete cascade,
  case_id text not null,
  due bigint,
  at bigint not null,
  done_at bigint,
  primary key (page, person, case_id)
);
create index page_ask_of on page_ask (person, page) where done_at is null;
