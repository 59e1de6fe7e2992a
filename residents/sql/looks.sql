-- How often whoever it was looked at a household, or at a resident, by the kind of look: for the copy that the person
-- gets, and for the chief. Numbers alone, for a household or resident of the own post or station; of all its looks,
-- also those from elsewhere. ``keys`` are the entries under which it stood.
CREATE FUNCTION residents_looks(kind text, keys bigint[], looks text[])
RETURNS TABLE (action text, times bigint, people bigint, newest timestamptz) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    of_post bigint := nullif(current_setting('app.post', true), '')::bigint;
    of_station bigint := nullif(current_setting('app.station', true), '')::bigint;
    own bigint[];
    small integer[];
BEGIN
    IF kind = 'households' THEN
        own := array(SELECT h.id FROM residents_household h
                     WHERE h.id = ANY (keys) AND (h.post_id = of_post OR h.station_id = of_station));
        small := own::integer[];
        RETURN QUERY
        SELECT e.action::text, count(*), count(DISTINCT e.actor_id), max(e.at) FROM audit_entry e
        WHERE e.action = ANY (looks) AND e.id IN (
            SELECT s.id FROM audit_entry s WHERE s.households && small
            UNION SELECT s.id FROM audit_entry s
            WHERE s.subject_type = 'residents.household' AND s.subject_id = ANY (own)
        ) GROUP BY e.action;
    ELSIF kind = 'residents' THEN
        own := array(SELECT r.id FROM residents_resident r
                     WHERE r.id = ANY (keys) AND (r.post_id = of_post OR r.station_id = of_station));
        small := own::integer[];
        RETURN QUERY
        SELECT e.action::text, count(*), count(DISTINCT e.actor_id), max(e.at) FROM audit_entry e
        WHERE e.action = ANY (looks) AND e.id IN (
            SELECT s.id FROM audit_entry s WHERE s.residents && small
            UNION SELECT s.id FROM audit_entry s
            WHERE s.subject_type = 'residents.resident' AND s.subject_id = ANY (own)
        ) GROUP BY e.action;
    END IF;
END $$;
REVOKE ALL ON FUNCTION residents_looks(text, bigint[], text[]) FROM PUBLIC;
