-- Notices to the chiefs and an entry of the trail for every emergency view: what the action
-- (oversight/actions/emergency.py) has not written by the end of the transaction, the database writes.
-- The view of an acting chief counts as an officer's: the own chief reads it as well.
CREATE FUNCTION oversight_notify_of_emergency() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    place record;
    person text;
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    SELECT p.name, p.station_id INTO place FROM posts_post p WHERE p.id = NEW.post_id;
    INSERT INTO oversight_emergencynotice (view_id, station_id)
    SELECT NEW.id, notified.station_id
    FROM (
        SELECT place.station_id
        UNION
        SELECT coalesce(a.station_id, p.station_id)
        FROM posts_assignment a LEFT JOIN posts_post p ON p.id = a.post_id
        WHERE a.user_id = NEW.user_id AND a.role <> 'chief'
          AND a.starts_on <= today AND (a.ends_on IS NULL OR a.ends_on >= today)
    ) notified
    WHERE notified.station_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM oversight_emergencynotice n WHERE n.view_id = NEW.id AND n.station_id = notified.station_id);
    IF NOT EXISTS (
        SELECT FROM audit_entry e WHERE e.tx = pg_current_xact_id()::text::bigint AND e.action = 'open_emergency'
          AND e.subject_type = 'oversight.emergencyview' AND e.subject_id = NEW.id AND e.actor_id = NEW.user_id
    ) THEN
        SELECT u.name INTO person FROM accounts_user u WHERE u.id = NEW.user_id;
        INSERT INTO audit_entry (at, actor_id, actor_name, action, subject_type, subject_id, subject_label,
                                 post_id, station_id, detail)
        VALUES (now(), NEW.user_id, person, 'open_emergency', 'oversight.emergencyview', NEW.id,
                left(person || ' · ' || place.name, 120), NEW.post_id, place.station_id,
                jsonb_build_object('reason', NEW.reason, 'emergency_view', NEW.id, 'place', place.name, 'by_hand', true));
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER notify_of_emergency AFTER INSERT ON oversight_emergencyview DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION oversight_notify_of_emergency();
