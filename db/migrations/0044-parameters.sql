-- Values of parameters (content kind `parameter` declares them), each from an instant of the shop on. Never changed: what was said wrongly
-- is said anew, what has not begun yet may be taken back.
create table parameter_value (
  key text not null,
  store text not null default '',
  -- '' is the shop; `campaign:…`, `warehouse:…`, `trial:…`.
  scope text not null default '',
  n bigint generated always as identity,
  from_at bigint not null,
  to_at bigint,
  value json not null,
  by text,
  reason text not null,
  case_id text,
  said_at timestamptz not null default now(),
  primary key (key, n)
);
create index parameter_value_from on parameter_value (key, scope, from_at);
