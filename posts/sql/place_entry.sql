-- Each entry of the trail says who acts and when by the database: the person for whom the transaction was opened, and
-- its clock. What the INSERT says of both counts for nothing, but for the owner of the tables alone: commands and
-- demonstrations have no person, and the demonstration writes a year in an hour.
-- Nobody is signed in at the level anonymous: there the person can only be the one whose account the entry is about.
-- It gets its county: that of its subject's station, else where its person serves; and the number of the transaction.
CREATE FUNCTION posts_place_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    owner name := (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID);
    level text := current_setting('role', true);
    acts bigint := nullif(current_setting('app.user', true), '')::bigint;
    person bigint;
BEGIN
    NEW.tx := pg_current_xact_id()::text::bigint;
    IF session_user <> owner THEN
        NEW.at := now();
    END IF;
    IF session_user <> owner OR level LIKE 'registry\_%' THEN
        IF acts IS NULL AND level IN ('none', 'registry_anonymous') AND NEW.subject_type = 'accounts.user'
           AND NEW.subject_id = NEW.actor_id THEN
            acts := NEW.actor_id;
        END IF;
        NEW.actor_id := acts;
        NEW.actor_name := coalesce((SELECT u.name FROM accounts_user u WHERE u.id = acts), '');
    END IF;
    person := coalesce(NEW.actor_id, CASE WHEN NEW.subject_type = 'accounts.user' THEN NEW.subject_id END);
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
