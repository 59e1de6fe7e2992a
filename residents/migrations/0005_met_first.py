"""The households behind the figure of those met."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0004_alter_service_kind_alter_servicechange_kind"),
        ("ledgers", "0002_functions"),
    ]
    operations = [
        migrations.RunSQL(
            (SQL / "met_first.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION residents_met_first(date, date, date[], bigint[])",
        ),
    ]
