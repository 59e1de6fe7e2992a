"""The county as the third access key; what stands there already takes it from its station."""

import django.db.models.deletion
from django.db import migrations, models


def county(**more):
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="posts.county",
        verbose_name="county",
        **more,
    )


def add(model):
    table = f"indicators_{model}"
    fill = (
        f"UPDATE {table} AS row SET county_id = s.county_id FROM posts_station s WHERE s.id = row.station_id"
    )
    return [
        migrations.AddField(model, "county", county(null=True)),
        migrations.RunSQL([fill, "SET CONSTRAINTS ALL IMMEDIATE"], migrations.RunSQL.noop),
        migrations.AlterField(model, "county", county()),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0004_touch_spans"),
        ("posts", "0003_county_keys"),
    ]
    operations = [
        step
        for model in (
            "incidentcount",
            "lateattestation",
            "villagemonth",
        )
        for step in add(model)
    ]
