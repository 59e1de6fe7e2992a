"""What hangs on the post of a hand-over, counted for those who sign it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_open_work"), ("duty", "0003_handover")]
    operations = [
        migrations.RunSQL(
            (SQL / "handover_work.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION indicators_handover_work(bigint)",
        ),
    ]
