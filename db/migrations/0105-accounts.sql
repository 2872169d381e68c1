-- Which ledgers hold something of each record of a register. Such a record has a balance from its beginning, and so stands in the order of
-- the balances; `complete`: also those that were there before (db/layout.ts).
create table ledger_account (
  register text not null,
  ledger text not null,
  measure text not null,
  complete boolean not null default false,
  primary key (register, ledger, measure)
);
drop index balance_value;
create index balance_value on balance (ledger, measure, value, place);
