-- What leaves the app of what people have to know (docs/decisions/0165): one row a notice, channel and address, written in the transaction
-- of its notice (db/functions/tell-notice.sql). Its id is its key for ever.

-- Where and when this person wants to hear of what (notices/wishes.ts).
alter table person add column wishes jsonb not null default '{}';

create index notice_about on notice (about_id, what) where about_kind = 'task';

-- Where somebody is reached beside mail (person.email): his name with a robot, his devices.
create table address (
  id text primary key,
  person text not null references person on delete cascade,
  channel text not null,
  -- Of a device the address of its push service; it belongs to whoever has signed in there last.
  place text not null,
  value jsonb not null,
  label text,
  added_at timestamptz not null default now()
);
create unique index address_place on address (channel, place) where channel = 'push';
create unique index address_of on address (person, channel) where channel <> 'push';
create index address_person on address (person);

create table delivery (
  id text primary key,
  n bigint generated always as identity,
  notice text not null references notice on delete cascade,
  person text not null references person on delete cascade,
  channel text not null,
  address text not null,
  -- new: when it goes has not been thought of yet · waiting · sent · dead: given up, for an operator · dropped: nobody needs it any more
  state text not null default 'new' check (state in ('new', 'waiting', 'sent', 'dead', 'dropped')),
  -- What goes out as one message.
  batch text,
  -- While waiting: when it is due, or until when its carrier has it.
  not_before timestamptz not null default now(),
  attempts int not null default 0,
  tried_at timestamptz,
  error text,
  created_at timestamptz not null default now(),
  done_at timestamptz
);
create index delivery_new on delivery (created_at) where state = 'new';
create index delivery_next on delivery (channel, not_before) where state = 'waiting';
create index delivery_batch on delivery (batch) where state = 'waiting';
create index delivery_dead on delivery (done_at desc, n desc) where state = 'dead';
create index delivery_pace on delivery (channel, tried_at);
create index delivery_notice on delivery (notice);
create index delivery_person on delivery (person);
