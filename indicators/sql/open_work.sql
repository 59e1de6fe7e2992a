-- What hangs on one place, by kind: of the key ``key`` in the column ``place`` (village_id, post_id or station_id). Called by
-- the function below and by handover_work.sql, which ask who may know it; protected disputes are left out.
CREATE FUNCTION indicators_place_work(place text, key bigint)
RETURNS TABLE (kind text, n bigint) LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE format($counts$
        SELECT 'households', (SELECT count(*) FROM residents_household h WHERE h.%1$I = $1 AND h.closed_on IS NULL)
        UNION ALL SELECT 'residents', (
            SELECT count(*) FROM residents_resident r JOIN residents_household h ON h.id = r.household_id
            WHERE r.%1$I = $1 AND r.left_on IS NULL AND h.closed_on IS NULL)
        UNION ALL SELECT 'returned', (
            SELECT count(*) FROM (
                SELECT state, village_id, post_id, station_id FROM residents_visit UNION ALL
                SELECT state, village_id, post_id, station_id FROM residents_service UNION ALL
                SELECT state, village_id, post_id, station_id FROM residents_request UNION ALL
                SELECT state, village_id, post_id, station_id FROM patrols_patrol UNION ALL
                SELECT state, village_id, post_id, station_id FROM hazards_hazard UNION ALL
                SELECT state, village_id, post_id, station_id FROM meetings_meeting UNION ALL
                SELECT state, village_id, post_id, station_id FROM disputes_dispute WHERE NOT is_protected UNION ALL
                SELECT state, village_id, post_id, station_id FROM disputes_checkround
            ) AS book WHERE state = 'given_back' AND %1$I = $1)
        UNION ALL SELECT 'requests', (
            SELECT count(*) FROM residents_request r WHERE r.%1$I = $1 AND r.told_back_on IS NULL
            AND r.erased_on IS NULL AND ledgers_counts(r.state))
        UNION ALL SELECT 'hazards', (
            SELECT count(*) FROM hazards_hazard h WHERE h.%1$I = $1 AND h.verified_on IS NULL
            AND h.erased_on IS NULL AND ledgers_counts(h.state))
        UNION ALL SELECT 'disputes', (
            SELECT count(*) FROM disputes_dispute d
            WHERE d.%1$I = $1 AND d.stage = 'open' AND ledgers_counts(d.state) AND NOT d.is_protected)
        UNION ALL SELECT 'referrals', (
            SELECT count(*) FROM referrals_referral r WHERE r.%1$I = $1 AND r.closed_on IS NULL
            AND r.state <> 'withdrawn'
            AND NOT (r.subject_kind = 'dispute' AND EXISTS (
                SELECT 1 FROM disputes_dispute d WHERE d.id = r.subject_key AND d.is_protected)))
        UNION ALL SELECT 'received', (
            SELECT count(*) FROM referrals_referral r
            WHERE (CASE $3 WHEN 'post_id' THEN r.to_post_id WHEN 'station_id' THEN r.to_station_id END) = $1
            AND r.state IN ('sent', 'accepted'))
        UNION ALL SELECT 'calls', (
            SELECT count(DISTINCT d.id) FROM disputes_followup f JOIN disputes_dispute d ON d.id = f.dispute_id
            WHERE f.%1$I = $1 AND f.made_on IS NULL AND f.dropped_on IS NULL
            AND ledgers_counts(d.state) AND d.erased_on IS NULL AND NOT d.is_protected)
        UNION ALL SELECT 'duties', (
            SELECT count(DISTINCT d.id) FROM disputes_duty o JOIN disputes_dispute d ON d.id = o.dispute_id
            WHERE o.%1$I = $1 AND o.state = 'pending'
            AND ledgers_counts(d.state) AND d.erased_on IS NULL AND NOT d.is_protected)
        UNION ALL SELECT 'priority', (
            SELECT count(*) FROM residents_priorityvisit v WHERE v.%1$I = $1 AND (
                v.state = 'requested' OR v.state = 'approved' AND v.ended_on IS NULL AND v.expires_on >= $2))
        UNION ALL SELECT 'pairings', (
            SELECT count(*) FROM residents_pairing p WHERE p.%1$I = $1 AND (p.ends_on IS NULL OR p.ends_on >= $2))
        UNION ALL SELECT 'data_requests', (
            SELECT count(*) FROM residents_datarequest d WHERE d.%1$I = $1 AND d.state = 'received')
        UNION ALL SELECT 'duplicates', (
            SELECT count(*) FROM residents_duplicate d
            LEFT JOIN residents_household a ON a.id = d.first_id
            LEFT JOIN residents_household b ON b.id = d.second_id
            LEFT JOIN residents_resident p ON p.id = d.first_person_id
            LEFT JOIN residents_resident q ON q.id = d.second_person_id
            WHERE d.%1$I = $1 AND d.state = 'open' AND (
                a.post_id = b.post_id AND a.closed_on IS NULL AND b.closed_on IS NULL
                OR p.post_id = q.post_id AND p.left_on IS NULL AND q.left_on IS NULL))
        UNION ALL SELECT 'arrivals', (
            SELECT count(*) FROM duty_dutyday d WHERE d.%1$I = $1 AND d.state IN ('waiting', 'to_withdraw'))
        UNION ALL SELECT 'teams', (SELECT count(*) FROM teams_team t WHERE t.%1$I = $1 AND t.ends_on IS NULL)
        UNION ALL SELECT 'members', (SELECT count(*) FROM teams_member m WHERE m.%1$I = $1 AND m.ends_on IS NULL)
        UNION ALL SELECT 'groups', (SELECT count(*) FROM teams_watchgroup g WHERE g.%1$I = $1 AND g.ends_on IS NULL)
        UNION ALL SELECT 'plans', (
            SELECT count(*) FROM patrols_patrolplan p WHERE p.%1$I = $1 AND p.ends_on IS NULL)
        UNION ALL SELECT 'rounds', (
            SELECT count(*) FROM patrols_plannedround r WHERE r.%1$I = $1 AND r.state IN ('planned', 'started'))
        UNION ALL SELECT 'checkpoints', (
            SELECT count(*) FROM patrols_checkpoint c WHERE c.%1$I = $1 AND c.ends_on IS NULL)
        UNION ALL SELECT 'partners', (
            SELECT count(*) FROM patrols_patrolpartner a WHERE a.state = 'asked' AND a.partner_village_id IN (
                SELECT m.village_id FROM posts_membership m JOIN posts_post p ON p.id = m.post_id
                WHERE (m.is_arrived OR m.starts_on <= $2) AND NOT EXISTS (
                    SELECT 1 FROM posts_membership l
                    WHERE l.village_id = m.village_id AND l.starts_on > m.starts_on AND l.is_arrived)
                AND (CASE $3 WHEN 'village_id' THEN m.village_id WHEN 'post_id' THEN m.post_id ELSE p.station_id END) = $1))
        UNION ALL SELECT 'premises', (
            SELECT count(*) FROM residents_premises p WHERE p.%1$I = $1 AND p.ends_on IS NULL)
        UNION ALL SELECT 'drafts', (
            SELECT count(*) FROM ledgers_draft d JOIN residents_household h ON d.subject = 'household:' || h.id
            WHERE h.%1$I = $1)
    $counts$, place) USING key, (now() AT TIME ZONE 'Asia/Shanghai')::date, place;
