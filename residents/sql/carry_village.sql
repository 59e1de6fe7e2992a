-- The households of a village that was merged go on in its successor from the day of the merger (posts.Succession):
-- their rows stay and get the place of the successor, with who lives there and what is open. At the old place a closed
-- entry stays that says where they went, so that what was registered and paired there before the day stays counted.
-- Visits and what is finished stay where they happened, under the entry that stays. ``households`` with
-- their house numbers there, the folded ones and those that sort: each open household of the village once, with its old
-- number at the end of the new one. The county may not write there; this function may, in its own county, and by the
-- job of the night in each. Returns how many went.
CREATE FUNCTION residents_carry_village(
    succession bigint, households bigint[], numbers text[], keys text[], orders text[]
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    own_county bigint := nullif(current_setting('app.county', true), '')::bigint;
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    one record;
    place record;
    is_far boolean;
    stays text;
    gone bigint;
BEGIN
    SELECT s.*, w.name AS name INTO one FROM posts_succession s JOIN posts_village w ON w.id = s.successor_id
    WHERE s.id = succession AND s.kind = 'merged' AND s.day <= today AND s.carried_at IS NULL FOR UPDATE OF s;
    SELECT m.post_id, p.station_id, t.county_id INTO place
    FROM posts_membership m JOIN posts_post p ON p.id = m.post_id JOIN posts_station t ON t.id = p.station_id
    WHERE m.village_id = one.successor_id AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on >= today);
    IF one.id IS NULL OR place.post_id IS NULL OR place.county_id IS DISTINCT FROM (CASE
        WHEN own_county IS NOT NULL THEN own_county
        WHEN current_setting('role') IN ('none', 'registry_housekeeping') THEN place.county_id
    END) OR NOT EXISTS (
        SELECT FROM posts_village v JOIN posts_town t ON t.id = v.town_id
        WHERE v.id = one.village_id AND t.county_id = place.county_id
    ) THEN
        RAISE EXCEPTION 'only households of a village merged in the own county go to its successor, which has a post'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT h.id, h.number FROM residents_household h
                     WHERE h.village_id = one.village_id AND h.closed_on IS NULL) AS going
        FULL JOIN unnest(households, numbers) AS given (id, number) USING (id)
        WHERE going.number IS NULL OR given.number IS NULL OR right(given.number, length(going.number)) <> going.number
    ) OR (SELECT count(*) <> count(DISTINCT id) FROM unnest(households) AS id) THEN
        RAISE EXCEPTION 'not each open household of the village once, with its number'
        USING ERRCODE = 'check_violation';
    END IF;
    CREATE TEMPORARY TABLE carried ON COMMIT DROP AS
    SELECT given.*, h.post_id <> place.post_id AS is_far,
           CASE WHEN h.opened_on IS NULL OR h.opened_on < one.day
                THEN nextval(pg_get_serial_sequence('residents_household', 'id')) END AS entry
    FROM unnest(households, numbers, keys, orders) AS given (id, number, number_key, number_order)
    JOIN residents_household h ON h.id = given.id AND h.village_id = one.village_id AND h.closed_on IS NULL;
    -- What is over stays under the entry that stays: the old village may be another post's than the successor.
    UPDATE residents_datarequest d SET household_id = c.entry FROM carried c
    WHERE d.household_id = c.id AND c.entry IS NOT NULL AND d.village_id = one.village_id AND d.state <> 'received';
    UPDATE residents_visit v SET household_id = c.entry FROM carried c
    WHERE v.household_id = c.id AND c.entry IS NOT NULL AND v.village_id = one.village_id;
    UPDATE residents_request r SET household_id = c.entry FROM carried c
    WHERE r.household_id = c.id AND c.entry IS NOT NULL AND r.village_id = one.village_id
      AND (r.told_back_on IS NOT NULL OR r.erased_on IS NOT NULL OR r.state = 'withdrawn');
    UPDATE residents_datarequest SET village_id = one.successor_id, post_id = place.post_id,
        station_id = place.station_id WHERE village_id = one.village_id AND state = 'received';
    UPDATE residents_request SET received_in_id = coalesce(received_in_id, village_id), village_id = one.successor_id,
        post_id = place.post_id, station_id = place.station_id
    WHERE village_id = one.village_id AND told_back_on IS NULL AND erased_on IS NULL AND state <> 'withdrawn';
    UPDATE referrals_referral SET village_id = one.successor_id, post_id = place.post_id,
        station_id = place.station_id
    WHERE subject_kind = 'request' AND village_id = one.village_id
      AND subject_key IN (SELECT id FROM residents_request WHERE village_id = one.successor_id);
    UPDATE referrals_answercopy AS c SET village_id = one.successor_id, post_id = place.post_id,
        station_id = place.station_id
    FROM referrals_referral AS r
    WHERE c.referral_id = r.id AND c.village_id = one.village_id AND r.village_id = one.successor_id;
    UPDATE referrals_slip SET village_id = one.successor_id, post_id = place.post_id, station_id = place.station_id
    WHERE village_id = one.village_id AND (
        subject_kind = 'request' AND subject_key IN (
            SELECT id FROM residents_request WHERE village_id = one.successor_id
        ) OR subject_kind = 'referral' AND subject_key IN (
            SELECT id FROM referrals_referral WHERE village_id = one.successor_id
        )
    );
    -- The entry that stays: everything but the telephone number, which is bound to the row, and what is to be done.
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) INTO stays
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = 'residents_household' AND column_name <> ALL (ARRAY[
        'id', 'phone', 'phone_index', 'phone_tail', 'next_visit_on', 'closed_on', 'closed_for', 'continued_in_id',
        'went_to', 'version', 'made_tx'
    ]);
    EXECUTE format(
        'INSERT INTO residents_household (id, closed_on, closed_for, continued_in_id, went_to, %1$s) '
        'SELECT c.entry, $1, ''relocated'', c.id, left($2 || '' '' || c.number, 100), %2$s '
        'FROM carried c JOIN residents_household h ON h.id = c.id WHERE c.entry IS NOT NULL',
        stays, (SELECT string_agg('h.' || trim(part), ', ') FROM unnest(string_to_array(stays, ',')) AS part)
    ) USING one.day, one.name;
    UPDATE residents_household h SET village_id = one.successor_id, post_id = place.post_id,
        station_id = place.station_id, number = c.number, number_key = c.number_key, number_order = c.number_order,
        opened_on = greatest(h.opened_on, one.day), last_met_on = CASE WHEN NOT c.is_far THEN h.last_met_on END
    FROM carried c WHERE c.id = h.id;
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE residents_resident r SET village_id = one.successor_id, post_id = place.post_id,
        station_id = place.station_id FROM carried c WHERE r.household_id = c.id;
    UPDATE residents_identity i SET village_id = one.successor_id, post_id = place.post_id,
        station_id = place.station_id
    FROM residents_resident r JOIN carried c ON c.id = r.household_id WHERE i.resident_id = r.id;
    WITH ended AS (
        UPDATE residents_pairing p SET household_id = c.entry, ends_on = one.day - 1
        FROM carried c, residents_pairing AS was
        WHERE p.household_id = c.id AND c.entry IS NOT NULL AND was.id = p.id AND p.starts_on < one.day
          AND (p.ends_on IS NULL OR p.ends_on >= one.day)
        RETURNING c.id AS household, p.officer_id, was.ends_on
    )
    INSERT INTO residents_pairing
        (household_id, officer_id, starts_on, ends_on, village_id, post_id, station_id, county_id)
    SELECT household, officer_id, one.day, ends_on, one.successor_id, place.post_id, place.station_id, place.county_id
    FROM ended;
    UPDATE residents_pairing p SET village_id = one.successor_id, post_id = place.post_id,
        station_id = place.station_id
    FROM carried c WHERE p.household_id = c.id AND p.starts_on >= one.day AND p.village_id = one.village_id;
    UPDATE residents_priorityvisit v SET village_id = one.successor_id, post_id = place.post_id,
        station_id = place.station_id,
        -- Another chief has to approve them.
        state = CASE WHEN v.station_id <> place.station_id AND v.state = 'requested' THEN 'withdrawn' ELSE v.state END,
        ended_on = CASE WHEN v.station_id <> place.station_id THEN today ELSE v.ended_on END
    FROM carried c WHERE v.household_id = c.id
      AND (v.state = 'requested' OR v.state = 'approved' AND v.ended_on IS NULL AND v.expires_on >= today);
    UPDATE residents_pairing p SET household_id = c.entry FROM carried c
    WHERE p.household_id = c.id AND c.entry IS NOT NULL AND p.village_id = one.village_id;
    UPDATE residents_priorityvisit v SET household_id = c.entry FROM carried c
    WHERE v.household_id = c.id AND c.entry IS NOT NULL AND v.village_id = one.village_id;
    UPDATE residents_duplicate SET village_id = one.successor_id, post_id = place.post_id,
        station_id = place.station_id WHERE village_id = one.village_id;
    UPDATE posts_succession SET carried_at = now() WHERE id = one.id;
    DROP TABLE carried;
    RETURN gone;
END $$;
