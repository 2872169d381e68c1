-- A job may also give tasks to somebody, and resume what was set aside: that is done with storing it, so its rows have their answer.
alter table bulk_item alter column command drop not null, add column task text, add column answer jsonb;
alter table bulk_item add check (command is not null or answer is not null);
