-- Files brought into registers: their rows as they were read, how far the work is, and what became of every row. So it goes on whatever
-- dies, can be told row by row, and taken back.
create table record_import (
  id text primary key,
  register text not null,
  store text not null default '',
  by text not null,
  language text not null,
  -- Its name.
  file text not null,
  encoding text not null,
  heads json not null,
  -- For each column the field that it fills, or null.
  columns json not null,
  total int not null,
  parts int not null,
  -- read; checking, checked; running, done; undoing, undone; failed
  status text not null,
  -- The part to be worked next.
  next int not null default 0,
  -- Nobody is told of what it writes.
  quiet boolean not null default false,
  counts json not null default '{}',
  -- What a look has found: the first changes, which processes would start.
  found json not null default '{}',
  -- Shop time at which it began to write.
  at bigint,
  undone_by text,
  beat timestamptz not null default now(),
  created_at timestamptz not null default now()
);
create index record_import_of on record_import (register, created_at desc, id desc);
create index record_import_working on record_import (beat) where status in ('checking', 'running', 'undoing');
create table record_import_part (
  import text not null references record_import on delete cascade,
  n int not null,
  -- [[number of the row, [cell, …]], …]
  rows json not null,
  -- What became of each row, and what became of it when it was taken back.
  outcomes json,
  undone json,
  primary key (import, n)
);

-- Which field a column of that name was made to fill last.
create table import_column (
  register text not null,
  head text not null,
  field text,
  primary key (register, head)
);
