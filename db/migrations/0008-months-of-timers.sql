-- Months of a start timer are counted from its first instant: `due` is the `turn`-th repeat of `first`, on the clock of `zone`.
alter table start_subscription add column "first" bigint, add column turn int, add column zone text;
