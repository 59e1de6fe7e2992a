"""A house number is one in its village in whatever spelling; names are found by their folded form."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0004_folded_keys")]
    operations = [
        migrations.AlterModelOptions(
            "household",
            {
                "ordering": ["village", "number_order", "pk"],
                "verbose_name": "household",
                "verbose_name_plural": "households",
            },
        ),
        migrations.AddIndex(
            "household",
            models.Index(
                fields=["householder_key"], opclasses=["text_pattern_ops"], name="household_by_name_prefix"
            ),
        ),
        migrations.AddIndex(
            "resident",
            models.Index(fields=["name_key"], opclasses=["text_pattern_ops"], name="resident_by_name_prefix"),
        ),
        migrations.AddConstraint(
            "household",
            models.UniqueConstraint(
                condition=models.Q(closed_on=None),
                fields=("village", "number_key"),
                name="house_number_is_one_in_its_village",
                violation_error_message="The village has a household with this house number.",
            ),
        ),
    ]
