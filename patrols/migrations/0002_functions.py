"""The patrols that count."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("patrols", "0001_initial"),
        ("ledgers", "0002_functions"),
        ("teams", "0002_functions"),
        ("training", "0002_functions"),
        ("posts", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(
            (SQL / "counted_patrols.sql").read_text(encoding="utf-8"), "DROP VIEW counted_patrols"
        ),
        migrations.RunSQL(
            (SQL / "members.sql").read_text(encoding="utf-8"), "DROP FUNCTION patrols_check_members() CASCADE"
        ),
    ]
