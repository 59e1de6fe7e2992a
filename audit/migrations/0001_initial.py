import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.functions.comparison
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='HistoryRemoval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of_table', models.CharField(max_length=63)),
                ('changes', models.JSONField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
            ],
            options={
                'verbose_name': 'removal of history',
                'verbose_name_plural': 'removals of history',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['tx'], name='removal_by_transaction')],
            },
        ),
        migrations.CreateModel(
            name='RowState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of_table', models.CharField(max_length=63)),
                ('row_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=1)),
                ('hash', models.BinaryField(null=True)),
                ('sealed', models.BinaryField(null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
            ],
            options={
                'verbose_name': 'state of a row',
                'verbose_name_plural': 'states of rows',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['row_id'], name='state_of_a_row'), django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['tx'], name='state_by_transaction', pages_per_range=16)],
            },
        ),
        migrations.CreateModel(
            name='TrailDisposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('mac', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'disposal of the trail',
                'verbose_name_plural': 'disposals of the trail',
                'ordering': ['first'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(blank=True, max_length=60, verbose_name='who')),
                ('action', models.CharField(max_length=60, verbose_name='action')),
                ('subject_type', models.CharField(blank=True, max_length=60, verbose_name='subject')),
                ('subject_id', models.BigIntegerField(null=True)),
                ('subject_label', models.CharField(blank=True, max_length=120, verbose_name='subject')),
                ('post_id', models.BigIntegerField(null=True)),
                ('station_id', models.BigIntegerField(null=True)),
                ('county_id', models.BigIntegerField(null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('detail', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='detail')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='address')),
                ('households', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), null=True, size=None, verbose_name='households that were seen')),
                ('residents', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), null=True, size=None, verbose_name='residents who were seen')),
            ],
            options={
                'verbose_name': 'trail entry',
                'verbose_name_plural': 'trail',
                'ordering': ['-at', '-id'],
                'indexes': [
                    models.Index(condition=models.Q(('subject_id__isnull', False)), fields=['subject_id', 'subject_type'], name='trail_of_a_subject'),
                    models.Index(condition=models.Q(('actor_id__isnull', False)), fields=['actor_id', '-id'], name='trail_of_an_actor'),
                    django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='trail_by_time', pages_per_range=16),
                    models.Index(condition=models.Q(('action__in', ('list', 'read', 'record', 'sign_in')), _negated=True), fields=['action', '-id'], name='trail_by_action'),
                    models.Index(fields=['tx'], name='trail_by_transaction'),
                    django.contrib.postgres.indexes.GinIndex(condition=models.Q(('households__isnull', False)), fields=['households'], name='trail_of_households'),
                    django.contrib.postgres.indexes.GinIndex(condition=models.Q(('residents__isnull', False)), fields=['residents'], name='trail_of_residents'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('from_tx', models.BigIntegerField()),
                ('to_tx', models.BigIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('rows', models.JSONField()),
                ('shape', models.JSONField()),
                ('previous', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField()),
                ('mac', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'seal',
                'verbose_name_plural': 'seals',
                'ordering': ['number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_tx__gt', models.F('from_tx'))), name='seal_ends_after_it_begins', violation_error_message='A seal ends after it begins.'), models.UniqueConstraint(fields=('from_tx',), name='transaction_is_sealed_once', violation_error_message='These transactions are sealed already.')],
            },
        ),
    ]
