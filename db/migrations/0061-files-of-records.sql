-- A file that a record of a register has: `sku/<id of the record>`. It stays as long as that, and whoever sees the field sees it.
alter table file add column record text;
create index file_record on file (record) where record is not null;
drop index file_untied;
create index file_untied on file (by, created_at) where case_id is null and record is null;
