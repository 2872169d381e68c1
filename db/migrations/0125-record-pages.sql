-- Whatever goes through all records of a register goes in the order of their ids, page by page (db/layout.ts, db/formulas.ts).
create index record_page on record (register, id);
