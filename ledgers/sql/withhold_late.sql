-- Puts other words in the place of the reasons that were given about a row: whoever reads the figures of the village
-- reads them there (ledgers/late_changes.py). What they were stays in their history, which no page shows. It runs as
-- the owner, for nobody else changes a reason; it reaches the villages of the caller's own county alone.
CREATE FUNCTION ledgers_withhold_late(about_row text, words text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE ledgers_latechange SET reason = words
    WHERE about = about_row AND about_row <> '' AND reason <> words
      AND county_id = nullif(current_setting('app.county', true), '')::bigint
$$;
