"""Statement triggers note which village-months a changed source row touches, bulk and raw SQL included."""

from django.db import migrations

# table -> the columns whose months a row is counted in
SOURCES = {
    "residents_visit": ["occurred_on"],
    "residents_service": ["occurred_on"],
    "residents_request": ["occurred_on", "answered_on"],
    "patrols_patrol": ["occurred_on"],
    "disputes_dispute": ["occurred_on", "handled_on"],
    "posts_dutyday": ["on"],
    "indicators_incidentcount": ["month"],
}
ROUND_SOURCES = ["indicators_sample", "indicators_answertally"]

FUNCTIONS = """
CREATE FUNCTION indicators_touch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
    source text;
BEGIN
    FOREACH source IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY['new_rows'] WHEN 'DELETE' THEN ARRAY['old_rows']
                            ELSE ARRAY['old_rows', 'new_rows'] END LOOP
        FOREACH name IN ARRAY TG_ARGV LOOP
            EXECUTE format(
                'INSERT INTO indicators_touchedmonth (village_id, month) '
                'SELECT DISTINCT village_id, date_trunc(''month'', %1$I)::date FROM %2$I WHERE %1$I IS NOT NULL',
                name, source);
        END LOOP;
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION indicators_touch_round() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    source text;
BEGIN
    FOREACH source IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY['new_rows'] WHEN 'DELETE' THEN ARRAY['old_rows']
                            ELSE ARRAY['old_rows', 'new_rows'] END LOOP
        EXECUTE format(
            'INSERT INTO indicators_touchedmonth (village_id, month) '
            'SELECT DISTINCT s.village_id, r.month FROM %I s JOIN indicators_surveyround r ON r.id = s.round_id',
            source);
    END LOOP;
    RETURN NULL;
END $$;
"""
EVENTS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}


def triggers() -> list[str]:
    wanted = [
        (table, f"indicators_touch({', '.join(map(repr, columns))})") for table, columns in SOURCES.items()
    ]
    wanted += [(table, "indicators_touch_round()") for table in ROUND_SOURCES]
    return [
        f"CREATE TRIGGER touch_{event.lower()} AFTER {event} ON {table} {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}"
        for table, function in wanted
        for event, tables in EVENTS.items()
    ]


def drops() -> list[str]:
    tables = [*SOURCES, *ROUND_SOURCES]
    dropped = [f"DROP TRIGGER touch_{event.lower()} ON {table}" for table in tables for event in EVENTS]
    return [*dropped, "DROP FUNCTION indicators_touch()", "DROP FUNCTION indicators_touch_round()"]


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_initial"),
        ("residents", "0001_initial"),
        ("patrols", "0001_initial"),
        ("disputes", "0001_initial"),
        ("posts", "0002_initial"),
    ]
    operations = [migrations.RunSQL([FUNCTIONS, *triggers()], drops())]
