"""The arrivals that count."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("duty", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "counted_arrivals.sql").read_text(encoding="utf-8"), "DROP VIEW counted_arrivals"
        ),
    ]
