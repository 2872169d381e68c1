-- The newest cases whose words have all patterns, by pieces too short to be rare: first among the very newest as they lie, where what is
-- common is found at once; then week by week, each by its own pieces, until there are enough.
create or replace function search_newest(patterns text[], pieces text[], most int) returns setof text
language plpgsql stable
as $$
declare
  week constant bigint := 604800000;
  ids text[];
  before bigint := 9223372036854775807;
  found_here int;
  missing int := most;
begin
  select array_agg(s.case_id order by s.at desc, s.case_id) into ids
  from (select * from case_search order by at desc, case_id limit most * 2) s where s.words like all (patterns);
  if cardinality(ids) >= most then
    return query select unnest(ids[1:most]);
    return;
  end if;
  loop
    select max(at) into before from case_search where at < before;
    exit when before is null or missing <= 0;
    return query
      select s.case_id from case_search s
      where s.grams @> (select array_agg(p || chr(1) || before / week) from unnest(pieces) p) and s.words like all (patterns)
      order by s.at desc, s.case_id limit missing;
    get diagnostics found_here = row_count;
    missing := missing - found_here;
    before := before / week * week;
  end loop;
end;
$$;
