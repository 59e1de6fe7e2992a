-- What hangs on the post of an open hand-over, by kind: for whoever signs it, who reads fewer of these rows or, having
-- left, none of them. Numbers alone (duty/handover/).
CREATE FUNCTION indicators_handover_work(of_handover bigint)
RETURNS TABLE (kind text, n bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    me bigint := nullif(current_setting('app.user', true), '')::bigint;
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    found duty_handover;
BEGIN
    SELECT h.* INTO found FROM duty_handover h
        JOIN posts_post p ON p.id = h.post_id JOIN posts_station s ON s.id = p.station_id
    WHERE h.id = of_handover AND h.state IN ('open', 'signed', 'taken') AND (
        h.leaver_id = me
        OR s.id = nullif(current_setting('app.station', true), '')::bigint
        OR s.county_id = nullif(current_setting('app.county', true), '')::bigint
            AND nullif(current_setting('app.station', true), '') IS NULL
        OR EXISTS (
            SELECT 1 FROM posts_assignment a
            WHERE a.user_id = me AND a.post_id = h.post_id AND a.is_responsible
            AND a.starts_on <= today AND (a.ends_on IS NULL OR a.ends_on >= today)));
    IF found.id IS NULL THEN
        RAISE EXCEPTION 'only of a hand-over that one sees' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT * FROM indicators_place_work('post_id', found.post_id);
END $$;
