-- How many hours of training a member of a team has had by the end of a day. It runs as the owner, for a member whose
-- village came from another post keeps the hours of trainings that only that post sees; it tells a number and no name.
CREATE FUNCTION training_hours_of_member(member bigint, until date)
RETURNS numeric LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(sum(t.hours), 0) FROM training_attendance a JOIN training_training t ON t.id = a.training_id
    WHERE a.member = $1 AND t.held_on <= $2 AND t.state = 'held'
$$;
