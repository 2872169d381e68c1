-- What people write again and again: their own.
create table phrase (
  id text primary key,
  person text not null references person on delete cascade,
  text text not null,
  at timestamptz not null default now()
);
create index phrase_mine on phrase (person, at);
