-- What is there and what is reserved stands in the ledger `stock` alone.
drop table reservation;
drop table stock;
