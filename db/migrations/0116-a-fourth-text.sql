-- Goods are found by state, class, supplier and category: four texts.
alter table record add column t4 text;
create index record_t4 on record (register, t4, id) where t4 is not null;
create index record_t4_n1 on record (register, t4, n1, id) where t4 is not null and n1 is not null;
create index record_t4_n2 on record (register, t4, n2, id) where t4 is not null and n2 is not null;
create index record_t4_d1 on record (register, t4, d1, id) where t4 is not null and d1 is not null;
create index record_t4_d2 on record (register, t4, d2, id) where t4 is not null and d2 is not null;
