"""Changed rows note the village-months that they touch."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_initial"),
        ("residents", "0001_initial"),
        ("patrols", "0006_partners"),
        ("disputes", "0001_initial"),
        ("hazards", "0001_initial"),
        ("meetings", "0001_initial"),
        ("duty", "0001_initial"),
        ("surveys", "0001_initial"),
        ("posts", "0005_carried_rows"),
        ("teams", "0001_initial"),
        ("training", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(
            (SQL / "touch.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION indicators_touch() CASCADE; DROP FUNCTION indicators_touch_round() CASCADE; DROP FUNCTION indicators_touch_counting() CASCADE; DROP FUNCTION indicators_touch_request() CASCADE; DROP FUNCTION indicators_touch_span() CASCADE",
        ),
    ]
