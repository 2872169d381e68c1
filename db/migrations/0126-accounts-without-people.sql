-- Accounts were once written before their person; of a process that died between the two, one was left that holds its username.
delete from auth_user u where not exists (select 1 from person p where p.id = u.id);
