-- A new town or village has its code, and a town its name, from its first day on until another is entered
-- (posts/dated.py). Without a first day: ever, or from the day on which another one lost the code.
CREATE FUNCTION posts_first_code() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'posts_town' THEN
        INSERT INTO posts_towncode (town_id, code, name, since, until)
        SELECT NEW.id, NEW.code, NEW.name, max(until), NEW.closed_on FROM posts_towncode WHERE code = NEW.code;
    ELSE
        INSERT INTO posts_villagecode (village_id, code, town_id, since, until)
        SELECT NEW.id, NEW.code, NEW.town_id, coalesce(NEW.opened_on, max(until)), NEW.closed_on
        FROM posts_villagecode WHERE code = NEW.code;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER first_code AFTER INSERT ON posts_town FOR EACH ROW EXECUTE FUNCTION posts_first_code();
CREATE TRIGGER first_code AFTER INSERT ON posts_village FOR EACH ROW EXECUTE FUNCTION posts_first_code();
