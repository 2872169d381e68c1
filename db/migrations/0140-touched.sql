-- When somebody who has a task has looked at it first: from then on what led to it is not taken back.
alter table task add column touched_at bigint;
