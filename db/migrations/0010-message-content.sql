-- What a message said, as a hash: an id that comes again with another content is no repeat.
alter table message add column content text;
