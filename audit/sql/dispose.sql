-- Only this function takes rows out of the trail: whole sealed blocks, noted as disposed of, 184 days old or more.
CREATE FUNCTION audit_dispose(first_block bigint, last_block bigint) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    span record;
    kept record;
    found bigint;
    total bigint := 0;
BEGIN
    IF NOT EXISTS (SELECT FROM audit_traildisposal d WHERE d.first = first_block AND d.last = last_block) THEN
        RAISE EXCEPTION 'blocks % to % are not noted as disposed of', first_block, last_block;
    END IF;
    SELECT min(s.from_tx) AS start, max(s.to_tx) AS stop, max(s.sealed_at) AS youngest INTO span
    FROM audit_seal s WHERE s.number BETWEEN first_block AND last_block;
    IF span.youngest IS NULL OR span.youngest > now() - interval '184 days' THEN
        RAISE EXCEPTION 'the trail is kept for 184 days at least';
    END IF;
    -- What a row says today has to stay under a seal: a state that is the newest of its row is said again.
    INSERT INTO audit_rowstate (of_table, row_id, kind, hash, sealed)
    SELECT s.of_table, s.row_id, 'k', s.hash, s.sealed FROM audit_rowstate s
    WHERE s.tx >= span.start AND s.tx < span.stop AND s.hash IS NOT NULL
      AND NOT EXISTS (SELECT FROM audit_rowstate n WHERE n.row_id = s.row_id AND n.of_table = s.of_table AND n.id > s.id);
    FOR kept IN
        SELECT t.tgrelid::regclass AS relation, t.tgname AS trigger
        FROM pg_trigger t JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attname = 'tx' AND NOT a.attisdropped
        WHERE t.tgname LIKE 'pgtrigger\_written\_once\_%'
    LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', kept.relation, kept.trigger);
        EXECUTE format('DELETE FROM %s WHERE tx >= $1 AND tx < $2', kept.relation) USING span.start, span.stop;
        GET DIAGNOSTICS found = ROW_COUNT;
        total := total + found;
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', kept.relation, kept.trigger);
    END LOOP;
    RETURN total;
END $$;
REVOKE ALL ON FUNCTION audit_dispose(bigint, bigint) FROM PUBLIC;
