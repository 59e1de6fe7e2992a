"""What hangs on a place or a person, counted for those who move, close and end."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_touch_norms"),
        ("ledgers", "0002_functions"),
        ("oversight", "0001_initial"),
        ("referrals", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(
            (SQL / "open_work.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION indicators_open_work(bigint, bigint, bigint, bigint); "
            "DROP FUNCTION indicators_place_work(text, bigint)",
        ),
    ]
