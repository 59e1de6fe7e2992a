"""Why figures of a published month change by what holds on a span of days, stored by the database."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0004_latechange")]
    operations = [
        migrations.RunSQL(
            (SQL / "note_late.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION ledgers_note_late(bigint[], date[], bigint[], text, text)",
        ),
    ]
