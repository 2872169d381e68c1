-- Pages of the handbook (content kind `page`), laid out for lists: one row a version, what its text says beside it.
create table page_version (
  key text not null,
  version int not null,
  page_kind text not null,
  folder text not null,
  folder_en text,
  title text not null,
  title_en text,
  words text not null,
  grams text[] not null,
  see text[] not null,
  -- Who has to say that he has read it, and within how many days; null: nobody.
  read_by text[],
  read_days int,
  review_days int,
  scene text[] not null,
  files text[] not null,
  primary key (key, version)
);
create index page_version_grams on page_version using gin (grams);
create index page_version_scene on page_version using gin (scene);
create index page_version_files on page_version using gin (files);
-- Who has been asked to read a version, and who has read it: a row of whoever was asked, or has read it unasked.
create table receipt (
  page text not null,
  version int not null,
  person text not null references person on delete cascade,
  due bigint,
  read_at bigint,
  primary key (page, version, person)
);
create index receipt_of on receipt (person, page, version);
-- What was copied from a page at a task, once a person and task.
create table page_use (
  page text not null,
  task text not null,
  person text not null,
  version int not null,
  at bigint not null,
  primary key (page, task, person)
);
-- The page that a picture was uploaded for.
alter table file add column page text;
