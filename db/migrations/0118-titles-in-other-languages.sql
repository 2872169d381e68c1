-- What lists call a case in other languages: { en: … }.
alter table cases add column titles jsonb;
alter table task add column titles jsonb;
