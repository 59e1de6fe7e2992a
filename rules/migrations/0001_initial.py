import django.contrib.postgres.operations
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name='DatedValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, verbose_name='rule')),
                ('county', models.CharField(blank=True, max_length=6, verbose_name='county')),
                ('value', models.JSONField(verbose_name='value')),
                ('unit', models.CharField(max_length=20, verbose_name='unit')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='to')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('set_by_id', models.BigIntegerField(null=True)),
                ('set_by_name', models.CharField(blank=True, max_length=60, verbose_name='set by')),
                ('set_at', models.DateTimeField(auto_now_add=True, verbose_name='set at')),
            ],
            options={
                'verbose_name': 'value of a rule',
                'verbose_name_plural': 'values of rules',
                'ordering': ['code', 'county', '-valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('county', ''), ('county__regex', '^[0-9]{6}$'), _connector='OR'), name='rule_is_of_a_county_or_of_all', violation_error_message='A value is of one county or of all.'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='rule_ends_after_it_begins', violation_error_message='The last day lies before the first.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), ('county', '='), (models.Func('valid_from', 'valid_until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='rule_has_one_value_on_any_day', violation_error_message='There is a value for some of these days already. Load the page again.')],
            },
        ),
    ]
