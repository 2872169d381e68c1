-- What belongs to somebody who leaves.
create index record_of_owner on record (owner, register) where owner is not null;
