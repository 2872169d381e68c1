-- What somebody sees beside what he takes part in: nothing, the work of his department and those below it, or all. Null: by his level.
alter table person add column sees text check (sees in ('own', 'department', 'all'));

-- Whose work the cases of a process are, by id or name, as its newest version says.
alter table process add column department text;
update process p set department = d.definition #>> '{zf,department}' from definition d where d.key = p.key and d.version = p.latest;

-- What somebody holds that stands aside, as what is open has its own.
create index task_parked on task (assignee) where state = 'parked';
