-- The way down to a record of a tree: store and keys from the top, as one text (db/places.ts). What stands under nothing known is at the top.
create or replace function record_path(in_register text, in_store text, in_key text) returns text
language plpgsql stable
as $$
declare
  here text := in_key;
  way text := in_key;
begin
  for step in 1..20 loop
    select parent into here from record where place = concat_ws(chr(31), in_register, in_store, here);
    exit when here is null or here = '' or here = in_key or not exists (select 1 from record where place = concat_ws(chr(31), in_register, in_store, here));
    way := here || chr(31) || way;
  end loop;
  return in_store || chr(31) || way;
end
$$;

-- Rows of put_records held against the tree, each after those before it: why one may not stand where it is put is told in `why`.
create or replace function tree_judged(put jsonb, told jsonb, deepest int) returns jsonb
language plpgsql stable
as $$
declare
  in_register text := put->>'register';
  in_store text := coalesce(put->>'store', '');
  leaving text[] := array(select r->>'id' from jsonb_array_elements(put->'rows') r where (r->>'archived')::boolean);
  moved jsonb := '{}';
  wanted jsonb;
  was record;
  here text;
  up text;
  away boolean;
  depth int;
  below int;
  fault text;
begin
  for wanted in select r from jsonb_array_elements(put->'rows') with ordinality a(r, n) order by n loop
    continue when told->((wanted->>'n')::int)->>'why' is not null;
    fault := null;
    select parent, path, archived into was from record where id = wanted->>'id';
    if coalesce((wanted->>'archived')::boolean, false) then
      if not coalesce(was.archived, false) and not coalesce((put->>'merging')::boolean, false) and exists (
        select 1 from record where register = in_register and parent = wanted->>'key' and store = in_store and not archived and id <> all (leaving)) then
        fault := 'hasBelow';
      end if;
    elsif wanted->>'parent' <> '' and (was.path is null or was.archived or was.parent is distinct from wanted->>'parent') then
      select coalesce(max(cardinality(string_to_array(path, chr(31)))) - cardinality(string_to_array(was.path, chr(31))), 0) into below
      from record where register = in_register and path > was.path || chr(31) and path < was.path || ' ';
      here := wanted->>'parent';
      depth := 2;
      loop
        if here = wanted->>'key' then
          fault := 'circle';
        elsif moved ? here then
          up := moved->>here;
        else
          select parent, archived into up, away from record where place = concat_ws(chr(31), in_register, in_store, here) and merged_into is null;
          if not found or (away and here = wanted->>'parent') then
            fault := 'noParent';
          end if;
        end if;
        if fault is null and depth + below > deepest then
          fault := 'tooDeep';
        end if;
        exit when fault is not null or coalesce(up, '') = '';
        here := up;
        depth := depth + 1;
      end loop;
    end if;
    if fault is null then
      moved := moved || jsonb_build_object(wanted->>'key', wanted->>'parent');
    else
      told := jsonb_set(told, array[wanted->>'n', 'why'], to_jsonb(fault));
    end if;
  end loop;
  return told;
end
$$;

-- After a writing: those that stand elsewhere now, with all that is below them.
create or replace function walk_anew(in_register text, in_store text, ids text[]) returns void
language plpgsql
as $$
declare
  one record;
  now_path text;
begin
  for one in select id, key, path from record where id = any (ids) loop
    now_path := record_path(in_register, in_store, one.key);
    continue when now_path is not distinct from one.path;
    update record set path = now_path where id = one.id;
    update record d set path = record_path(in_register, in_store, d.key)
    where d.register = in_register and d.path > one.path || chr(31) and d.path < one.path || ' ';
  end loop;
end
$$;