END $$;

-- What hangs on a village, a post or a station, or waits for a person, by kind: numbers alone, for the pages on which the
-- county moves and closes places and the grant administrator ends assignments (posts/open_work.py). It runs as the owner,
-- for neither reads all of these rows. Protected disputes are left out. One of the four keys is given, of the own county.
CREATE FUNCTION indicators_open_work(of_village bigint, of_post bigint, of_station bigint, of_person bigint)
RETURNS TABLE (kind text, n bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    own bigint := nullif(current_setting('app.county', true), '')::bigint;
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    IF own IS NULL OR NOT (CASE
        WHEN of_village IS NOT NULL THEN EXISTS (
            SELECT 1 FROM posts_village v JOIN posts_town t ON t.id = v.town_id
            WHERE v.id = of_village AND t.county_id = own)
        WHEN of_post IS NOT NULL THEN EXISTS (
            SELECT 1 FROM posts_post p JOIN posts_station s ON s.id = p.station_id
            WHERE p.id = of_post AND s.county_id = own)
        WHEN of_station IS NOT NULL THEN EXISTS (
            SELECT 1 FROM posts_station s WHERE s.id = of_station AND s.county_id = own)
        ELSE EXISTS (
            SELECT 1 FROM posts_assignment a LEFT JOIN posts_post p ON p.id = a.post_id
            LEFT JOIN posts_station s ON s.id = coalesce(a.station_id, p.station_id)
            WHERE a.user_id = of_person AND coalesce(a.county_id, s.county_id) = own)
    END) THEN
        RAISE EXCEPTION 'only of places and people of the own county' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF of_person IS NOT NULL THEN
        RETURN QUERY
        SELECT 'returned', (
            SELECT count(*) FROM (
                SELECT state, recorded_by_id, done_by FROM residents_visit UNION ALL
                SELECT state, recorded_by_id, done_by FROM residents_service UNION ALL
                SELECT state, recorded_by_id, done_by FROM residents_request UNION ALL
                SELECT state, recorded_by_id, done_by FROM patrols_patrol UNION ALL
                SELECT state, recorded_by_id, done_by FROM hazards_hazard UNION ALL
                SELECT state, recorded_by_id, done_by FROM meetings_meeting UNION ALL
                SELECT state, recorded_by_id, done_by FROM disputes_dispute WHERE NOT is_protected UNION ALL
                SELECT state, recorded_by_id, done_by FROM disputes_checkround
            ) AS book WHERE state = 'given_back' AND (recorded_by_id = of_person OR of_person = ANY (done_by)))
        UNION ALL SELECT 'requests', (
            SELECT count(*) FROM residents_request r WHERE of_person = ANY (r.done_by) AND r.told_back_on IS NULL
            AND r.erased_on IS NULL AND ledgers_counts(r.state))
        UNION ALL SELECT 'hazards', (
            SELECT count(*) FROM hazards_hazard h WHERE h.recorded_by_id = of_person AND h.verified_on IS NULL
            AND h.erased_on IS NULL AND ledgers_counts(h.state))
        UNION ALL SELECT 'disputes', (
            SELECT count(*) FROM disputes_dispute d WHERE of_person = ANY (d.done_by) AND d.stage = 'open'
            AND ledgers_counts(d.state) AND NOT d.is_protected)
        UNION ALL SELECT 'priority', (
            SELECT count(*) FROM residents_priorityvisit v WHERE v.author_id = of_person AND (
                v.state = 'requested' OR v.state = 'approved' AND v.ended_on IS NULL AND v.expires_on >= today))
        UNION ALL SELECT 'pairings', (
            SELECT count(*) FROM residents_pairing p
            WHERE p.officer_id = of_person AND (p.ends_on IS NULL OR p.ends_on >= today))
        UNION ALL SELECT 'drafts', (SELECT count(*) FROM ledgers_draft d WHERE d.user_id = of_person)
        UNION ALL SELECT 'stand_ins', (
            SELECT count(*) FROM oversight_standin s WHERE s.user_id = of_person AND s.ends_on >= today);
        RETURN;
    END IF;
    RETURN QUERY SELECT * FROM indicators_place_work(
        CASE WHEN of_village IS NOT NULL THEN 'village_id' WHEN of_post IS NOT NULL THEN 'post_id' ELSE 'station_id' END,
        coalesce(of_village, of_post, of_station));
END $$;
