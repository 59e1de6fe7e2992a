import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('posts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LateChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.station', verbose_name='station')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('month', models.DateField(verbose_name='month')),
                ('cause', models.CharField(max_length=60, verbose_name='what changed')),
                ('about', models.CharField(blank=True, db_default='', default='', editable=False, max_length=80)),
                ('reason', models.CharField(max_length=200, verbose_name='why late')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='changed at')),
            ],
            options={
                'verbose_name': 'late change',
                'verbose_name_plural': 'late changes',
                'indexes': [models.Index(fields=['month', 'village'], name='late_change_by_month'), models.Index(condition=models.Q(('about', ''), _negated=True), fields=['about'], name='late_change_about')],
            },
        ),
        migrations.CreateModel(
            name='LateChangeChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='ledgers.latechange')),
                ('village', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.village', verbose_name='village')),
                ('post', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.station', verbose_name='station')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.county', verbose_name='county')),
                ('month', models.DateField(null=True, verbose_name='month')),
                ('cause', models.CharField(max_length=60, null=True, verbose_name='what changed')),
                ('about', models.CharField(blank=True, db_default='', default='', editable=False, max_length=80, null=True)),
                ('reason', models.CharField(max_length=200, null=True, verbose_name='why late')),
                ('changed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('changed_at', models.DateTimeField(auto_now_add=True, null=True, verbose_name='changed at')),
            ],
            options={
                'verbose_name': 'late change',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='latechange_change_of_row'), models.Index(fields=['tx'], name='latechange_change_by_tx')],
            },
        ),
        migrations.CreateModel(
            name='StationMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='months', to='posts.station', verbose_name='station')),
                ('month', models.DateField(verbose_name='month')),
                ('state', models.CharField(choices=[('open', 'Open'), ('submitted', 'Submitted'), ('approved', 'Approved'), ('published', 'Published')], default='open', max_length=10, verbose_name='state')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='submitted at')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('published_at', models.DateTimeField(null=True, verbose_name='published at')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('given_back_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given back by')),
                ('given_back_at', models.DateTimeField(null=True, verbose_name='given back at')),
                ('unreported_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='why villages have not reported')),
                ('figures', models.JSONField(default=dict, editable=False, verbose_name='figures when submitted')),
                ('is_approved_by_county', models.BooleanField(default=False, verbose_name='approved by the county for the station')),
                ('reminded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reminded by')),
                ('reminded_at', models.DateTimeField(null=True, verbose_name='reminded at')),
            ],
            options={
                'verbose_name': 'month of a station',
                'verbose_name_plural': 'months of stations',
                'ordering': ['-month', 'station'],
                'constraints': [models.UniqueConstraint(fields=('station', 'month'), name='station_has_each_month_once', violation_error_message='The station has this month already.'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='month_is_its_first_day', violation_error_message='A month is written as its first day.'), models.CheckConstraint(condition=models.Q(('is_approved_by_county', False), ('approved_by__isnull', False), _connector='OR'), name='county_that_approves_is_named', violation_error_message='Say who of the county approved the month.')],
            },
        ),
        migrations.CreateModel(
            name='StationMonthChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='ledgers.stationmonth')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('station', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.station', verbose_name='station')),
                ('month', models.DateField(null=True, verbose_name='month')),
                ('state', models.CharField(choices=[('open', 'Open'), ('submitted', 'Submitted'), ('approved', 'Approved'), ('published', 'Published')], default='open', max_length=10, null=True, verbose_name='state')),
                ('submitted_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='submitted at')),
                ('approved_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('published_at', models.DateTimeField(null=True, verbose_name='published at')),
                ('reason', models.CharField(blank=True, max_length=200, null=True, verbose_name='reason')),
                ('given_back_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given back by')),
                ('given_back_at', models.DateTimeField(null=True, verbose_name='given back at')),
                ('unreported_reason', models.CharField(blank=True, default='', max_length=200, null=True, verbose_name='why villages have not reported')),
                ('figures', models.JSONField(default=dict, editable=False, null=True, verbose_name='figures when submitted')),
                ('is_approved_by_county', models.BooleanField(default=False, null=True, verbose_name='approved by the county for the station')),
                ('reminded_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reminded by')),
                ('reminded_at', models.DateTimeField(null=True, verbose_name='reminded at')),
            ],
            options={
                'verbose_name': 'month of a station',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='stationmonth_change_of_row'), models.Index(fields=['tx'], name='stationmonth_change_by_tx')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='posts.post')),
                ('form', models.CharField(max_length=60)),
                ('subject', models.CharField(blank=True, default='', max_length=60)),
                ('content', models.BinaryField(blank=True, editable=True, null=True)),
                ('saved_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'draft',
                'verbose_name_plural': 'drafts',
                'constraints': [models.UniqueConstraint(fields=('user', 'form', 'subject', 'post'), name='draft_is_one_a_form_and_subject', nulls_distinct=False, violation_error_message='There is a draft of this form already.')],
            },
        ),
    ]
