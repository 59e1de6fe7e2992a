-- Takes an entry that has just been made at its old place to another village of the county: the household, who lives in
-- it and what is open of it get the access keys of that village's post (residents/moving/actions.py). The person who
-- moves it may not write there; this function may, for a household of their own place that has not opened yet.
-- An open request stays counted where it was asked (received_in). Returns the post that has it now.
CREATE FUNCTION residents_relocate(moved bigint, to_village bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    old record;
    to_post bigint;
    to_station bigint;
    to_county bigint;
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    own_post bigint := nullif(current_setting('app.post', true), '')::bigint;
    own_station bigint := nullif(current_setting('app.station', true), '')::bigint;
    own_county bigint := nullif(current_setting('app.county', true), '')::bigint;
BEGIN
    SELECT * INTO old FROM residents_household WHERE id = moved;
    SELECT m.post_id, p.station_id, s.county_id INTO to_post, to_station, to_county
    FROM posts_membership m JOIN posts_post p ON p.id = m.post_id JOIN posts_station s ON s.id = p.station_id
    JOIN posts_village v ON v.id = m.village_id
    WHERE m.village_id = to_village AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on >= today)
      AND (v.closed_on IS NULL OR v.closed_on > today);
    IF old.id IS NULL OR old.closed_for IS DISTINCT FROM 'relocated' OR old.continued_in_id IS NOT NULL
       OR old.station_id IS DISTINCT FROM own_station OR (own_post IS NOT NULL AND old.post_id <> own_post)
       OR to_county IS DISTINCT FROM own_county OR own_county IS NULL THEN
        RAISE EXCEPTION 'only an entry of the own place that has not opened yet goes to a village of the own county'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE residents_datarequest SET village_id = to_village, post_id = to_post, station_id = to_station
    WHERE household_id = moved;
    UPDATE residents_request SET received_in_id = coalesce(received_in_id, village_id), village_id = to_village,
        post_id = to_post, station_id = to_station
    WHERE household_id = moved AND village_id <> to_village;
    UPDATE referrals_referral SET village_id = to_village, post_id = to_post, station_id = to_station
    WHERE subject_kind = 'request' AND subject_key IN (SELECT id FROM residents_request WHERE household_id = moved);
    UPDATE referrals_answercopy SET village_id = to_village, post_id = to_post, station_id = to_station
    WHERE referral_id IN (
        SELECT id FROM referrals_referral WHERE subject_kind = 'request'
        AND subject_key IN (SELECT id FROM residents_request WHERE household_id = moved)
    );
    UPDATE referrals_slip SET village_id = to_village, post_id = to_post, station_id = to_station
    WHERE subject_kind = 'request' AND subject_key IN (SELECT id FROM residents_request WHERE household_id = moved)
       OR subject_kind = 'referral' AND subject_key IN (
        SELECT id FROM referrals_referral WHERE subject_kind = 'request'
        AND subject_key IN (SELECT id FROM residents_request WHERE household_id = moved)
    );
    UPDATE residents_household SET village_id = to_village, post_id = to_post, station_id = to_station,
        closed_on = NULL, closed_for = '',
        last_met_on = CASE WHEN post_id = to_post THEN last_met_on END WHERE id = moved;
    UPDATE residents_resident SET village_id = to_village, post_id = to_post, station_id = to_station
    WHERE household_id = moved;
    UPDATE residents_identity SET village_id = to_village, post_id = to_post, station_id = to_station
    WHERE resident_id IN (SELECT id FROM residents_resident WHERE household_id = moved);
    UPDATE residents_pairing SET village_id = to_village, post_id = to_post, station_id = to_station
    WHERE household_id = moved;
    UPDATE residents_priorityvisit SET village_id = to_village, post_id = to_post, station_id = to_station
    WHERE household_id = moved;
    RETURN to_post;
END $$;
