from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0010_prepared_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedcounts",
            name="households_declined",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="publishedcounts",
            name="households_declined_of_quarter",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="publishedcounts",
            name="households_declined_of_half",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="publishedcounts",
            name="households_declined_of_year",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="publishedcounts",
            name="response_days",
            field=models.DecimalField(decimal_places=2, max_digits=9, null=True),
        ),
        migrations.AddField(
            model_name="publishedcounts",
            name="response_days_urgent",
            field=models.DecimalField(decimal_places=2, max_digits=9, null=True),
        ),
        migrations.AddField(
            model_name="villagemonth",
            name="households_declined",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="villagemonth",
            name="households_declined_of_quarter",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="villagemonth",
            name="households_declined_of_half",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="villagemonth",
            name="households_declined_of_year",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="villagemonth",
            name="response_days",
            field=models.DecimalField(decimal_places=2, max_digits=9, null=True),
        ),
        migrations.AddField(
            model_name="villagemonth",
            name="response_days_urgent",
            field=models.DecimalField(decimal_places=2, max_digits=9, null=True),
        ),
    ]
