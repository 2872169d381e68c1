-- What a host is given of a family: living cases, called ones that can still be undone, and roots also when ended, so that a late command
-- learns so. Of a called case that has ended it knows nothing.
create or replace function comes_to_host(c cases) returns boolean language sql immutable as $$
  select c.status <> 'ended' or c.parent is null or c.state -> 'kept' is not null
$$;
