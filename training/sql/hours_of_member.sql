-- How many hours of training a member of a team has had by the end of a day. It runs as the owner, for a member whose
-- village came from another post keeps the hours of trainings that only that post sees; it tells a number and no name,
-- and of trainings of the caller's own county alone (of all to the owner and to the levels of the background).
CREATE FUNCTION training_hours_of_member(member bigint, until date)
RETURNS numeric LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(sum(t.hours), 0) FROM training_attendance a JOIN training_training t ON t.id = a.training_id
    WHERE a.member = $1 AND t.held_on <= $2 AND t.state = 'held'
      AND t.county_id = coalesce(nullif(current_setting('app.county', true), '')::bigint, CASE
          WHEN current_setting('role') IN ('none', 'registry_compute', 'registry_housekeeping') THEN t.county_id END)
$$;
