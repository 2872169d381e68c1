-- What somebody has to know, one row an event and person. It bears no words of what it is about: they are read, with the reader's rights, when it is shown.
create table notice (
  id text primary key,
  person text not null references person on delete cascade,
  what text not null,
  about_kind text not null,
  about_id text not null,
  at bigint not null,
  by text,
  -- How many things the event was about.
  count int not null default 1,
  detail jsonb,
  read_at timestamptz
);
create index notice_mine on notice (person, at desc, id);
create index notice_unread on notice (person) where read_at is null;
