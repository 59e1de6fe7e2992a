"""The meetings that count."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("ledgers", "0002_functions")]
    operations = [
        migrations.RunSQL(
            (SQL / "counted_meetings.sql").read_text(encoding="utf-8"), "DROP VIEW counted_meetings"
        ),
    ]
