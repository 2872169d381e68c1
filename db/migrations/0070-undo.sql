-- A submission may be undone for some seconds: stored at once, sent when its time has come (docs/decisions/0070).
alter table command add column not_before timestamptz;
-- submitted: its holder is done with it, its case has not heard yet. Only `open` is anybody's work.
alter table task drop constraint task_state_check, add constraint task_state_check check (state in ('open', 'submitted', 'closed', 'withdrawn'));
create index task_submitted on task (closed_by) where state = 'submitted';
-- The request that has submitted what was typed, while that may be undone: until then nobody finds it as a draft.
alter table form_draft add column submitted text;
create index form_draft_submitted on form_draft (submitted) where submitted is not null;
