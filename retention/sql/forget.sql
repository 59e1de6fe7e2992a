-- The table of changes of a table of rows; raises for whatever has none. Called by the two functions that let history
-- go, granted to nobody.
CREATE FUNCTION retention_history_of(book text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    found text;
BEGIN
    SELECT h.relname INTO found FROM pg_class r JOIN pg_class h ON h.relname = r.relname || 'change'
    JOIN pg_attribute o ON o.attrelid = h.oid AND o.attname = 'pgh_obj_id'
    WHERE r.relname = book AND r.relkind = 'r' AND h.relkind = 'r'
      AND r.relnamespace = 'public'::regnamespace AND h.relnamespace = 'public'::regnamespace;
    IF found IS NULL THEN
        RAISE EXCEPTION '% has no history', book USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN found;
END $$;
-- The private texts of rows that are emptied while they stand, not called erased (tests/retention/ compares the models).
CREATE FUNCTION retention_emptied_standing(book text) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT CASE book
        WHEN 'residents_household' THEN ARRAY['note']
        WHEN 'residents_priorityvisit' THEN ARRAY['reason']
        WHEN 'referrals_referral' THEN ARRAY['asked', 'proposal', 'answer']
    END
$$;
-- Lets the hashes of what rows said before go, all but the newest: whoever knows the rest of a row could find the erased
-- words by trying. It is noted as the removal of changes is. Called by the two functions that let history go, granted to
-- nobody.
CREATE FUNCTION retention_forget_states(book text, keys bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    gone jsonb;
BEGIN
    PERFORM set_config('audit.lets_go', 'audit_rowstate', true);
    WITH gone AS (
        DELETE FROM audit_rowstate s WHERE s.of_table = book AND s.row_id = ANY (keys) AND EXISTS (
            SELECT FROM audit_rowstate n WHERE n.row_id = s.row_id AND n.of_table = book AND n.id > s.id
        ) RETURNING s.tx, s.id
    ) SELECT jsonb_agg(jsonb_build_array(tx, id) ORDER BY tx, id) INTO gone FROM gone;
    PERFORM set_config('audit.lets_go', '', true);
    IF gone IS NOT NULL THEN
        INSERT INTO audit_historyremoval (of_table, changes) VALUES ('audit_rowstate', gone);
    END IF;
END $$;
-- Deletes the history of rows that are gone or erased, and of rows whose private texts are all empty the changes that
-- still have words in them. It works out itself what that is, refuses a key whose row stands with its words, and notes
-- what went (audit_historyremoval, which is sealed as every change is), so that verify_trail does not take it for a
-- forgery. Returns how many changes went. Called by the level "eraser" (retention/disposal.py).
CREATE FUNCTION retention_forget(book text, keys bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    history text := retention_history_of(book);
    emptied text[] := retention_emptied_standing(book);
    may_stand text := 'false';
    has_words text := 'false';
    erased text := 'false';
    stands bigint;
    gone jsonb;
BEGIN
    IF EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = book AND column_name = 'erased_on'
    ) THEN
        erased := 'row.erased_on IS NOT NULL';
    END IF;
    IF emptied IS NOT NULL THEN  -- an erased text is empty, or the dash of retention/periods.py
        SELECT string_agg(format('coalesce(row.%I, %L) IN (%L, %L)', one, '', '', '—'), ' AND '),
               string_agg(format('coalesce(change.%I, %L) NOT IN (%L, %L)', one, '', '', '—'), ' OR ')
        INTO may_stand, has_words FROM unnest(emptied) AS one;
    END IF;
    EXECUTE format(
        'SELECT row.id FROM %I AS row WHERE row.id = ANY ($1) AND NOT (%s) AND NOT (%s) LIMIT 1', book, erased, may_stand
    ) INTO stands USING keys;
    IF stands IS NOT NULL THEN
        RAISE EXCEPTION '% % stands with its words, and so does its history', book, stands
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', history);
    EXECUTE format(
        'WITH gone AS (DELETE FROM %I AS change WHERE change.pgh_obj_id = ANY ($1) AND ((%s) '
        'OR NOT EXISTS (SELECT 1 FROM %I AS row WHERE row.id = change.pgh_obj_id AND NOT (%s))) '
        'RETURNING change.tx, change.pgh_id) SELECT jsonb_agg(jsonb_build_array(tx, pgh_id) ORDER BY tx, pgh_id) FROM gone',
        history, has_words, book, erased
    ) INTO gone USING keys;
    EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', history);
    IF gone IS NOT NULL THEN
        INSERT INTO audit_historyremoval (of_table, changes) VALUES (history, gone);
    END IF;
    PERFORM retention_forget_states(book, keys);
    RETURN coalesce(jsonb_array_length(gone), 0);
END $$;
