-- Who does what is `who`'s while he is away: his proxy, or the proxy of that one; he himself where he is here; null where nobody may
-- (bpmn/absence.ts is the same over the people of a scenario). `bars`: references of people who may not.
create or replace function stand_in(who text, bars text[]) returns text
language plpgsql stable
as $$
declare
  at text := who;
  further text;
begin
  for deep in 0..10 loop
    select a.proxy into further from absence a where a.person = at and a.running order by a.from_at limit 1;
    if not found then
      return case when at = who then who
        when 'person:' || at = any (bars) then null
        else (select p.id from person p where p.id = at and p.active) end;
    end if;
    at := further;
    exit when at = who;
  end loop;
  return null;
end
$$;

-- Who has a task that is `named`'s, or that he has for `absent`: by his id, and for whom. Where nobody may stand in, those have it to whom
-- it is offered beside him.
create or replace function holder_of(named text, absent text, offers text[], bars text[], out assignee text, out held_for text)
language plpgsql stable
as $$
declare
  known text := (select substr(r, 8) from unnest(directory_refs(array['person:' || named])) r where named is not null);
  whose text := coalesce(absent, known);
begin
  if known is null or not exists (select 1 from absence a where a.running) then
    assignee := known;
    held_for := absent;
    return;
  end if;
  assignee := coalesce(stand_in(whose, bars), case when exists (select 1 from unnest(offers) r where r <> 'person:' || whose) then null else whose end);
  held_for := case when assignee <> whose then whose end;
end
$$;
