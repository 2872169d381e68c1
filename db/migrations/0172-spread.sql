-- What people can, and the calendar by which they work; a department's is that of all who have none of their own.
alter table person add column skills text[] not null default '{}', add column shift text;
alter table department add column shift text;
-- Who was given work of a step (`process/element`) when, of those among whom it is spread; and who has had that of a key.
create sequence spread_turns;
create table spread_turn (
  step text not null,
  person text not null,
  turn bigint not null,
  primary key (step, person)
);
create table spread_key (
  step text not null,
  key text not null,
  person text not null,
  primary key (step, key)
);
