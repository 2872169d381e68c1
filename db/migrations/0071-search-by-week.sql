-- Pieces of one and two letters once more with the week of their case, so that a search that they alone must answer reads the newest
-- weeks first (db/functions/search-newest.sql): `b1` may be in a hundred thousand cases, and all of them old.
update case_search set grams = grams || array(select g || chr(1) || at / 604800000 from unnest(grams) g where length(g) <= 2);
