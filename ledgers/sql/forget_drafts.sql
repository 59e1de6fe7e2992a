-- Is it a row of the caller's own post or station that only few may see? Called by the two functions that make less of
-- what others wrote about such a row (here and withhold_late.sql), granted to nobody. The owner may ask about every row.
CREATE FUNCTION ledgers_is_own_protected(book text, row_key bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    found boolean;
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'is_protected'
        JOIN pg_attribute s ON s.attrelid = c.oid AND s.attname = 'station_id'
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname = replace(book, '.', '_')
    ) THEN
        RETURN false;
    END IF;
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM %I WHERE id = $1 AND is_protected AND ($2 OR post_id = $3 OR station_id = $4))',
        replace(book, '.', '_')
    ) INTO found USING row_key, current_setting('role') = 'none',
        nullif(current_setting('app.post', true), '')::bigint, nullif(current_setting('app.station', true), '')::bigint;
    RETURN found;
END $$;
-- Deletes what anybody has typed about a saved row of a book (ledgers/drafts.py): from now on only few may see that row.
-- It runs as the owner, for a draft belongs to who typed it, and tells nothing of what it deletes. It looks itself
-- whether the row is protected, and of the caller's own place, and refuses every other one.
CREATE FUNCTION ledgers_forget_drafts(book text, row_key bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF ledgers_is_own_protected(book, row_key) IS NOT TRUE THEN
        RAISE EXCEPTION 'drafts of others go only with a protected row of the own place'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM ledgers_draft
    WHERE form = book AND split_part(subject, ':', 2) = row_key::text
      AND user_id IS DISTINCT FROM nullif(current_setting('app.user', true), '')::bigint;
END $$;
