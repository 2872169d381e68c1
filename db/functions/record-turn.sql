-- The one write of a case host's turn. Compare-and-set by sequence number, per family all or none; Postgres wins (docs/decisions/0003).
-- Plans are pinned: joins on jsonb_to_recordset are otherwise planned as hash joins with sequential scans, and anew each time. What a
-- turn seldom brings is asked for first: a statement that finds nothing costs as much as one that writes.
--
-- turn: {at, shop, cases: [...], answers: [{id, host, family, case, body (text), message, from: [{kind, id, role}], answer}]}
-- case: {id, family, expect, seq, changed, shop, ...columns, state (text), rows, tokens: {set, gone}, tasks: {open, closed, withdrawn, moved, offered, given, parked, reopened, urged},
--        subscriptions: {set, gone}, incident: {open, closed}, outbox: [{kind, body (text)}]}
-- returns {lost: [family], taken: [{id, family, other}], unassigned: [{family, case, task}], answers: {request id: the answer that stands}}
create or replace function record_turn(turn jsonb) returns jsonb
language plpgsql
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  turn_at bigint := (turn->>'at')::bigint;
  lost_families text[];
  taken jsonb;
  won jsonb;
  given jsonb;
  opened jsonb;
  handed jsonb := '[]';
  spread jsonb := '[]';
  unassigned jsonb := '[]';
  -- Whether the outbox has something to carry out.
  carried boolean := false;
