"""The hours of training of a member of a team."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial"), ("posts", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "hours_of_member.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION training_hours_of_member(bigint, date)",
        ),
        migrations.RunSQL(
            (SQL / "hours_of_people.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION training_hours_of_people(date, date, date)",
        ),
    ]
