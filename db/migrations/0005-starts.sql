-- Timer and conditional start events. A start timer's `due` is shop time; the dispatcher begins the case and moves it on.
alter table start_subscription
  drop constraint start_subscription_kind_check,
  drop constraint start_subscription_pkey,
  add check (kind in ('none', 'message', 'signal', 'timer', 'condition')),
  add column due bigint,
  add column every text,
  add column "left" int,
  add column until bigint;
create unique index start_subscription_one on start_subscription (key, element, kind, coalesce(name, ''), coalesce(spec, ''));
create index start_subscription_due on start_subscription (due) where due is not null;
