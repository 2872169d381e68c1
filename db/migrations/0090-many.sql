-- A command that a case has stored as one of many: sent behind all others, and counted for the case that waits for them.
alter table command add column many_of text;
drop index command_open;
create index command_open on command (created_at) where not confirmed and many_of is null;
create index command_many on command (created_at, id) where not confirmed and many_of is not null;
create index command_of_many on command (many_of) where many_of is not null;
