-- Indexes, foreign keys, triggers and sequences as a day of work would have left them.
DO $$
DECLARE k record;
BEGIN
    FOR k IN SELECT * FROM dice.kept_index LOOP
        EXECUTE k.definition;
    END LOOP;
    FOR k IN SELECT * FROM dice.kept_key LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.relation, k.name, k.definition);
    END LOOP;
    FOR k IN SELECT DISTINCT tgrelid::regclass AS relation FROM pg_trigger WHERE NOT tgisinternal LOOP
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', k.relation);
    END LOOP;
    FOR k IN SELECT c.oid::regclass AS relation, pg_get_serial_sequence(c.oid::regclass::text, 'id') AS numbers
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id' AND a.attidentity <> ''
             WHERE c.relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('SELECT setval(%L, (SELECT coalesce(max(id), 0) + 1 FROM %s), false)', k.numbers, k.relation);
    END LOOP;
END $$;

-- A tenth of the visits under the same indexes: what a page cost when the registry was young.
CREATE SCHEMA tenth;
CREATE TABLE tenth.residents_visit (LIKE public.residents_visit INCLUDING ALL);
INSERT INTO tenth.residents_visit SELECT * FROM public.residents_visit WHERE id % 10 = 0 ORDER BY id;

-- With the same policies: LIKE copies none.
CREATE FUNCTION dice.guard(place text, name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE k record;
BEGIN
    EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', place, name);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO PUBLIC', place);
    EXECUTE format('GRANT SELECT ON %I.%I TO PUBLIC', place, name);
    FOR k IN SELECT policyname, array_to_string(roles, ', ') AS levels, qual FROM pg_policies
             WHERE schemaname = 'public' AND tablename = name AND cmd = 'SELECT' LOOP
        EXECUTE format('CREATE POLICY %I ON %I.%I FOR SELECT TO %s USING (%s)',
                       k.policyname, place, name, k.levels, k.qual);
    END LOOP;
END $$;
SELECT dice.guard('tenth', 'residents_visit');
