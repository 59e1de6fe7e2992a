"""Rows that went on in the successor of their village."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0004_second_posts"),
    ]

    operations = [
        migrations.CreateModel(
            name="CarriedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", models.CharField(max_length=63)),
                ("row_key", models.BigIntegerField()),
                ("day", models.DateField(verbose_name="day")),
                ("was", models.JSONField(db_default={}, default=dict, editable=False)),
                (
                    "succession",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.succession",
                        verbose_name="succession",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.village",
                        verbose_name="village",
                    ),
                ),
            ],
            options={
                "verbose_name": "carried row",
                "verbose_name_plural": "carried rows",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table_name", "row_key", "day"),
                        name="row_is_carried_once_on_a_day",
                        violation_error_message="The row went on already.",
                    )
                ],
            },
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
