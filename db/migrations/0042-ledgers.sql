-- Movements of quantities, each with its document; never changed, never deleted. What is wrong is booked back.
create table entry (
  ledger text not null,
  store text not null default '',
  n bigint generated always as identity,
  account text not null,
  measure text not null,
  delta numeric not null,
  after numeric not null,
  at bigint not null,
  by text,
  case_id text,
  element text,
  -- The same for every try of what has booked it.
  effect text not null,
  undoes bigint unique,
  doc json,
  primary key (ledger, n),
  unique (effect, ledger, store, account, measure)
);
create index entry_account on entry (ledger, account, n desc);
create index entry_case on entry (case_id) where case_id is not null;

-- What they sum up to, kept by whoever books; no value below its floor.
create table balance (
  -- Ledger, store, account and measure as one (db/places.ts).
  place text primary key,
  ledger text not null,
  store text not null default '',
  account text not null,
  measure text not null,
  value numeric not null default 0,
  floor numeric,
  check (floor is null or value >= floor)
);
create index balance_account on balance (ledger, account);
create index balance_value on balance (ledger, measure, value, account);

-- What an effect was answered, so that a repeat is answered the same.
create table booked (
  effect text primary key,
  ledger text not null,
  answer jsonb not null,
  at timestamptz not null default now()
);
