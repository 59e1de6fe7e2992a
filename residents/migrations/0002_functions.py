"""The visits, services and requests that count; a household that moves takes its rows along."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial"), ("ledgers", "0002_functions"), ("posts", "0002_functions")]
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
        migrations.RunSQL(
            (SQL / "carry_village.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION residents_carry_village(bigint, bigint[], text[], text[], text[])",
        ),
        migrations.RunSQL(
            (SQL / "met_first.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION residents_met_first(date, date, date[], bigint[])",
        ),
        migrations.RunSQL(
            (SQL / "only_declined.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION residents_only_declined(date, date)",
        ),
        migrations.RunSQL(
            (SQL / "looks.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION residents_looks(text, bigint[], text[])",
        ),
    ]
