"""Hours of training of officers and auxiliaries, as numbers."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("training", "0002_functions"), ("posts", "0004_second_posts")]
    operations = [
        migrations.RunSQL(
            (SQL / "hours_of_people.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION training_hours_of_people(date, date, date)",
        ),
    ]
