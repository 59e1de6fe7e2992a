"""A look into another post is told whoever made it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial"), ("posts", "0002_functions")]
    operations = [
        migrations.RunSQL(
            (SQL / "tell_of_emergency.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER told ON oversight_emergencyview; DROP FUNCTION oversight_tell_of_emergency()",
        ),
    ]
