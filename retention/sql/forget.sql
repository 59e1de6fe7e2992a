-- Deletes the history of rows that are gone or erased, and says what went, so that it can be noted beside the seals.
-- Called by the level "eraser" (retention/disposal.py).
CREATE FUNCTION retention_forget(kept text, history text, keys bigint[], emptied text[])
RETURNS TABLE (tx bigint, number bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one text;
    lives text := 'row.id = change.pgh_obj_id';
    has_words text := '';
BEGIN
    IF history <> kept || 'change' THEN
        RAISE EXCEPTION '% is not the history of %', history, kept;
    END IF;
    IF EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = kept AND column_name = 'erased_on'
    ) THEN
        lives := lives || ' AND row.erased_on IS NULL';
    END IF;
    FOREACH one IN ARRAY emptied LOOP
        -- An erased text is empty, or the dash of retention/periods.py.
        lives := lives || format(' AND coalesce(row.%I, %L) NOT IN (%L, %L)', one, '', '', '—');
        has_words := has_words || format(' OR coalesce(change.%I, %L) NOT IN (%L, %L)', one, '', '', '—');
    END LOOP;
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', history);
    RETURN QUERY EXECUTE format(
        'DELETE FROM %I AS change WHERE change.pgh_obj_id = ANY ($1) AND (%s) '
        'AND NOT EXISTS (SELECT 1 FROM %I AS row WHERE %s) RETURNING change.tx, change.pgh_id',
        history, CASE WHEN has_words = '' THEN 'true' ELSE 'false' || has_words END, kept, lives
    ) USING keys;
    EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', history);
END $$;
