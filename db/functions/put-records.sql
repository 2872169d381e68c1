-- Writes records of one register, each with its revision, history, unique values and links. A row that does not fit (changed meanwhile,
-- a value that another has) is left out and told; all others are written.
--
-- put: {register, store, version, at, by, case, element, reason, depth, quiet (nobody is told), tree (it is one), deepest, merging, rows: [row]}; `place`: names as one (db/places.ts)
-- row: {n (0, 1, … in order), id, place, parent (of a tree: a key, '' at the top), expect (0 = new), key, title, titles (in other languages), body (text), before (text | null), after (text), t1…t4, n1, n2, d1, d2, words, grams, owner,
--       department, archived, unique: [{field, place}], links: [{role, kind, id}]}
-- returns [{n, id, rev, why: null | 'changed' | 'taken' | of a tree 'noParent' | 'circle' | 'tooDeep' | 'hasBelow', field, other}]
create or replace function put_records(put jsonb) returns jsonb
language plpgsql
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  in_register text := put->>'register';
  in_store text := coalesce(put->>'store', '');
  at_time bigint := (put->>'at')::bigint;
  told jsonb;
  good jsonb;
begin
  -- New keys and unique values are compared with what stands, and so is a tree: one writer of them a register at a time.
  if (put->>'tree')::boolean or put->'rows' @? '$[*] ? (@.expect == 0 || @.keyed == true)' then
    perform pg_advisory_xact_lock(hashtextextended('record/' || in_register, 2));
  end if;
  perform 1 from (select r->>'id' as id from jsonb_array_elements(put->'rows') r order by 1) x,
    lateral (select 1 from record s where s.id = x.id for update) s;

  select jsonb_agg(jsonb_build_object('n', x.n, 'id', x.id, 'rev', coalesce(s.rev, 0) + 1, 'why', case
      when coalesce(s.rev, 0) <> x.expect then 'changed'
      when k.id is not null or u.id is not null then 'taken' end,
      'field', case when k.id is not null then null else u.field end, 'other', coalesce(k.id, u.id)) order by x.n) into told
  from jsonb_to_recordset(put->'rows') x(n int, id text, expect int, place text, "unique" jsonb)
  left join lateral (select s.rev from record s where s.id = x.id limit 1) s on true
  left join lateral (select k.id from record k where k.place = x.place and k.id <> x.id limit 1) k on true
  left join lateral (
    select o.id, o.field from jsonb_to_recordset(coalesce(x."unique", '[]')) v(place text),
      lateral (select o.id, o.field from record_unique o where o.place = v.place limit 1) o where o.id <> x.id limit 1) u on true;

  if (put->>'tree')::boolean then
    told := tree_judged(put, told, (put->>'deepest')::int);
  end if;

  select coalesce(jsonb_agg(r), '[]') into good
  from jsonb_array_elements(put->'rows') with ordinality a(r, place) where told->(place::int - 1)->>'why' is null;
  if good = '[]' then
    return told;
  end if;

  insert into record (register, store, id, place, parent, key, title, titles, rev, body, by_version, t1, t2, t3, t4, n1, n2, d1, d2, words, grams, owner, department, archived, created_at, updated_at)
  select in_register, in_store, x.id, x.place, x.parent, x.key, x.title, nullif(x.titles, 'null'), x.expect + 1, x.body::json, (put->>'version')::int, x.t1, x.t2, x.t3, x.t4, x.n1, x.n2, x.d1, x.d2, x.words,
    array(select jsonb_array_elements_text(x.grams)), x.owner, x.department, coalesce(x.archived, false), at_time, at_time
  from jsonb_to_recordset(good) x(id text, place text, parent text, key text, title text, titles jsonb, expect int, body text, t1 text, t2 text, t3 text, t4 text, n1 numeric, n2 numeric, d1 bigint, d2 bigint,
    words text, grams jsonb, owner text, department text, archived boolean)
  on conflict (id) do update set store = excluded.store, place = excluded.place, parent = excluded.parent, key = excluded.key, title = excluded.title, titles = excluded.titles, rev = excluded.rev, body = excluded.body, by_version = excluded.by_version,
    t1 = excluded.t1, t2 = excluded.t2, t3 = excluded.t3, t4 = excluded.t4, n1 = excluded.n1, n2 = excluded.n2, d1 = excluded.d1, d2 = excluded.d2, words = excluded.words, grams = excluded.grams,
    owner = excluded.owner, department = excluded.department, archived = excluded.archived, updated_at = at_time;

  -- Whatever ledgers hold of a record, there is of it from its beginning.
  insert into balance (place, ledger, store, account, measure)
  select concat_ws(chr(31), a.ledger, in_store, x.key, a.measure), a.ledger, in_store, x.key, a.measure
  from ledger_account a, jsonb_to_recordset(good) x(key text, expect int, keyed boolean)
  where a.register = in_register and (x.expect = 0 or x.keyed) order by 1
  on conflict do nothing;

  if (put->>'tree')::boolean then
    perform walk_anew(in_register, in_store, array(select r->>'id' from jsonb_array_elements(good) r));
  end if;

  insert into record_change (id, rev, at, by, case_id, element, reason, before, after, depth)
  select x.id, x.expect + 1, at_time, put->>'by', put->>'case', put->>'element', put->>'reason', x.before::json, x.after::json, coalesce((put->>'depth')::int, 0)
  from jsonb_to_recordset(good) x(id text, expect int, before text, after text);

  if good @? '$[*].unique' then
    delete from record_unique u using (select r->>'id' as id from jsonb_array_elements(good) r where r ? 'unique' and (r->>'expect')::int > 0) x where u.id = x.id;
    insert into record_unique (place, field, id)
    select v.place, v.field, r->>'id'
    from jsonb_array_elements(good) r, jsonb_to_recordset(coalesce(r->'unique', '[]')) v(field text, place text);
  end if;
  if good @? '$[*].links' then
    delete from link where from_kind = 'record' and from_id in (select in_register || '/' || (r->>'key') from jsonb_array_elements(good) r where r ? 'links') and role like 'field:%';
    insert into link (from_kind, from_id, role, to_kind, to_id, case_id, at)
    select 'record', in_register || '/' || (r->>'key'), l.role, l.kind, l.id, put->>'case', at_time
    from jsonb_array_elements(good) r, jsonb_to_recordset(coalesce(r->'links', '[]')) l(role text, kind text, id text)
    on conflict do nothing;
  end if;

  if put->>'case' is not null then
    insert into link (from_kind, from_id, role, to_kind, to_id, case_id, at)
    select 'case', put->>'case', 'wrote', 'record', in_register || '/' || (r->>'key'), put->>'case', at_time from jsonb_array_elements(good) r
    on conflict do nothing;
  end if;

  -- Only where somebody listens.
  if not coalesce((put->>'quiet')::boolean, false) and (
    exists (select 1 from start_subscription where kind = 'message' and name = 'record.' || in_register)
    or exists (select 1 from subscription where kind = 'message' and name = 'record.' || in_register)) then
    insert into outbox (kind, case_id, body)
    select 'recordChanged', put->>'case', jsonb_build_object('register', in_register, 'id', x.id, 'rev', x.expect + 1)
    from jsonb_to_recordset(good) x(id text, expect int);
    perform pg_notify('zhangfa_outbox', '');
  end if;
  return told;
end
$$;
