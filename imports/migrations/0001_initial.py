import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('jobs', '0001_initial'),
        ('posts', '0001_initial'),
        ('residents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('kind', models.CharField(choices=[('households', 'Households and residents'), ('accounts', 'Accounts'), ('villages', 'Villages of posts')], default='households', max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('uploaded', 'Uploaded'), ('mapped', 'Columns chosen'), ('checking', 'Being checked'), ('checked', 'Checked'), ('committing', 'Being taken over'), ('done', 'Taken over'), ('withdrawn', 'Withdrawn')], default='uploaded', max_length=10, verbose_name='state')),
                ('file_name', models.CharField(max_length=120, verbose_name='file')),
                ('sha256', models.CharField(max_length=64)),
                ('sheets', models.JSONField(default=list)),
                ('columns', models.JSONField(default=dict)),
                ('forbidden', models.JSONField(default=dict)),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('households_since', models.DateField(blank=True, help_text='Empty: since before the registry; only while no month of the county is closed.', null=True, verbose_name='households registered on')),
                ('all_are_14', models.BooleanField(default=False, verbose_name='everybody in the sheet is 14 or older')),
                ('for_village', models.PositiveBigIntegerField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded at')),
                ('done_at', models.DateTimeField(null=True, verbose_name='taken over at')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='withdrawn at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('job', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.station', verbose_name='station')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-uploaded_at', '-pk'],
                'indexes': [models.Index(fields=['station', '-uploaded_at'], name='imports_of_station')],
            },
        ),
        migrations.CreateModel(
            name='ImportChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('kind', models.CharField(choices=[('households', 'Households and residents'), ('accounts', 'Accounts'), ('villages', 'Villages of posts')], default='households', max_length=10, null=True, verbose_name='kind')),
                ('state', models.CharField(choices=[('uploaded', 'Uploaded'), ('mapped', 'Columns chosen'), ('checking', 'Being checked'), ('checked', 'Checked'), ('committing', 'Being taken over'), ('done', 'Taken over'), ('withdrawn', 'Withdrawn')], default='uploaded', max_length=10, null=True, verbose_name='state')),
                ('file_name', models.CharField(max_length=120, null=True, verbose_name='file')),
                ('sha256', models.CharField(max_length=64, null=True)),
                ('sheets', models.JSONField(default=list, null=True)),
                ('columns', models.JSONField(default=dict, null=True)),
                ('forbidden', models.JSONField(default=dict, null=True)),
                ('rows', models.PositiveIntegerField(default=0, null=True, verbose_name='rows')),
                ('households_since', models.DateField(blank=True, help_text='Empty: since before the registry; only while no month of the county is closed.', null=True, verbose_name='households registered on')),
                ('all_are_14', models.BooleanField(default=False, null=True, verbose_name='everybody in the sheet is 14 or older')),
                ('for_village', models.PositiveBigIntegerField(null=True)),
                ('counts', models.JSONField(default=dict, null=True)),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, null=True, verbose_name='uploaded at')),
                ('done_at', models.DateTimeField(null=True, verbose_name='taken over at')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='withdrawn at')),
                ('by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('confirmed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.county', verbose_name='county')),
                ('job', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='jobs.job')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='imports.import')),
                ('station', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.station', verbose_name='station')),
            ],
            options={
                'verbose_name': 'import',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='import_change_of_row'), models.Index(fields=['tx'], name='import_change_by_tx')],
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('stored_on', models.DateField(default=django.utils.timezone.localdate)),
                ('sheet', models.PositiveSmallIntegerField(default=0)),
                ('number', models.PositiveIntegerField(verbose_name='row')),
                ('part', models.PositiveSmallIntegerField(default=0)),
                ('cells', models.BinaryField(blank=True, editable=True, null=True)),
                ('written', models.BinaryField(blank=True, editable=True, null=True)),
                ('state', models.CharField(blank=True, choices=[('good', 'Good'), ('doubtful', 'Doubtful'), ('refused', 'Refused'), ('committed', 'Taken over')], default='', max_length=10, verbose_name='state')),
                ('faults', models.JSONField(default=list)),
                ('is_ticked', models.BooleanField(default=False, verbose_name='take over')),
                ('family', models.PositiveIntegerField(null=True)),
                ('is_head', models.BooleanField(default=False)),
                ('number_key', models.CharField(default='', max_length=200)),
                ('name_key', models.CharField(default='', max_length=200)),
                ('birth_year', models.PositiveSmallIntegerField(null=True)),
                ('phone_index', models.BinaryField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('new', 'New'), ('changed', 'Changed'), ('unchanged', 'Unchanged'), ('counted', 'Only counted: younger than 14')], default='', max_length=10)),
                ('changed', models.JSONField(default=list)),
                ('household', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='residents.household')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='imports.import')),
                ('resident', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='residents.resident')),
                ('village', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
            ],
            options={
                'verbose_name': 'line of an import',
                'verbose_name_plural': 'lines of imports',
                'ordering': ['owner', 'sheet', 'number', 'part'],
                'indexes': [models.Index(fields=['owner', 'state', 'sheet', 'number', 'part'], name='import_lines_by_state'), models.Index(fields=['owner', 'family'], name='import_lines_of_family'), models.Index(fields=['owner', 'village', 'number_key'], name='import_lines_by_key')],
            },
        ),
        migrations.CreateModel(
            name='Mapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headings', models.CharField(max_length=64)),
                ('columns', models.JSONField(default=dict)),
                ('used_at', models.DateTimeField(auto_now=True)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='posts.station')),
            ],
            options={
                'verbose_name': 'mapping of columns',
                'verbose_name_plural': 'mappings of columns',
                'constraints': [models.UniqueConstraint(fields=('station', 'headings'), name='headings_mean_one_thing_at_a_station', violation_error_message='The station has a mapping for these headings already.')],
            },
        ),
    ]
