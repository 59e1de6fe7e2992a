-- Each entry of the trail gets its county: that of its subject's station, else where its person serves.
-- The trigger also gives the number of the transaction, so that nobody chooses it.
CREATE FUNCTION posts_place_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    person bigint := coalesce(NEW.actor_id, CASE WHEN NEW.subject_type = 'accounts.user' THEN NEW.subject_id END);
BEGIN
    NEW.tx := pg_current_xact_id()::text::bigint;
    IF NEW.county_id IS NULL AND NEW.station_id IS NOT NULL THEN
        SELECT s.county_id INTO NEW.county_id FROM posts_station s WHERE s.id = NEW.station_id;
    END IF;
    IF NEW.county_id IS NULL AND person IS NOT NULL THEN
        SELECT coalesce(a.county_id, s.county_id) INTO NEW.county_id
        FROM posts_assignment a
        LEFT JOIN posts_post p ON p.id = a.post_id
        LEFT JOIN posts_station s ON s.id = coalesce(a.station_id, p.station_id)
        WHERE a.user_id = person
        ORDER BY a.starts_on DESC LIMIT 1;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER placed BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION posts_place_entry();
