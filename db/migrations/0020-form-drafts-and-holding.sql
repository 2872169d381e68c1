-- What a person has typed into a form is theirs: kept apart from the task, so that it outlives a change of holder and never reaches the
-- next one. `about`: `task:{id}` or `start:{process}/{element}`; `values` holds only what was touched.
create table form_draft (
  person text not null,
  about text not null,
  revision int not null,
  values json not null,
  saved_at timestamptz not null default now(),
  primary key (person, about)
);
create index form_draft_saved on form_draft (saved_at);
insert into form_draft (person, about, revision, values)
select draft_by, 'task:' || id, 1, draft from task where draft is not null and draft_by is not null and state = 'open';

-- Who held a task from when: claimed, handed back, given. Written with the change itself; the story of a case tells it.
create table holding (
  id bigint generated always as identity primary key,
  task_id text not null,
  case_id text not null,
  element text not null,
  at bigint not null,
  kind text not null check (kind in ('claimed', 'released', 'assigned')),
  -- Who holds it from now on, and who did before.
  person text,
  before text,
  by text not null,
  comment text
);
create index holding_case on holding (case_id, at);
create index holding_task on holding (task_id, id);
