-- Registers of kind tree: under which record one stands (its key; '' at the top), and the way down to it, store and keys, as one text.
-- Null: of no tree. Byte order, so that a branch is one range and comes in its own order.
alter table record add column parent text collate "C", add column path text collate "C";
create index record_path on record (register, path) where path is not null;
create index record_parent on record (register, parent, path) where parent is not null;

-- By which version of its register the slots, names and ways of records stand: what was published since is laid out anew (db/layout.ts).
create table record_layout (
  register text primary key,
  version int not null,
  layout text not null
);
