"""Entries of the trail get their county; a village moves with its rows."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial"), ("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "place_entry.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER placed ON audit_entry; DROP FUNCTION posts_place_entry()",
        ),
        migrations.RunSQL(
            (SQL / "move_rows.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION posts_last_entered_by(bigint); DROP FUNCTION posts_last_entered(bigint); DROP FUNCTION posts_arrive(bigint, text[]); DROP FUNCTION posts_move_rows(bigint, bigint, text[]); DROP FUNCTION posts_set_keys(bigint, bigint, date, text[]); DROP FUNCTION posts_placed_tables()",
        ),
        migrations.RunSQL(
            (SQL / "first_code.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER first_code ON posts_town; DROP TRIGGER first_code ON posts_village; DROP FUNCTION posts_first_code()",
        ),
        migrations.RunSQL(
            (SQL / "village_on.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION posts_village_on(text, bigint, bigint, date)",
        ),
        migrations.RunSQL(
            (SQL / "successor_on.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION posts_successor_on(bigint, date)",
        ),
    ]
