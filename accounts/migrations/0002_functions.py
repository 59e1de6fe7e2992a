"""A person is confirmed by somebody else, with a confirmation, and never by the account administrator."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "confirmed_by_somebody.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER confirmed_by_somebody ON accounts_user; DROP FUNCTION accounts_confirmed_by_somebody()",
        ),
    ]
