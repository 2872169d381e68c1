-- What a pack has brought beside what the shop publishes of it: goes along when the shop makes a pack of its own of it.
create table pack_seed (pack text not null, register text not null, records json not null, primary key (pack, register));
create table pack_scenario (
  pack text not null,
  -- The process beside which it stands, or `stories`.
  beside text not null,
  name text not null,
  -- Those it plays.
  processes text[] not null,
  body json not null,
  primary key (pack, beside, name)
);
