-- For the watch over hosts that should have moved: cases past their due instant, and service calls that nobody answers.
alter table subscription add column armed_at timestamptz not null default now();
create index cases_overdue on cases (due) where status = 'running' and due is not null;
create index subscription_jobs on subscription (armed_at) where kind = 'job';
