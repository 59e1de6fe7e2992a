"""Planned rounds with whether each was walked."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("patrols", "0003_planned_rounds"), ("ledgers", "0002_functions")]
    operations = [
        migrations.RunSQL(
            (SQL / "counted_planned_rounds.sql").read_text(encoding="utf-8"),
            "DROP VIEW counted_planned_rounds",
        ),
    ]
