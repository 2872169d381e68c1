-- What lists call a record in other languages: { en: … }; null: its register says none.
alter table record add column titles jsonb;
