-- Indexes for what people look up: overdue work of a process, cases by the beginning of number or title, files of a case.
create index task_open_process on task (key, due, id) where state = 'open';
create index cases_search_key on cases (business_key text_pattern_ops) where parent is null;
create index cases_search_title on cases (title text_pattern_ops) where parent is null;
create index cases_ended on cases (ended_at) where status = 'ended';
create index cases_parent on cases (parent) where parent is not null;
create index file_case on file (case_id);
create index person_department on person (department);
