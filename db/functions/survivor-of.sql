-- `register/key` of a record as it is called now: of one that was merged into another, that one's.
create or replace function survivor_of(subject text) returns text language sql stable as $$
  select coalesce(
    (select s.register || '/' || s.key from record r join record s on s.id = r.merged_into
     where r.place = split_part(subject, '/', 1) || E'\x1f\x1f' || substr(subject, strpos(subject, '/') + 1)), subject)
$$;
