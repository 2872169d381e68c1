-- The case that says a message: where it begins or reaches another, the two are linked.
alter table message add column from_case text;
-- What a thing leads to, newest first; `link_back` is the other way round.
create index link_out on link (from_kind, from_id, at desc);
-- What was called and written before links were kept of it.
insert into link (from_kind, from_id, role, to_kind, to_id, case_id, at)
select 'case', parent, 'call', 'case', id, parent, started_at from cases where parent is not null on conflict do nothing;
insert into link (from_kind, from_id, role, to_kind, to_id, case_id, at)
select 'case', c.case_id, 'wrote', 'record', r.register || '/' || r.key, c.case_id, min(c.at)
from record_change c join record r on r.id = c.id where c.case_id is not null group by c.case_id, r.register, r.key on conflict do nothing;
