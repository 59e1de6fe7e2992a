-- Takes a number of a person, corrected since, out of the text ``field`` in the changes of a row: a dash stands in its
-- place, every other field of the change stays. Says which changes, each with the line that its seal would cover now
-- (none where it is not sealed yet), so that it can be noted beside the seals. Called by the level "eraser"
-- (retention/disposal.py). It finds the number itself: a run of ten digits or more, in either width, with single marks
-- between them; a row in which one stands today, and every other change, stay as they are.
CREATE FUNCTION retention_take_out(kept text, history text, key bigint, field text)
RETURNS TABLE (tx bigint, number bigint, line text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE
    holds text := format(
        'regexp_replace(translate(coalesce(%I, %L), %L, %L), %L, %L, %L) ~ %L',
        field, '', '０１２３４５６７８９', '0123456789', '(?<=[0-9])[ .·•-](?=[0-9])', '', 'g', '[0-9]{10}');
    stands boolean;
    sealed text;
BEGIN
    IF history <> kept || 'change' THEN
        RAISE EXCEPTION '% is not the history of %', history, kept;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1 AND %s)', kept, holds) INTO stands USING key;
    IF stands THEN
        RAISE EXCEPTION 'the number still stands in %.%', kept, field USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', history);
    FOR tx, number IN EXECUTE format(
        'UPDATE %I SET %I = %L WHERE pgh_obj_id = $1 AND %s RETURNING tx, pgh_id', history, field, '—', holds
    ) USING key LOOP
        SELECT string_agg(CASE WHEN known.column_name IS NULL THEN 'NULL' ELSE quote_ident(one.name) END, ', ' ORDER BY one.place)
        INTO sealed
        FROM audit_seal AS seal, jsonb_array_elements_text(seal.shape -> history) WITH ORDINALITY AS one (name, place)
        LEFT JOIN information_schema.columns AS known
            ON known.table_schema = 'public' AND known.table_name = history AND known.column_name = one.name
        WHERE seal.from_tx <= retention_take_out.tx AND seal.to_tx > retention_take_out.tx;
        line := NULL;
        IF sealed IS NOT NULL THEN
            EXECUTE format(
                'SELECT json_build_array(%L, tx, pgh_id, %s)::text FROM %I WHERE pgh_id = $1', history, sealed, history
            ) INTO line USING number;
        END IF;
        RETURN NEXT;
    END LOOP;
    EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', history);
END $$;
