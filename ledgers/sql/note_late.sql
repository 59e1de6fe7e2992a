-- Stores why figures of published months change by what holds on a span of days (ledgers/late_changes.py). It runs as
-- the owner, for who assigns people reads no village, and a leave may reach a village that another station has by now;
-- it writes nothing for a month that its station has not published, nothing of another county, nothing of a village that
-- was not the post's in that month, and nobody else's name.
CREATE FUNCTION ledgers_note_late(villages bigint[], months date[], posts bigint[], cause text, why text,
                                  about text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO ledgers_latechange
        (village_id, month, post_id, station_id, county_id, cause, reason, about, changed_by_id, changed_at)
    SELECT late.village_id, late.month, p.id, s.id, s.county_id, cause, why, about,
           nullif(current_setting('app.user', true), '')::bigint, now()
    FROM unnest(villages, months, posts) AS late (village_id, month, post_id)
    JOIN posts_post p ON p.id = late.post_id
    JOIN posts_station s ON s.id = p.station_id
    JOIN ledgers_stationmonth m ON m.station_id = s.id AND m.month = late.month AND m.state = 'published'
    WHERE why <> '' AND EXISTS (
        SELECT FROM posts_membership b WHERE b.village_id = late.village_id AND b.post_id = late.post_id
          AND b.starts_on < late.month + interval '1 month' AND (b.ends_on IS NULL OR b.ends_on >= late.month)
    ) AND (s.county_id = nullif(current_setting('app.county', true), '')::bigint OR current_setting('role') = 'none');
END $$;
