"""A village-month is counted for villages of a post alone, so that it always has one."""

import django.db.models.deletion
from django.db import migrations, models


def key(to):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=f"posts.{to}", verbose_name=to
    )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0007_kept_columns")]
    operations = [
        migrations.RunSQL(
            "DELETE FROM indicators_villagemonth WHERE post_id IS NULL OR station_id IS NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField("villagemonth", "post", key("post")),
        migrations.AlterField("villagemonth", "station", key("station")),
    ]
