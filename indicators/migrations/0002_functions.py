"""Changed rows note the village-months that they touch."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_initial"),
        ("residents", "0001_initial"),
        ("patrols", "0001_initial"),
        ("disputes", "0001_initial"),
        ("hazards", "0001_initial"),
        ("meetings", "0001_initial"),
        ("duty", "0001_initial"),
        ("surveys", "0001_initial"),
        ("posts", "0002_functions"),
        ("teams", "0001_initial"),
        ("training", "0001_initial"),
        ("rules", "0001_initial"),
        ("posts", "0001_initial"),
        ("ledgers", "0002_functions"),
        ("oversight", "0001_initial"),
        ("referrals", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(
            (SQL / "touch.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION indicators_touch() CASCADE; DROP FUNCTION indicators_touch_round() CASCADE; DROP FUNCTION indicators_touch_counting() CASCADE; DROP FUNCTION indicators_touch_request() CASCADE; DROP FUNCTION indicators_touch_span() CASCADE",
        ),
        migrations.RunSQL(
            (SQL / "touch_norms.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER touch_norms_insert ON rules_datedvalue; DROP TRIGGER touch_norms_update ON rules_datedvalue; DROP TRIGGER touch_norms_delete ON rules_datedvalue",
        ),
        migrations.RunSQL(
            (SQL / "open_work.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION indicators_open_work(bigint, bigint, bigint, bigint); DROP FUNCTION indicators_place_work(text, bigint)",
        ),
        migrations.RunSQL(
            (SQL / "handover_work.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION indicators_handover_work(bigint)",
        ),
    ]
