from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("residents", "0005_met_first")]

    operations = [
        migrations.RunSQL(
            (SQL / "only_declined.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION residents_only_declined(date, date)",
        )
    ]
