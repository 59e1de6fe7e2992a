"""Registers touch months too: pairings, responsible officers, leave, villages of posts, closures, households.

Their rows hold for a span of days, so a changed one touches each month of the span that has been counted; a month that
was never counted has no figure that could drift, and a bulk load before the first count costs next to nothing.
"""

from django.db import migrations

# table -> the columns that matter to figures, and which villages a changed row touches from one day to another
SPANS = {
    "residents_pairing": (
        "id, village_id, starts_on, ends_on",
        "SELECT village_id, starts_on, ends_on FROM changed",
    ),
    "posts_assignment": (
        "id, user_id, post_id, is_responsible, starts_on, ends_on",
        "SELECT m.village_id, c.starts_on, c.ends_on FROM changed c "
        "JOIN posts_membership m ON m.post_id = c.post_id WHERE c.is_responsible",
    ),
    "posts_leave": (
        "id, user_id, starts_on, ends_on",
        "SELECT m.village_id, c.starts_on, c.ends_on FROM changed c "
        "JOIN posts_assignment a ON a.user_id = c.user_id AND a.is_responsible "
        "JOIN posts_membership m ON m.post_id = a.post_id",
    ),
    # The targets of a post are shared by its villages, so a village that comes or goes touches the others.
    "posts_membership": (
        "id, village_id, post_id, starts_on, ends_on",
        "SELECT village_id, starts_on, ends_on FROM changed UNION ALL "
        "SELECT m.village_id, c.starts_on, c.ends_on FROM changed c JOIN posts_membership m ON m.post_id = c.post_id",
    ),
    "posts_village": (
        "id, closed_on",
        "SELECT id, closed_on, NULL::date FROM changed WHERE closed_on IS NOT NULL",
    ),
    # The register keeps no history: no further back than the month before this one.
    "residents_household": (
        "id, village_id, opened_on, closed_on",
        "SELECT village_id, greatest(coalesce(day, recent), recent), NULL::date FROM changed, "
        "LATERAL (VALUES (opened_on), (closed_on)) AS days(day), "
        "LATERAL (SELECT (date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') - interval '1 month')::date) "
        "AS r(recent)",
    ),
}

FUNCTION = """
CREATE FUNCTION indicators_touch_span() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT %1$s FROM new_rows'
        WHEN 'DELETE' THEN 'SELECT %1$s FROM old_rows'
        ELSE '(SELECT %1$s FROM old_rows EXCEPT SELECT %1$s FROM new_rows) UNION ALL '
             '(SELECT %1$s FROM new_rows EXCEPT SELECT %1$s FROM old_rows)' END;
BEGIN
    EXECUTE
        'WITH changed AS (' || format(changed, TG_ARGV[0]) || '), '
        'spans (village_id, first, last) AS (' || TG_ARGV[1] || '), '
        'today AS (SELECT (now() AT TIME ZONE ''Asia/Shanghai'')::date AS day), '
        'months AS (SELECT DISTINCT s.village_id, month::date FROM spans s, today, '
        'generate_series(date_trunc(''month'', greatest(s.first, date ''2000-01-01'')), '
        'least(coalesce(s.last, today.day), today.day), interval ''1 month'') AS month) '
        'INSERT INTO indicators_touchedmonth (village_id, month) SELECT village_id, month FROM months '
        'WHERE month IN (SELECT kept.month FROM (SELECT DISTINCT month FROM months) AS kept '
        'WHERE EXISTS (SELECT 1 FROM indicators_villagemonth v WHERE v.month = kept.month))';
    RETURN NULL;
END $$;
"""
EVENTS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}


def triggers() -> list[str]:
    return [
        f"CREATE TRIGGER touch_span_{event.lower()} AFTER {event} ON {table} {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION indicators_touch_span({quoted(columns)}, {quoted(select)})"
        for table, (columns, select) in SPANS.items()
        for event, tables in EVENTS.items()
    ]


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def drops() -> list[str]:
    dropped = [f"DROP TRIGGER touch_span_{event.lower()} ON {table}" for table in SPANS for event in EVENTS]
    return [*dropped, "DROP FUNCTION indicators_touch_span()"]


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_late_reasons"),
        ("residents", "0001_initial"),
        ("posts", "0002_initial"),
    ]
    operations = [migrations.RunSQL([FUNCTION, *triggers()], drops())]
