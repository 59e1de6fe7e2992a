"""What teams cover by village, as numbers."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial"), ("posts", "0002_functions"), ("training", "0002_functions")]
    operations = [
        migrations.RunSQL(
            (SQL / "numbers.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION teams_numbers(date, numeric); DROP FUNCTION teams_on(date)",
        ),
    ]
