"""An import is of a post: who follows there may withdraw it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0003_rename_said_decisions"),
        ("posts", "0005_carried_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="post",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="posts.post",
                verbose_name="post",
            ),
        ),
        migrations.AddField(
            model_name="importchange",
            name="post",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="posts.post",
                verbose_name="post",
            ),
        ),
    ]
