-- By which numbers of the shop the formulas of a register are computed (db/formulas.ts). `toward` and `after`: a pass on its way, and the
-- record that it has come to.
create table formulas_computed (
  register text primary key,
  by_values text,
  toward text,
  after text not null default ''
);
