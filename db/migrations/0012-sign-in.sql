-- Failed sign-ins by name and address: each makes the next wait longer, for that address only, so that nobody locks anybody out.
create table sign_in_failure (
  name text not null,
  address text not null,
  failures int not null,
  last_at timestamptz not null default now(),
  primary key (name, address)
);
create index sign_in_failure_age on sign_in_failure (last_at);

-- Second factors (better-auth's two-factor plugin, with its own column names).
alter table auth_user add column "twoFactorEnabled" boolean default false;
create table auth_two_factor (
  "id" text not null primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" text not null references auth_user ("id") on delete cascade,
  "verified" boolean default true,
  "failedVerificationCount" integer default 0,
  "lockedUntil" timestamptz
);
create unique index auth_two_factor_user on auth_two_factor ("userId");

-- What nobody has tied to a case is looked for by its age and by whose it is.
create index file_untied on file (by, created_at) where case_id is null;
