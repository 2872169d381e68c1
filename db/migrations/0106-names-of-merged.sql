-- Records that have become part of others, and are still named by links, cases or records somewhere (db/name-merged.ts).
create table merge_naming (
  other text primary key,
  at bigint not null,
  by text
);
