-- A task that waits for what is put right elsewhere: nobody can do it until then.
alter table task drop constraint task_state_check, add constraint task_state_check check (state in ('open', 'submitted', 'closed', 'withdrawn', 'parked'));
