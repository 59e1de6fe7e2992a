"""The disputes and the check rounds that count, and how many of them are protected."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial"), ("ledgers", "0002_functions")]
    operations = [
        migrations.RunSQL(
            (SQL / "counted_disputes.sql").read_text(encoding="utf-8"), "DROP VIEW counted_disputes"
        ),
        migrations.RunSQL(
            (SQL / "counted_rounds.sql").read_text(encoding="utf-8"), "DROP VIEW counted_rounds"
        ),
        migrations.RunSQL(
            (SQL / "protected_accepted.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION disputes_protected_accepted(date)",
        ),
    ]
