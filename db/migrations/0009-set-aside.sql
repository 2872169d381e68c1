-- Families that cannot go on whatever is tried: nothing of theirs is carried out until somebody resumes them.
create table quarantine (
  family text primary key,
  host text not null,
  why text not null,
  since timestamptz not null default now()
);
-- Hosts whose workflow tasks failed again and again, and how often they have been started anew since.
create table host_trouble (
  host text primary key,
  times int not null default 1,
  last_at timestamptz not null default now()
);
-- Whom a task may be given back to.
alter table task add column offers text[] not null default '{}';
create index person_name on person (name);
create index department_parent on department (parent);
