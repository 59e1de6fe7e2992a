"""Moves the access keys of every table that has them; a figure and a row's history stay where they were."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION posts_move_rows(moved_village bigint, new_post bigint)
RETURNS TABLE (book text, moved bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    station bigint;
    county bigint;
    own bigint := nullif(current_setting('app.county', true), '')::bigint;
BEGIN
    SELECT s.id, s.county_id INTO station, county
    FROM posts_post p JOIN posts_station s ON s.id = p.station_id WHERE p.id = new_post;
    IF county IS DISTINCT FROM own OR own IS NULL OR NOT EXISTS (
        SELECT 1 FROM posts_village v JOIN posts_town t ON t.id = v.town_id
        WHERE v.id = moved_village AND t.county_id = own
    ) OR NOT EXISTS (
        SELECT 1 FROM posts_membership m WHERE m.village_id = moved_village AND m.post_id = new_post
        AND m.starts_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date AND (m.ends_on IS NULL OR m.ends_on >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
    ) THEN
        RAISE EXCEPTION 'only a village of the own county moves, to the post that it belongs to'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR book IN
        SELECT c.table_name FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
        GROUP BY c.table_name
        HAVING array_agg(c.column_name::text) @> ARRAY['village_id', 'post_id', 'station_id', 'county_id']
           AND NOT array_agg(c.column_name::text) && ARRAY['pgh_id', 'computed_at']
        ORDER BY c.table_name
    LOOP
        EXECUTE format(
            'UPDATE %I SET post_id = $1, station_id = $2, county_id = $3 WHERE village_id = $4', book
        ) USING new_post, station, county, moved_village;
        GET DIAGNOSTICS moved = ROW_COUNT;
        RETURN NEXT;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION posts_move_rows(bigint, bigint) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("posts", "0007_grant_administrator")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION posts_move_rows(bigint, bigint)")]
