-- Active people whom references reach: `person:`, `role:`, `department:` (what is for a department is for all below it).
create or replace function people_reached(refs text[]) returns setof text
language sql stable
as $$
  select p.id from person p where p.active and ('person:' || p.id = any (refs)
    or exists (select 1 from person_role r where r.person = p.id and 'role:' || r.role = any (refs))
    or exists (
      with recursive above (id) as (
        select p.department where p.department is not null
        union select d.parent from department d join above on d.id = above.id where d.parent is not null)
      select 1 from above where 'department:' || id = any (refs)))
$$;
