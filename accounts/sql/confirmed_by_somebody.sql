-- accounts_user.confirmed_at is given to somebody by nobody alone. The account administrator takes it away, with a reset,
-- and neither sets nor moves it. Every other level of people sets it together with a confirmation of that person which
-- they themselves write in this transaction; that its writer is neither the person, nor who asked, nor who took the
-- factor off, a constraint of accounts_confirmation says. Row security compares no old row with the new one; a trigger
-- does. Called by accounts_user; not SECURITY DEFINER, so that current_user is the level.
CREATE FUNCTION accounts_confirmed_by_somebody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user NOT IN ('registry_account_admin', 'registry_role_admin', 'registry_station', 'registry_county') THEN
        RETURN NEW;
    END IF;
    IF current_user = 'registry_account_admin' OR NOT EXISTS (
        SELECT FROM accounts_confirmation
        WHERE user_id = NEW.id AND confirmed_at = NEW.confirmed_at
          AND confirmed_by_id = nullif(current_setting('app.user', true), '')::bigint
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a person is confirmed by somebody else, with a confirmation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER confirmed_by_somebody BEFORE UPDATE OF confirmed_at ON accounts_user FOR EACH ROW
    WHEN (NEW.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at)
    EXECUTE FUNCTION accounts_confirmed_by_somebody();
