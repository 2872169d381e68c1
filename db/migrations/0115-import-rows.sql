-- A part may take several transactions where its rows are slow: how many rows of the next one are done.
alter table record_import add column next_row int not null default 0;
