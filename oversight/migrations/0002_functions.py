"""Every emergency view is notified to the chiefs and recorded in the trail."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial"), ("posts", "0002_functions")]
    operations = [
        migrations.RunSQL(
            (SQL / "notify_of_emergency.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER notify_of_emergency ON oversight_emergencyview; DROP FUNCTION oversight_notify_of_emergency()",
        ),
    ]
