-- The figures of one county, as a server has them that serves no other.
CREATE SCHEMA alone;
CREATE TABLE alone.indicators_villagemonth (LIKE public.indicators_villagemonth INCLUDING ALL);
INSERT INTO alone.indicators_villagemonth
SELECT * FROM public.indicators_villagemonth WHERE county_id = %(county)s ORDER BY id;
SELECT dice.guard('alone', 'indicators_villagemonth');
