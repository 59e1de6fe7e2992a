"""A corrected number of a person goes out of a row's history."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("retention", "0002_functions")]
    operations = [
        migrations.RunSQL(
            (SQL / "take_out.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION retention_take_out(text, text, bigint, text)",
        ),
    ]
