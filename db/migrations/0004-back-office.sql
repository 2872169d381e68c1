-- The small back office behind the built-in connectors. One row an effect: a repeated call finds it and changes nothing.
create table effect (
  key text primary key,
  topic text not null,
  case_id text,
  request jsonb not null,
  result jsonb not null,
  created_at timestamptz not null default now()
);
create index effect_case on effect (case_id);

create table stock (
  sku text primary key,
  available int not null,
  reserved int not null default 0 check (reserved >= 0)
);

create table reservation (
  case_id text not null,
  sku text not null,
  quantity int not null,
  released boolean not null default false,
  primary key (case_id, sku)
);
