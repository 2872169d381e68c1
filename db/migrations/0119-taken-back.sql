-- A version that was to hold from a later instant, taken back before it: never holds, and stays in the list.
alter table content_version add column taken_back_at timestamptz;
