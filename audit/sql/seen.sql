-- The entries that name one of these rows, as subject or among those whose data was seen: numbers alone, of the county
-- and station of whoever asks. Under a policy an index of arrays is not used, for their operators are not leakproof.
-- ``kind`` is a column of keys ('households', 'residents'), ``label`` what the rows are called as a subject.
CREATE FUNCTION audit_seen(kind text, label text, keys bigint[]) RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    county bigint := nullif(current_setting('app.county', true), '')::bigint;
    station bigint := nullif(current_setting('app.station', true), '')::bigint;
    small integer[] := (SELECT array_agg(k::integer) FROM unnest(keys) AS k WHERE k BETWEEN 0 AND 2147483647);
BEGIN
    RETURN QUERY
    SELECT e.id FROM audit_entry e
    WHERE e.subject_type = label AND e.subject_id = ANY (keys)
      AND (e.county_id IS NULL OR e.county_id = county) AND (station IS NULL OR e.station_id = station);
    IF kind = 'households' THEN
        RETURN QUERY
        SELECT e.id FROM audit_entry e
        WHERE e.households && small
          AND (e.county_id IS NULL OR e.county_id = county) AND (station IS NULL OR e.station_id = station);
    ELSIF kind = 'residents' THEN
        RETURN QUERY
        SELECT e.id FROM audit_entry e
        WHERE e.residents && small
          AND (e.county_id IS NULL OR e.county_id = county) AND (station IS NULL OR e.station_id = station);
    END IF;
END $$;
REVOKE ALL ON FUNCTION audit_seen(text, text, bigint[]) FROM PUBLIC;
