-- Cases that only their own people see, and who looks on beside them (references).
alter table cases add column private boolean not null default false, add column watchers text[] not null default '{}';
create index cases_private on cases (id) where private;
