-- A password that somebody else has set is for one sign-in: its owner chooses their own before anything else.
alter table person add column given_password boolean not null default false;
