-- A request id stands for one content: what was asked, as a hash.
alter table command add column content text;
