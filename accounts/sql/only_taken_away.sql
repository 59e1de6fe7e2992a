-- Who gives codes never says of a person that they are here: the level of the account administrator takes
-- accounts_user.confirmed_at away, with a reset, and neither sets nor moves it. Row security compares no old row with
-- the new one; a trigger does. Called by accounts_user; not SECURITY DEFINER, so that current_user is the level.
CREATE FUNCTION accounts_only_taken_away() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'registry_account_admin' THEN
        RAISE insufficient_privilege USING MESSAGE = 'the account administrator confirms nobody';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER only_taken_away BEFORE UPDATE OF confirmed_at ON accounts_user FOR EACH ROW
    WHEN (NEW.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at)
    EXECUTE FUNCTION accounts_only_taken_away();
