-- What somebody did in a calendar year at all posts held, by kind and month, and of the whole year (month NULL): rows that
-- count and name the person among those who did them. It runs as the owner, for rows of a former post, and of a village that
-- belongs to another post since, are read by their post alone; it gives numbers of the person, and no row. Whoever asks is the
-- person, or works at the station or the county bureau where the person serves now or served in that year.
CREATE FUNCTION officers_year(of_person bigint, of_year integer)
RETURNS TABLE (kind text, month date, n numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    me bigint := nullif(current_setting('app.user', true), '')::bigint;
    own_post bigint := nullif(current_setting('app.post', true), '')::bigint;
    own_station bigint := nullif(current_setting('app.station', true), '')::bigint;
    own_county bigint := nullif(current_setting('app.county', true), '')::bigint;
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    first date := make_date(of_year, 1, 1);
    last date := make_date(of_year, 12, 31);
BEGIN
    IF of_person IS DISTINCT FROM me AND (own_post IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM posts_assignment a
        JOIN posts_post p ON p.id = a.post_id JOIN posts_station s ON s.id = p.station_id
        WHERE a.user_id = of_person
          AND CASE WHEN own_station IS NOT NULL THEN s.id = own_station ELSE s.county_id = own_county END
          AND (a.starts_on <= last AND (a.ends_on IS NULL OR a.ends_on >= first)
               OR a.starts_on <= today AND (a.ends_on IS NULL OR a.ends_on >= today))
    )) THEN
        RAISE EXCEPTION 'only of oneself, or of people of the own place' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH visit AS (
        SELECT date_trunc('month', v.occurred_on)::date AS month, v.talks, v.outcome,
               coalesce(then_at.continued_in_id, at.continued_in_id, at.id) AS home
        FROM counted_visits v JOIN residents_household at ON at.id = v.household_id
        LEFT JOIN residents_household then_at ON then_at.id = at.continued_in_id
        WHERE v.done_by @> ARRAY[of_person] AND v.occurred_on BETWEEN first AND last
    ), done (kind, day, n) AS (
        SELECT 'service_' || s.kind, s.occurred_on, s.quantity::numeric FROM counted_services s
        WHERE s.done_by @> ARRAY[of_person] AND s.occurred_on BETWEEN first AND last
        UNION ALL
        SELECT 'requests', r.occurred_on, 1 FROM counted_requests r
        WHERE r.done_by @> ARRAY[of_person] AND r.occurred_on BETWEEN first AND last
        UNION ALL
        SELECT 'patrols', p.occurred_on, 1 FROM counted_patrols p
        WHERE p.done_by @> ARRAY[of_person] AND p.occurred_on BETWEEN first AND last
        UNION ALL
        SELECT 'disputes', d.occurred_on, 1 FROM counted_disputes d
        WHERE d.done_by @> ARRAY[of_person] AND d.occurred_on BETWEEN first AND last
        UNION ALL
        SELECT 'rounds', c.occurred_on, 1 FROM counted_rounds c
        WHERE c.done_by @> ARRAY[of_person] AND c.occurred_on BETWEEN first AND last
        UNION ALL
        SELECT 'hazards', h.occurred_on, 1 FROM counted_hazards h
        WHERE h.done_by @> ARRAY[of_person] AND h.occurred_on BETWEEN first AND last
        UNION ALL
        SELECT 'meetings', m.occurred_on, 1 FROM counted_meetings m
        WHERE m.done_by @> ARRAY[of_person] AND m.occurred_on BETWEEN first AND last
        UNION ALL
        SELECT 'days', a."on", 1 FROM counted_arrivals a
        WHERE a.user_id = of_person AND a."on" BETWEEN first AND last
        UNION ALL
        SELECT 'hours', t.held_on, t.hours FROM training_training t
        JOIN training_attendance came ON came.training_id = t.id
        WHERE came.person_id = of_person AND t.state = 'held' AND t.held_on BETWEEN first AND last
    ), dated AS (
        SELECT done.kind, date_trunc('month', done.day)::date AS month, done.n FROM done
        UNION ALL
        SELECT 'talks', visit.month, visit.talks::numeric FROM visit
    )
    SELECT dated.kind, dated.month, sum(dated.n) FROM dated
    GROUP BY GROUPING SETS ((dated.kind, dated.month), (dated.kind))
    UNION ALL
    SELECT 'met', visit.month, count(DISTINCT visit.home)::numeric FROM visit WHERE visit.outcome = 'met'
    GROUP BY GROUPING SETS ((visit.month), ()) HAVING count(*) > 0;
END $$;
