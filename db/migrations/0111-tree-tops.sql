-- A branch of a tree is found by the key of its top, in whichever store.
create index record_top on record (register, key) where path is not null;
