"""People of a post or a station let go the history of their own erased rows, and of no others."""

from django.db import migrations

FORGET = """
CREATE OR REPLACE FUNCTION ledgers_forget(kept text, history text, keys bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint;
    is_erased text := CASE WHEN EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = kept AND column_name = 'erased_on'
    ) THEN 'AND row.erased_on IS NULL' ELSE '' END;
    -- Housekeeping and the owner take what is due anywhere; people of a place only what was theirs.
    is_own text := CASE WHEN current_setting('role', true) IN ('none', 'registry_night') THEN '' ELSE
        'AND change.station_id = nullif(current_setting(''app.station'', true), '''')::bigint '
        'AND change.post_id = coalesce(nullif(current_setting(''app.post'', true), '''')::bigint, change.post_id)' END;
BEGIN
    IF history <> kept || 'change' THEN
        RAISE EXCEPTION '% is not the history of %', history, kept;
    END IF;
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', history);
    EXECUTE format(
        'DELETE FROM %I AS change WHERE change.pgh_obj_id = ANY ($1) '
        'AND NOT EXISTS (SELECT 1 FROM %I AS row WHERE row.id = change.pgh_obj_id %s) %s',
        history, kept, is_erased, is_own
    ) USING keys;
    GET DIAGNOSTICS gone = ROW_COUNT;
    EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', history);
    RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0006_whole_blocks")]
    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
