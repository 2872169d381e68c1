-- What the core reads again is kept as it was written: jsonb would sort its keys, and the order of a context's entries, of the ways into a
-- join, of a definition's elements is part of what they mean. What is only shown stays jsonb.
alter table cases alter column state type json using state::json;
alter table message alter column variables drop default, alter column variables type json using variables::json, alter column variables set default '{}';
alter table command alter column body type json using body::json;
alter table outbox alter column body type json using body::json;
alter table definition alter column definition type json using definition::json, alter column model type json using model::json;
alter table process alter column draft type json using draft::json;

-- Calls may name a version by its tag.
alter table definition add column version_tag text;
-- Lists ask who may start a process; read out once, since json is parsed anew each time.
alter table definition add column starters jsonb generated always as (coalesce((definition->'zf'->'starters')::jsonb, '[]')) stored;
