-- One letter alone is a piece now, and pieces of records say of which register they are. Records get theirs when they are laid out anew
-- (db/layout.ts), beside all work.
drop index case_search_grams;
update case_search s set grams = array(
  with letter as (select distinct l from regexp_split_to_table(s.words, '\s*') l where l <> '')
  select unnest(s.grams) union select l from letter union select l || chr(1) || s.at / 604800000 from letter);
create index case_search_grams on case_search using gin (grams);
delete from record_layout;
