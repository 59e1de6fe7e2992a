-- A member of a team is put on a patrol only by day, consent and training: whichever way the row is written. Of a changed
-- patrol those who are new on it are looked at, on another day all of them. It runs as the owner, for the writer of a row
-- may not see a member of another post, who is refused as well.
CREATE FUNCTION patrols_check_members() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    refused bigint;
    asked bigint[] := NEW.members;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.occurred_on = NEW.occurred_on THEN
        asked := ARRAY(SELECT unnest(NEW.members) EXCEPT SELECT unnest(OLD.members));
    END IF;
    SELECT wanted.key INTO refused
    FROM unnest(asked) AS wanted (key) LEFT JOIN teams_member m ON m.id = wanted.key
    WHERE m.id IS NULL OR m.county_id <> NEW.county_id OR m.left_for = 'mistake'
       OR m.starts_on > NEW.occurred_on OR m.ends_on < NEW.occurred_on
       OR m.consent_on > NEW.occurred_on OR m.consent_ended_on <= NEW.occurred_on
       OR training_hours_of_member(m.id, NEW.occurred_on) < coalesce(NEW.hours_needed, 1000)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'member % is not ready for a patrol of %', refused, NEW.occurred_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'member_on_patrol_is_ready', TABLE = 'patrols_patrol';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER members_are_ready AFTER INSERT OR UPDATE OF members, occurred_on ON patrols_patrol
FOR EACH ROW WHEN (NEW.members <> '{}') EXECUTE FUNCTION patrols_check_members();
