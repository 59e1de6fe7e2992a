"""The functions that let history go: of what was erased, and of a number of a person that was corrected."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial"), ("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "forget.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION retention_forget(text, bigint[]); DROP FUNCTION retention_emptied_standing(text); "
            "DROP FUNCTION retention_history_of(text); DROP FUNCTION retention_forget_states(text, bigint[])",
        ),
        migrations.RunSQL(
            (SQL / "take_out.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION retention_take_out(text, bigint, text)",
        ),
    ]
