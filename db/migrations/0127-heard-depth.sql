-- When a running case last heard of a change; without it, the depth is that of its beginning, and stays.
alter table family_depth add column heard_at timestamptz;
