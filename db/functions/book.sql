-- Books entries on a ledger: all or none, never below a floor, once an effect. A repeat gets the first answer.
--
-- booking: {ledger, store, effect, at, by, case, element, doc (text), partial, floors: {measure: number | null}, entries: [{account, measure, delta}],
--           undoes: effect | null, holders: the register whose records are the accounts}
-- partial: each account takes as much as is there, all its deltas of one size in proportion; what is missing is told.
-- undoes: the entries of that effect are booked back; `entries` is not read.
-- returns {ok, entries: [{account, measure, delta, after}], short: [{account, measure, there, missing}]}
create or replace function book(booking jsonb) returns jsonb
language plpgsql
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  in_ledger text := booking->>'ledger';
  in_store text := coalesce(booking->>'store', '');
  of_effect text := booking->>'effect';
  known jsonb;
  wanted jsonb;
  short jsonb;
  written jsonb;
  answer jsonb;
begin
  perform pg_advisory_xact_lock(hashtextextended('booking/' || of_effect, 3));
  select b.answer into known from booked b where b.effect = of_effect;
  if found then
    return known;
  end if;

  if booking->>'undoes' is not null then
    -- Whoever undoes waits for the effect to be booked, or finds nothing to undo for ever: it is marked as answered.
    perform pg_advisory_xact_lock(hashtextextended('booking/' || (booking->>'undoes'), 3));
    insert into booked (effect, ledger, answer) values (booking->>'undoes', in_ledger, '{"ok": true, "entries": [], "short": []}') on conflict do nothing;
    select coalesce(jsonb_agg(jsonb_build_object('account', case when booking ? 'holders' then substr(survivor_of(booking->>'holders' || '/' || e.account), length(booking->>'holders') + 2) else e.account end, 'measure', e.measure, 'delta', -e.delta, 'undoes', e.n)), '[]') into wanted
    from entry e where e.effect = booking->>'undoes' and e.ledger = in_ledger and e.store = in_store
      and not exists (select 1 from entry u where u.undoes = e.n);
  else
    select coalesce(jsonb_agg(jsonb_build_object('account', x.account, 'measure', x.measure, 'delta', x.delta)), '[]') into wanted
    from (select account, measure, sum(delta) as delta from jsonb_to_recordset(booking->'entries') e(account text, measure text, delta numeric) group by 1, 2) x where x.delta <> 0;
  end if;

  -- Balances are locked in one order for all, so that nobody waits for each other.
  insert into balance (place, ledger, store, account, measure, floor)
  select concat_ws(E'\x1f', in_ledger, in_store, x.account, x.measure), in_ledger, in_store, x.account, x.measure, (booking->'floors'->>x.measure)::numeric
  from jsonb_to_recordset(wanted) x(account text, measure text) order by 1
  on conflict (place) do update set floor = excluded.floor
    where balance.floor is distinct from excluded.floor and (excluded.floor is null or balance.value >= excluded.floor);
  perform 1 from (select concat_ws(E'\x1f', in_ledger, in_store, x.account, x.measure) as place from jsonb_to_recordset(wanted) x(account text, measure text) order by 1) x,
    lateral (select 1 from balance b where b.place = x.place for update) b;

  select coalesce(jsonb_agg(jsonb_build_object('account', x.account, 'measure', x.measure, 'there', b.value - b.floor, 'missing', b.floor - b.value - x.delta) order by x.account, x.measure), '[]') into short
  from jsonb_to_recordset(wanted) x(account text, measure text, delta numeric)
  join lateral (select b.value, b.floor from balance b where b.place = concat_ws(E'\x1f', in_ledger, in_store, x.account, x.measure)) b on true
  where b.floor is not null and b.value + x.delta < b.floor;

  if short <> '[]' then
    if not coalesce((booking->>'partial')::boolean, false) then
      -- Nothing has been booked, so nothing is remembered: the next try may find more.
      return jsonb_build_object('ok', false, 'entries', '[]'::jsonb, 'short', short);
    end if;
    select coalesce(jsonb_agg(jsonb_build_object('account', x.account, 'measure', x.measure, 'delta',
      case when s.there is null then x.delta else sign(x.delta) * least(abs(x.delta), s.there) end)), '[]') into wanted
    from jsonb_to_recordset(wanted) x(account text, measure text, delta numeric)
    left join (select account, min(there) as there from jsonb_to_recordset(short) q(account text, there numeric) group by 1) s on s.account = x.account;
  end if;

  update balance b set value = b.value + x.delta
  from jsonb_to_recordset(wanted) x(account text, measure text, delta numeric)
  where b.place = concat_ws(E'\x1f', in_ledger, in_store, x.account, x.measure);
  with made as (
    insert into entry (ledger, store, account, measure, delta, after, at, by, case_id, element, effect, undoes, doc)
    select in_ledger, in_store, x.account, x.measure, x.delta, b.value, (booking->>'at')::bigint, booking->>'by', booking->>'case', booking->>'element', of_effect, x.undoes, (booking->>'doc')::json
    from jsonb_to_recordset(wanted) x(account text, measure text, delta numeric, undoes bigint)
    join lateral (select b.value from balance b where b.place = concat_ws(E'\x1f', in_ledger, in_store, x.account, x.measure)) b on true
    where x.delta <> 0 order by x.account, x.measure
    returning account, measure, delta, after)
  select coalesce(jsonb_agg(jsonb_build_object('account', account, 'measure', measure, 'delta', delta, 'after', after)), '[]') into written from made;

  answer := jsonb_build_object('ok', true, 'entries', written, 'short', short);
  insert into booked (effect, ledger, answer) values (of_effect, in_ledger, answer);
  if written <> '[]' and (
    exists (select 1 from start_subscription where kind = 'message' and name = 'ledger.' || in_ledger)
    or exists (select 1 from subscription where kind = 'message' and name = 'ledger.' || in_ledger)) then
    insert into outbox (kind, case_id, body)
    values ('booked', booking->>'case', jsonb_build_object('ledger', in_ledger, 'store', in_store, 'effect', of_effect));
    perform pg_notify('zhangfa_outbox', '');
  end if;
  -- What a case books is told by its turn; the rest is told to pages here.
  if written <> '[]' and booking->>'case' is null then
    insert into feed (refs) values (array['ledger']);
    perform pg_notify('zhangfa_feed', '');
  end if;
  return answer;
end
$$;
