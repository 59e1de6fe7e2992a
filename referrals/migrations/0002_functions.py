"""The usual bodies of a new county, and the one function of the public page."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "usual_bodies.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER usual_bodies ON posts_county; DROP FUNCTION referrals_of_new_county(); DROP FUNCTION referrals_usual_bodies(bigint)",
        ),
        migrations.RunSQL(
            (SQL / "ask.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION referrals_ask(text[], text, integer, integer, timestamptz)",
        ),
    ]
