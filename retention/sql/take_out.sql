-- Deletes the changes of a row whose text ``field`` held a number of a person that has been corrected since, and says
-- which, so that it can be noted beside the seals. Called by the level "eraser" (retention/disposal.py). It finds the
-- number itself: a run of ten digits or more, in either width, with single marks between them; a row in which one
-- stands today, and every other change, stay as they are.
CREATE FUNCTION retention_take_out(kept text, history text, key bigint, field text)
RETURNS TABLE (tx bigint, number bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    holds text := format(
        'regexp_replace(translate(coalesce(%I, %L), %L, %L), %L, %L, %L) ~ %L',
        field, '', '０１２３４５６７８９', '0123456789', '(?<=[0-9])[ .·•-](?=[0-9])', '', 'g', '[0-9]{10}');
    stands boolean;
BEGIN
    IF history <> kept || 'change' THEN
        RAISE EXCEPTION '% is not the history of %', history, kept;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1 AND %s)', kept, holds) INTO stands USING key;
    IF stands THEN
        RAISE EXCEPTION 'the number still stands in %.%', kept, field USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', history);
    RETURN QUERY EXECUTE format(
        'DELETE FROM %I WHERE pgh_obj_id = $1 AND %s RETURNING tx, pgh_id', history, holds
    ) USING key;
    EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', history);
END $$;
