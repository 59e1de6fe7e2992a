-- Puts other words in the place of the reasons that were given about a row: whoever reads the figures of the village
-- reads them there (ledgers/late_changes.py). What they were stays in their history, which no page shows. It runs as
-- the owner, for nobody else changes a reason. It looks itself whether the row is protected, and of the caller's own
-- place, and reaches the villages of the own county alone.
CREATE FUNCTION ledgers_withhold_late(about_row text, words text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF about_row IS NULL OR about_row !~ '^[a-z]+[.][a-z]+:[0-9]{1,18}$' OR coalesce(words, '') = ''
       OR ledgers_is_own_protected(split_part(about_row, ':', 1), split_part(about_row, ':', 2)::bigint) IS NOT TRUE THEN
        RAISE EXCEPTION 'reasons are withheld only of a protected row of the own place'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE ledgers_latechange SET reason = words
    WHERE about = about_row AND reason <> words
      AND (county_id = nullif(current_setting('app.county', true), '')::bigint OR current_setting('role') = 'none');
END $$;
