"""The numbers of somebody's year."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("officers", "0001_initial"),
        ("disputes", "0002_functions"),
        ("duty", "0002_functions"),
        ("hazards", "0002_functions"),
        ("meetings", "0002_functions"),
        ("patrols", "0002_functions"),
        ("residents", "0002_functions"),
        ("training", "0002_functions"),
    ]
    operations = [
        migrations.RunSQL(
            (SQL / "year.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION officers_year(bigint, integer)",
        ),
    ]
