-- The requests of a task that its holder has undone: a device that was without a network when he did may send one again.
alter table task add column undone text[] not null default '{}';
