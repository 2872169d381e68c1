-- Who has asked the holder of a task for an opinion, and gets it back.
alter table task add column asked_by text;
