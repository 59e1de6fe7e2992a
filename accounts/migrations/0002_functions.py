"""The account administrator takes the confirmation of a person away and never gives it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "only_taken_away.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER only_taken_away ON accounts_user; DROP FUNCTION accounts_only_taken_away()",
        ),
    ]
