"""Codes, names and towns by day; what became of a village."""

from pathlib import Path

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("posts", "0002_functions"),
    ]

    operations = [
        migrations.AddField(
            model_name="village",
            name="opened_on",
            field=models.DateField(blank=True, null=True, verbose_name="opened on"),
        ),
        migrations.AlterField(
            model_name="town",
            name="code",
            field=models.CharField(db_index=True, max_length=15, verbose_name="division code"),
        ),
        migrations.AlterField(
            model_name="village",
            name="code",
            field=models.CharField(db_index=True, max_length=15, verbose_name="division code"),
        ),
        migrations.AlterField(
            model_name="villagename",
            name="since",
            field=models.DateField(blank=True, null=True, verbose_name="since"),
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("merged", "Merged into another village"),
                            ("split", "A part became another village"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "carried_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="households carried on at"),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="origins",
                        to="posts.village",
                        verbose_name="successor",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="posts.village",
                        verbose_name="village",
                    ),
                ),
            ],
            options={
                "verbose_name": "succession of a village",
                "verbose_name_plural": "successions of villages",
                "ordering": ["day", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("village", "successor"),
                        name="village_is_succeeded_once_by_another",
                        violation_error_message="The succession is entered already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("village", models.F("successor")), _negated=True),
                        name="village_is_succeeded_by_another",
                        violation_error_message="A village does not succeed itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TownCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("code", models.CharField(max_length=15, verbose_name="division code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="posts.town",
                        verbose_name="town",
                    ),
                ),
            ],
            options={
                "verbose_name": "town code",
                "verbose_name_plural": "town codes",
                "ordering": ["town", "since"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("town", "="),
                            (
                                models.Func(
                                    "since",
                                    "until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="town_has_one_code_on_any_day",
                        violation_error_message="The town has a code on some of these days already.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("code", "="),
                            (
                                models.Func(
                                    "since",
                                    "until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="code_means_one_town_on_any_day",
                        violation_error_message="Another town has this code on some of these days.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VillageCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("code", models.CharField(max_length=15, verbose_name="division code")),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.town",
                        verbose_name="town",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="posts.village",
                        verbose_name="village",
                    ),
                ),
            ],
            options={
                "verbose_name": "village code",
                "verbose_name_plural": "village codes",
                "ordering": ["village", "since"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("village", "="),
                            (
                                models.Func(
                                    "since",
                                    "until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="village_has_one_code_on_any_day",
                        violation_error_message="The village has a code on some of these days already.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("code", "="),
                            (
                                models.Func(
                                    "since",
                                    "until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="code_means_one_village_on_any_day",
                        violation_error_message="Another village has this code on some of these days.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            (SQL / "first_code.sql").read_text(encoding="utf-8"),
            "DROP TRIGGER first_code ON posts_town; DROP TRIGGER first_code ON posts_village; "
            "DROP FUNCTION posts_first_code()",
        ),
    ]
