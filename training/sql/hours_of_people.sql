-- Hours, those of them in self-study, and number of trainings of each officer and auxiliary who serves in the reader's place on a day, from one day to
-- another. It runs as the owner, for whoever came from another post keeps the hours that are noted there; it tells
-- numbers of those whom the reader's place names anyway.
CREATE FUNCTION training_hours_of_people(day date, first date, last date)
RETURNS TABLE (person bigint, hours numeric, self_study numeric, times bigint, newest date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH own AS (
        SELECT nullif(current_setting('app.post', true), '')::bigint AS post,
               nullif(current_setting('app.station', true), '')::bigint AS station,
               nullif(current_setting('app.county', true), '')::bigint AS county
    ), serving AS (
        SELECT DISTINCT s.user_id FROM posts_assignment s
        JOIN posts_post p ON p.id = s.post_id JOIN posts_station at ON at.id = p.station_id, own
        WHERE s.starts_on <= $1 AND (s.ends_on IS NULL OR s.ends_on >= $1)
          AND CASE WHEN own.post IS NOT NULL THEN s.post_id = own.post
                   WHEN own.station IS NOT NULL THEN p.station_id = own.station
                   ELSE at.county_id = own.county END
    )
    SELECT serving.user_id, coalesce(sum(t.hours), 0), coalesce(sum(t.hours) FILTER (WHERE t.way = 'self'), 0),
           count(t.id), max(t.held_on)
    FROM serving
    LEFT JOIN training_attendance a ON a.person_id = serving.user_id
    LEFT JOIN training_training t
      ON t.id = a.training_id AND t.state = 'held' AND t.held_on BETWEEN $2 AND $3
    GROUP BY serving.user_id
$$;
