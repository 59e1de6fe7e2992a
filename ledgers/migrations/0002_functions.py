"""What of a book counts, and why figures of a published month change by what holds on a span of days."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "counts.sql").read_text(encoding="utf-8"), "DROP FUNCTION ledgers_counts(text)"
        ),
        migrations.RunSQL(
            (SQL / "note_late.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION ledgers_note_late(bigint[], date[], bigint[], text, text, text)",
        ),
        migrations.RunSQL(
            (SQL / "forget_drafts.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION ledgers_forget_drafts(text, bigint); DROP FUNCTION ledgers_is_own_protected(text, bigint)",
        ),
        migrations.RunSQL(
            (SQL / "withhold_late.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION ledgers_withhold_late(text, text)",
        ),
    ]
