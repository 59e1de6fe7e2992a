-- Takes a number of a person, corrected since, out of the text ``field`` in the changes of a row: a dash stands in its
-- place, every other field of the change stays. It notes which changes (audit_historyremoval), each with the beginning of
-- the hash that its seal would have now (none where it is not sealed yet). Returns how many. Called by the level "eraser"
-- (retention/disposal.py). It finds the number itself: a run of ten digits or more, in either width, with single marks
-- between them; a row in which one stands today, and every other change, stay as they are.
CREATE FUNCTION retention_take_out(book text, key bigint, field text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE
    history text := retention_history_of(book);
    holds text := format(
        'regexp_replace(translate(coalesce(%I, %L), %L, %L), %L, %L, %L) ~ %L',
        field, '', '０１２３４５６７８９', '0123456789', '(?<=[0-9])[ .·•-](?=[0-9])', '', 'g', '[0-9]{10}');
    stands boolean;
    changed record;
    sealed text;
    line text;
    cleaned jsonb := '[]';
    taken bigint := 0;
BEGIN
    IF NOT EXISTS (
        SELECT FROM information_schema.columns WHERE table_schema = 'public' AND table_name = history
        AND column_name = field AND data_type IN ('text', 'character varying')
    ) THEN
        RAISE EXCEPTION '%.% is no text of a history', book, field USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1 AND %s)', book, holds) INTO stands USING key;
    IF stands THEN
        RAISE EXCEPTION 'the number still stands in %.%', book, field USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', history);
    FOR changed IN EXECUTE format(
        'UPDATE %I SET %I = %L WHERE pgh_obj_id = $1 AND %s RETURNING tx, pgh_id AS number', history, field, '—', holds
    ) USING key LOOP
        taken := taken + 1;
        SELECT string_agg(CASE WHEN known.column_name IS NULL THEN 'NULL' ELSE quote_ident(one.name) END, ', ' ORDER BY one.place)
        INTO sealed
        FROM audit_seal AS seal, jsonb_array_elements_text(seal.shape -> history) WITH ORDINALITY AS one (name, place)
        LEFT JOIN information_schema.columns AS known
            ON known.table_schema = 'public' AND known.table_name = history AND known.column_name = one.name
        WHERE seal.from_tx <= changed.tx AND seal.to_tx > changed.tx;
        CONTINUE WHEN sealed IS NULL;
        EXECUTE format(
            'SELECT json_build_array(%L, tx, pgh_id, %s)::text FROM %I WHERE pgh_id = $1', history, sealed, history
        ) INTO line USING changed.number;
        -- as leaf() in audit/blocks.py
        cleaned := cleaned || jsonb_build_array(jsonb_build_array(changed.tx, changed.number,
            left(encode(sha256('\x00'::bytea || convert_to(line, 'UTF8')), 'hex'), 32)));
    END LOOP;
    EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', history);
    IF taken > 0 THEN
        PERFORM retention_forget_states(book, ARRAY[key]);
    END IF;
    IF cleaned <> '[]' THEN
        INSERT INTO audit_historyremoval (of_table, changes) VALUES (history, cleaned);
    END IF;
    RETURN taken;
END $$;
