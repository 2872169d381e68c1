-- Packs that the shop has taken in, as of which version.
create table pack (
  key text primary key,
  name jsonb not null,
  version text not null,
  installed_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
