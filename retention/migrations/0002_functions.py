"""The one function that lets history go."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "forget.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION retention_forget(text, text, bigint[], text[])",
        ),
    ]
