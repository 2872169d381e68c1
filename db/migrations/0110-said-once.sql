-- What a request has said stands once, also where its answer was lost and it comes again.
alter table parameter_value add column request text unique;
