-- Each row of a story seals what it says and all rows before it (docs/decisions/0144, proof/chain.ts). `said`: sha256 of the salt and the
-- canonical JSON of the row; `link`: sha256 of the link before and `said`. What is erased loses its salt. Rows of before have none of these.
alter table history add column said bytea, add column salt text, add column link bytea;

create function history_link() returns trigger language plpgsql volatile as $$
begin
  new.link := sha256(coalesce((select h.link from history h where h.case_id = new.case_id and h.seq < new.seq order by h.seq desc limit 1), '') || new.said);
  return new;
end
$$;
create trigger history_link before insert on history for each row when (new.said is not null) execute function history_link();

-- What has been ticked off a checklist: by whom, when, with which photos.
create table tick (
  task_id text not null references task on delete cascade,
  item int not null,
  case_id text not null,
  by text not null,
  at bigint not null,
  files jsonb not null default '[]',
  primary key (task_id, item)
);
create index tick_case on tick (case_id);

-- What was on screen as something was decided that has been taken back, sent back or asked again since: the story names it by its digest.
create table past_submission (
  n bigint generated always as identity primary key,
  case_id text not null,
  task_id text not null,
  submitted jsonb not null
);
create index past_submission_case on past_submission (case_id);

create function keep_submission() returns trigger language plpgsql as $$
begin
  insert into past_submission (case_id, task_id, submitted) values (old.case_id, old.id, old.submitted);
  return null;
end
$$;
create trigger keep_submission after update of submitted on task for each row
  when (old.submitted is not null and new.submitted->>'request' is distinct from old.submitted->>'request') execute function keep_submission();
