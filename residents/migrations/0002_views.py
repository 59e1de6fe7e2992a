"""The visits, services and requests that count; a household that moves takes its rows along."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial"), ("ledgers", "0002_functions")]
    operations = [
        migrations.RunSQL(
            (SQL / "counted_visits.sql").read_text(encoding="utf-8"), "DROP VIEW counted_visits"
        ),
        migrations.RunSQL(
            (SQL / "counted_services.sql").read_text(encoding="utf-8"), "DROP VIEW counted_services"
        ),
        migrations.RunSQL(
            (SQL / "counted_requests.sql").read_text(encoding="utf-8"), "DROP VIEW counted_requests"
        ),
        migrations.RunSQL(
            (SQL / "relocate.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION residents_relocate(bigint, bigint)",
        ),
    ]
