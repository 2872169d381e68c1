-- Which stores there are: one step of this index a store. A shop of one store has nothing in it.
create index record_store on record (store) where store <> '';
