-- Of a record that was a second one of the same thing: which it has become part of. Whoever looks for it by its key finds that one.
alter table record add column merged_into text;
create index record_merged on record (merged_into) where merged_into is not null;
