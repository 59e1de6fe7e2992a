"""Households of a merged village go on in its successor."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("residents", "0002_views"), ("posts", "0003_divisions")]
    operations = [
        migrations.RunSQL(
            (SQL / "carry_village.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION residents_carry_village(bigint, bigint[], text[], text[], text[])",
        ),
    ]