begin
  -- 1. What stands: lock the rows that the turn is about, in one order for all.
  perform 1 from cases where id in (select c->>'id' from jsonb_array_elements(turn->'cases') c) order by id for update;

  -- 2. Who lost: a family with any case that does not stand where the host believes it.
  select coalesce(array_agg(distinct c->>'family'), '{}') into lost_families
  from jsonb_array_elements(turn->'cases') c
  left join cases s on s.id = c->>'id'
  where coalesce(s.seq, 0) <> (c->>'expect')::int
    -- The host rightly knows nothing of a called case that has ended: opened anew it would know no more.
    and ((c->>'expect')::int > 0 or (c->>'changed')::boolean or s.id is null or comes_to_host(s));

  -- Lost as well: who has read parameters or calendars that have changed since the host read them.
  if turn->'cases' @? '$[*].shop' then
    select lost_families || coalesce(array_agg(distinct c->>'family'), '{}') into lost_families
    from jsonb_array_elements(turn->'cases') c
    where c ? 'shop' and c->>'family' <> all (lost_families)
      and (turn->>'shop')::int <> coalesce((select (value#>>'{}')::int from setting where name = 'revision'), 0);
  end if;

  -- A start whose business key lives already under another case is refused, not lost.
  select coalesce(jsonb_agg(jsonb_build_object('id', c->>'id', 'family', c->>'family', 'reason', 'businessKeyInUse', 'other', s.id)), '[]') into taken
  from jsonb_array_elements(turn->'cases') c
  join cases s on s.key = c->>'key' and s.business_key = c->>'business_key' and s.parent is null and s.status <> 'ended' and s.id <> c->>'id'
  where (c->>'changed')::boolean and c->>'parent' is null and c->>'family' <> all (lost_families)
    -- One that has ended and begins to live again needs it, too.
    and ((c->>'expect')::int = 0 or c->>'status' <> 'ended' and exists (select 1 from cases o where o.id = c->>'id' and o.status = 'ended'));
  lost_families := lost_families || coalesce((select array_agg(t->>'family') from jsonb_array_elements(taken) t), '{}');

  -- 3. What the winners write.
  select coalesce(jsonb_agg(c), '[]') into won
  from jsonb_array_elements(turn->'cases') c where (c->>'changed')::boolean and c->>'family' <> all (lost_families);

  if jsonb_array_length(won) > 0 then
    insert into cases (id, family, host, key, version, business_key, parent, status, outcome, seq, title, subject, starter, started_at, ended_at, updated_at, incidents, due, state, titles, private, watchers)
    select c->>'id', c->>'family', c->>'host', c->>'key', (c->>'version')::int, c->>'business_key', c->>'parent', c->>'status', c->>'outcome', (c->>'seq')::int,
           c->>'title', survivor_of(c->>'subject'), c->>'starter', (c->>'started_at')::bigint, (c->>'ended_at')::bigint, turn_at, (c->>'incidents')::int, (c->>'due')::bigint, (c->>'state')::json, nullif(c->'titles', 'null'),
           -- What a private case calls is as private.
           coalesce((c->>'private')::boolean, false) or coalesce(above.private, false),
           directory_refs(array(select jsonb_array_elements_text(coalesce(c->'watchers', '[]')))) || coalesce(above.watchers, '{}')
    from jsonb_array_elements(won) c left join cases above on above.id = c->>'parent'
    on conflict (id) do update set
      host = excluded.host, version = excluded.version, status = excluded.status, outcome = excluded.outcome, seq = excluded.seq, title = coalesce(excluded.title, cases.title), subject = coalesce(excluded.subject, cases.subject),
      ended_at = excluded.ended_at, updated_at = excluded.updated_at, incidents = excluded.incidents, due = excluded.due, state = excluded.state,
      titles = coalesce(excluded.titles, cases.titles);

    if won @? '$[*].subject ? (@ != null)' then
      insert into link (from_kind, from_id, role, to_kind, to_id, case_id, at)
      select 'case', c->>'id', 'subject', 'record', survivor_of(c->>'subject'), c->>'id', turn_at from jsonb_array_elements(won) c where c->>'subject' is not null
      on conflict do nothing;
    end if;

    if won @? '$[*] ? (@.expect == 0 && @.parent != null)' then
      insert into link (from_kind, from_id, role, to_kind, to_id, case_id, at)
      select 'case', c->>'parent', 'call', 'case', c->>'id', c->>'parent', turn_at from jsonb_array_elements(won) c where (c->>'expect')::int = 0 and c->>'parent' is not null
      on conflict do nothing;
    end if;

    -- In their order: each is linked with the one before (history_link).
    insert into history (case_id, seq, at, kind, element, token, scope, by, cause, why, data, said, salt)
    select c->>'id', r.seq, r.at, r.kind, r.element, r.token, r.scope, r.by, r.cause, r.why, r.data, decode(r.said, 'hex'), r.salt
    from jsonb_array_elements(won) c, jsonb_to_recordset(c->'rows') r(seq int, at bigint, kind text, element text, token text, scope text, by text, cause int, why jsonb, data jsonb, said text, salt text)
    order by c->>'id', r.seq
    on conflict do nothing;

    delete from token where (case_id, id) in (select c->>'id', g from jsonb_array_elements(won) c, jsonb_array_elements_text(c->'tokens'->'gone') g);
    insert into token (case_id, id, element, state)
    select c->>'id', t.id, t.element, t.state from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tokens'->'set') t(id text, element text, state text)
    on conflict (case_id, id) do update set element = excluded.element, state = excluded.state;

    delete from subscription where (case_id, wait) in (select c->>'id', g from jsonb_array_elements(won) c, jsonb_array_elements_text(c->'subscriptions'->'gone') g);
    if won @? '$[*].subscriptions.set[*]' then
      -- Whoever waits for a message and whoever sends it meet on one lock, so that neither misses the other.
      perform pg_advisory_xact_lock(hashtextextended(lock, 0))
      from (select distinct s.name || '/' || coalesce(s.key, '') as lock
            from jsonb_array_elements(won) c, jsonb_to_recordset(c->'subscriptions'->'set') s(kind text, name text, key text) where s.kind = 'message' order by 1) locks;
      insert into subscription (case_id, wait, kind, name, key, element, due, heard, oldest)
      select c->>'id', s.wait, s.kind, s.name, s.key, s.element, s.due, s.heard, coalesce(s.oldest, false)
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'subscriptions'->'set') s(wait text, kind text, name text, key text, element text, due bigint, heard text, oldest boolean)
      on conflict (case_id, wait) do update set due = excluded.due, name = excluded.name, key = excluded.key, element = excluded.element, heard = excluded.heard, oldest = excluded.oldest;
      insert into outbox (kind, case_id, body)
      select distinct on (m.id) 'correlate', c->>'id', jsonb_build_object('message', m.id)
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'subscriptions'->'set') s(kind text, name text, key text), message m
      where s.kind = 'message' and m.state = 'pending' and m.name = s.name and (m.key is null or s.key is null or m.key = s.key);
      carried := found;
    end if;

    if won @? '$[*].tasks.closed[*]' then
      update task set state = 'closed', closed_at = turn_at, closed_by = x.by, closed_request = x.request, verdict = x.verdict, draft = null,
        assignee = coalesce(task.assignee, x.by)
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'closed') x(id text, by text, request text, verdict text) where task.id = x.id;
      delete from task_offer where task_id in (select x.id from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'closed') x(id text));
    end if;
    if won @? '$[*].tasks.withdrawn[*]' then
      update task set state = 'withdrawn', closed_at = turn_at, why = x.why
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'withdrawn') x(id text, why text) where task.id = x.id and task.state in ('open', 'submitted', 'parked');
      delete from task_offer where task_id in (select x.id from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'withdrawn') x(id text));
    end if;
    if won @? '$[*].tasks.open[*]' then
      -- The model names people as it likes; from here on they have their ids.
      select jsonb_agg(jsonb_build_object('id', x.id, 'case', c->>'id', 'family', c->>'family', 'wait', x.wait, 'asked', coalesce(x.assignee, x.offers->>0), 'offers', to_jsonb(refs), 'excluded', to_jsonb(directory_refs(array(select jsonb_array_elements_text(x.excluded)))),
        'assignee', who.assignee, 'held_for', who.held_for))
      into opened
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'open') x(id text, wait text, assignee text, "for" text, offers jsonb, excluded jsonb, no_proxy jsonb),
        directory_refs(array(select jsonb_array_elements_text(x.offers))) refs,
        holder_of(x.assignee, x."for", refs, array(select jsonb_array_elements_text(x.excluded || coalesce(nullif(x.no_proxy, 'null'), '[]')))) who;
      insert into task (id, case_id, family, host, wait, element, key, version, name, texts, form, title, titles, business_key, summary, locals, state, assignee, offers, claimed_at, priority, created_at, due, response, time_left, excluded, held_for, no_proxy)
      select x.id, c->>'id', c->>'family', c->>'host', x.wait, x.element, c->>'key', (c->>'version')::int, x.name, x.texts, x.form, c->>'title', nullif(c->'titles', 'null'), c->>'business_key', x.summary, x.locals, 'open',
             o.assignee, array(select jsonb_array_elements_text(o.offers)), case when o.assignee is not null then now() end, x.priority, turn_at, x.due, coalesce(x.response, false), x."left",
             array(select jsonb_array_elements_text(o.excluded)), o.held_for, array(select jsonb_array_elements_text(coalesce(nullif(x.no_proxy, 'null'), '[]')))
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'open') x(id text, wait text, element text, name text, texts jsonb, form text, summary jsonb, locals jsonb, priority int, due bigint, response boolean, "left" bigint, no_proxy jsonb),
        jsonb_to_recordset(opened) o(id text, assignee text, held_for text, offers jsonb, excluded jsonb)
      where o.id = x.id
      on conflict (id) do nothing;
      insert into task_offer (ref, due, task_id, key)
      select r, x.due, x.id, c->>'key'
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'open') x(id text, due bigint),
        jsonb_to_recordset(opened) o(id text, assignee text, offers jsonb), jsonb_array_elements_text(o.offers) r
      where o.id = x.id and o.assignee is null
      on conflict do nothing;
      -- Who of several was given it counts for the next.
      if won @? '$[*].tasks.open[*].spread' then
        with given as (
          select x.id, x.spread->>'step' as step, x.spread->>'key' as key, coalesce(o.held_for, o.assignee) as person
          from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'open') x(id text, spread jsonb), jsonb_to_recordset(opened) o(id text, assignee text, held_for text)
          where o.id = x.id and x.spread is not null and o.assignee is not null),
        kept as (
          insert into spread_key (step, key, person) select distinct on (step, key) step, key, person from given where key is not null order by step, key, id desc
          on conflict (step, key) do update set person = excluded.person)
        insert into spread_turn (step, person, turn) select step, person, nextval('spread_turns') from (select distinct step, person from given) g
        on conflict (step, person) do update set turn = excluded.turn;
      end if;
      select coalesce(jsonb_agg(jsonb_build_object('family', o.family, 'case', o."case", 'task', o.wait)), '[]') into unassigned
      from jsonb_to_recordset(opened) o(family text, "case" text, wait text, asked text, assignee text, offers jsonb)
      where o.asked is not null and o.assignee is null and o.offers = '[]';
    end if;
    if won @? '$[*].tasks.moved[*]' then
      update task set due = x.due, response = x.response, time_left = x."left", escalated_at = case when x.escalated then coalesce(task.escalated_at, turn_at) end
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'moved') x(id text, due bigint, response boolean, "left" bigint, escalated boolean)
      where task.id = x.id and task.state in ('open', 'submitted', 'parked');
      update task_offer set due = x.due
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'moved') x(id text, due bigint) where task_offer.task_id = x.id;
    end if;

    -- What waits for a correction is on nobody's list; what somebody had just sent is his again, as it was typed.
    if won @? '$[*].tasks.parked[*]' then
      with said as (select x.id, x.parked from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'parked') x(id text, parked boolean)),
      stood as (update task set state = 'parked', closed_by = null, closed_at = null from said x where x.parked and task.id = x.id and task.state in ('open', 'submitted') returning task.id),
      goes as (update task set state = 'open' from said x where not x.parked and task.id = x.id and task.state = 'parked'
        returning task.id, task.key, task.due, task.offers, task.assignee),
      off as (delete from task_offer where task_id in (select id from stood)),
      typed as (update form_draft set submitted = null where submitted is not null and about in (select 'task:' || id from stood))
      insert into task_offer (ref, due, task_id, key)
      select r, g.due, g.id, g.key from goes g, unnest(g.offers) r where g.assignee is null
      on conflict do nothing;
    end if;

    -- Taken back: it is again whose it was.
    if won @? '$[*].tasks.reopened[*]' then
      update task set state = 'open', closed_at = null, closed_by = null, closed_request = null, verdict = null, submitted = null, touched_at = null,
        assignee = coalesce(task.closed_by, task.assignee)
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'reopened') x(id text) where task.id = x.id;
    end if;

    -- Back to all of these, where the directory knows any of them; whoever had it is told by the story.
    if won @? '$[*].tasks.offered[*]' then
      select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'case', t.case_id, 'element', x.element, 'before', t.assignee, 'offers', to_jsonb(refs), 'due', t.due, 'key', t.key)), '[]')
      into spread
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'offered') x(id text, element text, offers jsonb)
      join task t on t.id = x.id and t.state in ('open', 'submitted', 'parked')
      cross join lateral directory_refs(array(select jsonb_array_elements_text(x.offers))) refs
      where cardinality(refs) > 0;
      update task set assignee = null, held_for = null, claimed_at = null, asked_by = null, state = case task.state when 'parked' then 'parked' else 'open' end, submitted = null,
        offers = array(select jsonb_array_elements_text(x.offers))
      from jsonb_to_recordset(spread) x(id text, offers jsonb) where task.id = x.id;
      delete from task_offer where task_id in (select x.id from jsonb_to_recordset(spread) x(id text));
      insert into task_offer (ref, due, task_id, key)
      select r, x.due, x.id, x.key from jsonb_to_recordset(spread) x(id text, offers jsonb, due bigint, key text) join task t on t.id = x.id and t.state = 'open',
        jsonb_array_elements_text(x.offers) r
      on conflict do nothing;
      insert into holding (task_id, case_id, element, at, kind, before, by)
      select x.id, x."case", x.element, turn_at, 'released', x.before, 'system' from jsonb_to_recordset(spread) x(id text, "case" text, element text, before text) where x.before is not null;
    end if;

    -- From hand to hand: the list of the one loses it, that of the other has it, and the story tells it.
    if won @? '$[*].tasks.given[*]' then
      select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'case', c->>'id', 'element', x.element, 'by', x.by, 'comment', x.comment, 'before', t.assignee,
        'named', p, 'to', who.assignee, 'held_for', who.held_for, 'asker', (select substr(r, 8) from unnest(directory_refs(array['person:' || x.asker])) r where x.asker is not null))), '[]')
      into handed
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'given') x(id text, element text, "to" text, by text, comment text, asker text, "for" text)
      join task t on t.id = x.id and t.state in ('open', 'submitted')
      cross join lateral (select substr(r, 8) as p from unnest(directory_refs(array['person:' || x."to"])) r) named
      cross join lateral holder_of(p, x."for", array['person:' || coalesce(x."for", p)], t.excluded || t.no_proxy) who;
      update task set assignee = x."to", offers = array['person:' || x.named], held_for = x.held_for, claimed_at = now(),
        -- An opinion was submitted; the task is not done with it.
        state = 'open', closed_at = null, closed_by = null, submitted = null, asked_by = x.asker
      from jsonb_to_recordset(handed) x(id text, "to" text, named text, held_for text, asker text) where task.id = x.id;
      delete from task_offer where task_id in (select x.id from jsonb_to_recordset(handed) x(id text));
      insert into holding (task_id, case_id, element, at, kind, person, before, by, comment)
      select x.id, x."case", x.element, turn_at, 'assigned', x."to", x.before, coalesce(x.by, 'system'), x.comment
      from jsonb_to_recordset(handed) x(id text, "case" text, element text, "to" text, before text, by text, comment text);
      insert into notice (id, person, what, about_kind, about_id, by, at)
      select 'assigned/' || x.id || '/' || turn_at || '/' || p.id, p.id, case when x.by is null then 'given' else 'assigned' end, 'task', x.id, x.by, turn_at
      from jsonb_to_recordset(handed) x(id text, "to" text, by text) join person p on p.id = x."to" and p.active where x.by is distinct from p.id
      on conflict do nothing;
    end if;

    if won @? '$[*].tasks.urged[*]' then
      insert into notice (id, person, what, about_kind, about_id, by, at)
      select 'urged/' || x.id || '/' || turn_at || '/' || p.id, p.id, 'urged', 'task', x.id, x.by, turn_at
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'urged') x(id text, by text)
      join task t on t.id = x.id
      -- Whoever holds it; as long as nobody does, all who may take it.
      cross join lateral (select h.id from person h where h.id = t.assignee and h.active
        union select stand_in(o, t.excluded) from people_reached(t.offers) o where t.assignee is null and o not in (select people_reached(t.excluded))) p
      where p.id is not null and x.by is distinct from p.id
      on conflict do nothing;
    end if;

    -- Sent back: whoever has to do it once more learns by whom.
    if won @? '$[*].rows[*] ? (@.kind == "returned")' then
      insert into notice (id, person, what, about_kind, about_id, by, at)
      select distinct on (x.id) 'returned/' || x.id || '/' || turn_at || '/' || p.id, p.id, 'returned', 'task', x.id, r.by, turn_at
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'rows') r(kind text, by text, data jsonb), jsonb_to_recordset(c->'tasks'->'open') x(id text, element text)
      join task t on t.id = x.id join person p on p.id = t.assignee and p.active
      where r.kind = 'returned' and r.data->>'to' = x.element and r.by is distinct from p.id
      on conflict do nothing;
    end if;

    -- Work that a process gives or offers: told by the dispatcher, where anybody wants to hear of it (dispatch/tell-of-work.ts).
    if won @? '$[*].tasks.open[*]' and exists (select 1 from setting where name = 'tellsWork') then
      insert into outbox (kind, case_id, body)
      select 'workOpened', c->>'id', jsonb_build_object('task', x.id)::json from jsonb_array_elements(won) c, jsonb_to_recordset(c->'tasks'->'open') x(id text);
      carried := true;
    end if;

    if won @? '$[*].incident.closed[*]' then
      update incident set closed_at = turn_at, closed_how = x.why
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'incident'->'closed') x(id text, why text) where incident.case_id = c->>'id' and incident.id = x.id;
    end if;
    if won @? '$[*].incident.open[*]' then
      insert into incident (case_id, id, key, element, kind, message, detail, opened_at)
      select c->>'id', x.id, c->>'key', x.element, x.kind, x.message, x.detail, turn_at
      from jsonb_array_elements(won) c, jsonb_to_recordset(c->'incident'->'open') x(id text, element text, kind text, message text, detail jsonb)
      on conflict do nothing;
    end if;

    if won @? '$[*].outbox[*]' then
      insert into outbox (kind, case_id, body)
      select x.kind, c->>'id', x.body::json from jsonb_array_elements(won) c, jsonb_to_recordset(c->'outbox') x(kind text, body text);
      carried := true;
    end if;

    -- Who has asked for something learns that it is over, unless he has ended it himself.
    if won @? '$[*] ? (@.status == "ended" && @.parent == null && @.starter != null)' then
      insert into notice (id, person, what, about_kind, about_id, at)
      select 'ended/' || (c->>'id') || '/' || p.id, p.id, 'ended', 'case', c->>'id', turn_at
      from jsonb_array_elements(won) c join person p on p.id = c->>'starter' and p.active
      where c->>'status' = 'ended' and c->>'parent' is null and not exists (select 1 from jsonb_to_recordset(c->'rows') r(by text) where r.by = p.id)
      on conflict do nothing;
    end if;

    insert into feed (case_id, refs)
    select c->>'id', (select coalesce(array_agg(distinct ref), '{}') from (
        select jsonb_array_elements_text(o.offers) as ref from jsonb_to_recordset(coalesce(opened, '[]')) o("case" text, offers jsonb) where o."case" = c->>'id'
        union select 'person:' || o.assignee from jsonb_to_recordset(coalesce(opened, '[]')) o("case" text, assignee text) where o."case" = c->>'id' and o.assignee is not null
        union select 'person:' || p from jsonb_to_recordset(coalesce(handed, '[]')) h("case" text, "to" text, before text), unnest(array[h."to", h.before]) p where h."case" = c->>'id' and p is not null
        union select r from jsonb_to_recordset(coalesce(spread, '[]')) h("case" text, offers jsonb, before text), jsonb_array_elements_text(h.offers || to_jsonb(array_remove(array['person:' || h.before], null))) r where h."case" = c->>'id'
        union select unnest(case when t.assignee is null then t.offers else array['person:' || t.assignee] end) from jsonb_to_recordset(coalesce(c->'tasks'->'moved', '[]')) x(id text) join task t on t.id = x.id
        union select 'person:' || t.assignee from jsonb_to_recordset(coalesce(c->'tasks'->'reopened', '[]')) x(id text) join task t on t.id = x.id
        union select 'person:' || coalesce(t.assignee, stand_in(o, t.excluded)) from jsonb_to_recordset(c->'tasks'->'urged') x(id text) join task t on t.id = x.id left join people_reached(t.offers) o on t.assignee is null
        union select unnest(case when t.assignee is null then t.offers else array['person:' || t.assignee] end) from jsonb_to_recordset(c->'tasks'->'parked') x(id text) join task t on t.id = x.id
        union select 'person:' || (c->>'starter') where c->>'status' = 'ended' and c->>'parent' is null) refs where ref is not null)
    from jsonb_array_elements(won) c;
    perform pg_notify('zhangfa_feed', '');
    if carried then
      perform pg_notify('zhangfa_outbox', '');
    end if;
  end if;

  -- 4. Answers: the first one stands. Those of losers are not written, but told if they were given before.
  insert into command (id, host, family, case_id, body, by, answer, answered_at)
  select a.id, a.host, a.family, a."case", coalesce(a.body, '{}')::json, a.by, a.answer, now()
  from jsonb_to_recordset(turn->'answers') a(id text, host text, family text, "case" text, body text, by text, answer jsonb)
  where a.family <> all (lost_families)
  on conflict (id) do update set answer = excluded.answer, answered_at = excluded.answered_at where command.answer is null;
  -- A message is delivered in the same breath as it has its effect, so that nobody delivers it again.
  update message set state = 'delivered', case_id = a."case"
  from jsonb_to_recordset(turn->'answers') a(family text, "case" text, message text, answer jsonb)
  where message.id = a.message and message.state = 'pending' and (a.answer->>'ok')::boolean and a.family <> all (lost_families);
  -- What has brought it about is linked with the case that it begins or reaches.
  if turn->'answers' @? '$[*].from[*]' then
    insert into link (from_kind, from_id, role, to_kind, to_id, case_id, at)
    select f.kind, f.id, f.role, 'case', a."case", case f.kind when 'case' then f.id end, turn_at
    from jsonb_to_recordset(turn->'answers') a(family text, "case" text, "from" jsonb, answer jsonb), jsonb_to_recordset(a."from") f(kind text, id text, role text)
    where (a.answer->>'ok')::boolean and a.family <> all (lost_families)
    on conflict do nothing;
  end if;
  select coalesce(jsonb_object_agg(command.id, command.answer), '{}') into given
  from jsonb_to_recordset(turn->'answers') a(id text)
  join command on command.id = a.id where command.answer is not null;

  return jsonb_build_object('lost', to_jsonb(lost_families), 'taken', taken, 'unassigned', unassigned, 'answers', given);
end
$$;
