-- Whom references mean: `person:` by id, username or a name that only one has; `role:` and `department:` by id or a name that only one has, where somebody
-- active holds the role or works in the department or below it. What means nobody is left out. While there is nobody at all, as in
-- tests, every reference stands for itself.
create or replace function directory_refs(refs text[]) returns text[]
language plpgsql stable
as $$
declare
  asked text;
  wanted text;
  found_ref text;
  answer text[] := '{}';
begin
  if not exists (select 1 from person) then
    return refs;
  end if;
  foreach asked in array refs loop
    wanted := substr(asked, strpos(asked, ':') + 1);
    found_ref := case split_part(asked, ':', 1)
      when 'person' then (
        select 'person:' || p.id from person p
        where p.active and (p.id = wanted or p.username = wanted
          or (p.name = wanted and not exists (select 1 from person other where other.name = wanted and other.active and other.id <> p.id)))
        order by p.id = wanted desc, p.username = wanted desc limit 1)
      when 'role' then (
        select 'role:' || r.id from role r
        where (r.id = wanted or (r.name = wanted and not exists (select 1 from role other where other.name = wanted and other.id <> r.id)))
          and exists (select 1 from person_role h join person p on p.id = h.person where h.role = r.id and p.active)
        order by r.id = wanted desc limit 1)
      when 'department' then (
        select 'department:' || d.id from department d
        where (d.id = wanted or (d.name = wanted and not exists (select 1 from department other where other.name = wanted and other.id <> d.id))) and exists (
          with recursive below (id) as (
            select d.id union select child.id from department child join below on child.parent = below.id)
          select 1 from person p join below on below.id = p.department where p.active)
        order by d.id = wanted desc limit 1)
    end;
    if found_ref is not null and found_ref <> all (answer) then
      answer := answer || found_ref;
    end if;
  end loop;
  return answer;
end
$$;
