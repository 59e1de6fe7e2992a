"""A changed norm notes the village-months that it touches."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_touch"), ("rules", "0001_initial"), ("posts", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "touch_norms.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER touch_norms_insert ON rules_datedvalue; DROP TRIGGER touch_norms_update ON rules_datedvalue; "
            "DROP TRIGGER touch_norms_delete ON rules_datedvalue",
        ),
    ]
