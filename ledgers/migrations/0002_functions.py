"""What of a book counts, told to the database."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "counts.sql").read_text(encoding="utf-8"), "DROP FUNCTION ledgers_counts(text)"
        ),
    ]
