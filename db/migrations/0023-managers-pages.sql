-- How much of today's work was in time: found by when it was closed.
create index task_closed_at on task (closed_at) where state = 'closed';
