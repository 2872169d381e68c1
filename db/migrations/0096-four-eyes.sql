-- References of people who may not do a task, whatever it is offered to. Few tasks have any: lists read those first.
alter table task add column excluded text[] not null default '{}';
create index task_excluded on task using gin (excluded) where state = 'open' and excluded <> '{}';
