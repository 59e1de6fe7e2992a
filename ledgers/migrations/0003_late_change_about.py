from django.conf import settings
from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0002_functions"),
        ("posts", "0003_no_overlap"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="latechange",
            name="about",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name="latechangechange",
            name="about",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=80, null=True
            ),
        ),
        migrations.AddIndex(
            model_name="latechange",
            index=models.Index(
                condition=models.Q(("about", ""), _negated=True), fields=["about"], name="late_change_about"
            ),
        ),
        migrations.RunSQL(
            (SQL / "withhold_late.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION ledgers_withhold_late(text, text)",
        ),
    ]
