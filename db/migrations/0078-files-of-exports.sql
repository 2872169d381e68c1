-- A file with what few may see, made for one person: nobody else is given its bytes, whoever sees the case.
alter table file add column only_for text references person (id);
