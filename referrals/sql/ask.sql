-- What the public page says of a code (referrals/slips.py). The level ``public`` has this function and no table.
-- Tries of an address, and misses of all together, are counted by the hour; above a limit the answer is 'too_many',
-- whatever was asked. Without a row the code is wrong, unknown, or has ended: the caller says the same of all three.
CREATE FUNCTION referrals_ask(hashes text[], asker text, most_of_address integer, most_of_all integer,
                              asked_at timestamptz)
RETURNS TABLE (shown text, since date) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    this_hour timestamptz := date_trunc('hour', asked_at);
    today date := (asked_at AT TIME ZONE 'Asia/Shanghai')::date;
    so_many integer;
    missed integer;
    slip record;
BEGIN
    -- One code has as many hashes as there are keys: a longer list would be many guesses in one try.
    IF coalesce(cardinality(hashes), 0) NOT BETWEEN 1 AND 20 OR most_of_address IS NULL OR most_of_all IS NULL
       OR most_of_address > 1000 OR most_of_all > 100000 THEN
        RAISE EXCEPTION 'a code is asked for with its own hashes and within limits'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO referrals_publictry AS t (hour, address, tries) VALUES (this_hour, asker, 1)
    ON CONFLICT (hour, address) DO UPDATE SET tries = t.tries + 1 RETURNING t.tries INTO so_many;
    SELECT t.tries INTO missed FROM referrals_publictry t WHERE t.hour = this_hour AND t.address = 'missed';
    IF so_many > most_of_address OR coalesce(missed, 0) >= most_of_all THEN
        RETURN QUERY SELECT 'too_many'::text, NULL::date;
        RETURN;
    END IF;
    SELECT s.shown, s.since INTO slip FROM referrals_slip s
    WHERE s.code_hash = ANY (hashes) AND (s.ends_on IS NULL OR s.ends_on > today);
    IF FOUND THEN
        RETURN QUERY SELECT slip.shown::text, slip.since::date;
        RETURN;
    END IF;
    INSERT INTO referrals_publictry AS t (hour, address, tries) VALUES (this_hour, 'missed', 1)
    ON CONFLICT (hour, address) DO UPDATE SET tries = t.tries + 1;
END $$;
