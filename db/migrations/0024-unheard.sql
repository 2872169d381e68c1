-- What came from outside and met no case is somebody's to look at, until a manager has.
alter table message add column settled_at timestamptz, add column settled_by text;
create index message_unheard on message (received_at desc) where state <> 'delivered' and settled_at is null;
