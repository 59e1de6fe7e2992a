-- Dice that fall the same way on every run, and what every ledger row has, drawn for a whole book at once.
CREATE SCHEMA dice;

CREATE FUNCTION dice.draw(key bigint, book int, sides int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
'SELECT ((hashint8extended(key, book) & 9007199254740991) % sides)::int';

CREATE TABLE dice.name (number int PRIMARY KEY, name text, pinyin text, initials text, given text);
-- Last four digits of telephones, as the two registers find them by.
CREATE TABLE dice.tail (number int PRIMARY KEY, household bytea, resident bytea);

-- In the order of recording, over all households; the officer of the post (same number) wrote it down.
CREATE FUNCTION dice.entries(book int, lines int, households int, today date, days int)
RETURNS TABLE (id bigint, household_id bigint, village_id bigint, post_id bigint, station_id bigint, county_id bigint,
               occurred_on date, recorded_at timestamptz, client_key uuid, state text, recorded_by_id bigint)
LANGUAGE sql AS $$
    SELECT i, h.id, h.village_id, h.post_id, h.station_id, h.county_id, day.it,
           day.it + make_interval(hours => 8, secs => dice.draw(i, book + 2, 40000)),
           md5(book || '-' || i)::uuid,
           CASE WHEN dice.draw(i, book + 1, 100) = 0 THEN 'withdrawn'
                WHEN day.it < today - 40 THEN 'accepted' ELSE 'recorded' END,
           h.post_id
    FROM generate_series(1, lines) i
    CROSS JOIN LATERAL (SELECT today - 1 - ((lines - i)::bigint * days / lines)::int AS it) day
    JOIN residents_household h ON h.id = 1 + dice.draw(i, book, households)
    ORDER BY i
$$;

-- Loading a million rows asks no trigger, foreign key or index for each; fasten.sql puts them back.
CREATE TABLE dice.kept_key AS
    SELECT conrelid::regclass::text AS relation, conname::text AS name, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace;

CREATE TABLE dice.kept_index AS
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index i JOIN pg_class c ON c.oid = indrelid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT indisunique
      AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid);

DO $$
DECLARE k record;
BEGIN
    FOR k IN SELECT * FROM dice.kept_key LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', k.relation, k.name);
    END LOOP;
    FOR k IN SELECT * FROM dice.kept_index LOOP
        EXECUTE format('DROP INDEX %s', k.name);
    END LOOP;
    FOR k IN SELECT DISTINCT tgrelid::regclass AS relation FROM pg_trigger WHERE NOT tgisinternal LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', k.relation);
    END LOOP;
END $$;
