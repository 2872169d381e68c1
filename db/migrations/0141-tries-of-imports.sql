-- How often an import was taken over from a process that had died at it, since it last got on: what ends whoever reads it is ended itself.
alter table record_import add column tries int not null default 0;
