-- Ended cases whose personal data is gone.
alter table cases add column erased_at timestamptz;
create index cases_to_erase on cases (key, version, ended_at) where status = 'ended' and erased_at is null;
