"""The one function that takes rows out of the trail, and the one that finds who saw somebody's data."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "dispose.sql").read_text(encoding="utf-8"), "DROP FUNCTION audit_dispose(bigint, bigint)"
        ),
        migrations.RunSQL(
            (SQL / "seen.sql").read_text(encoding="utf-8"), "DROP FUNCTION audit_seen(text, text, bigint[])"
        ),
    ]
