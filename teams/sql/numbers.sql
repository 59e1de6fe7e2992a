-- By village of the reader's own county: the members of its teams on a day, and those of them who have had the least
-- hours of training by then. It runs as the owner, for no policy shows the county a member: numbers alone are told.
CREATE FUNCTION teams_numbers(day date, needed numeric)
RETURNS TABLE (village bigint, members bigint, trained bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.village_id, count(*), count(*) FILTER (WHERE training_hours_of_member(m.id, $1) >= $2)
    FROM teams_member m
    WHERE m.county_id = nullif(current_setting('app.county', true), '')::bigint
    AND m.starts_on <= $1 AND (m.ends_on IS NULL OR m.ends_on >= $1) AND m.left_for <> 'mistake'
    AND (m.consent_ended_on IS NULL OR m.consent_ended_on > $1)
    GROUP BY m.village_id
$$;
