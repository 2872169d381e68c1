-- A notice leaves the app by every channel that the shop has turned on and that has an address of the person. Whether he wants it there, and
-- when, is judged before it goes (notices/wishes.ts); here only what makes sure that nothing is lost.
create or replace function tell_notices() returns trigger
language plpgsql
as $$
declare
  open text[] := array(select key from setting, jsonb_each(value) where name = 'channels' and (jsonb_each.value->>'on')::boolean);
begin
  if open = '{}' then
    return null;
  end if;
  insert into delivery (id, notice, person, channel, address)
  select n.id || '@' || a.channel || '/' || a.id, n.id, n.person, a.channel, a.id
  from told n join lateral (
    select 'mail' as channel, p.id from person p where p.id = n.person and p.email is not null
    union all select o.channel, o.id from address o where o.person = n.person) a on a.channel = any (open)
  on conflict do nothing;
  return null;
end
$$;
create or replace trigger tell_notices after insert on notice referencing new table as told for each statement execute function tell_notices();
