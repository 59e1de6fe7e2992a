import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.utils.timezone
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
            name='EmergencyView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergency_views', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post', verbose_name='post')),
                ('reason', models.TextField(max_length=300, verbose_name='reason')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='opened at')),
                ('ends_at', models.DateTimeField(verbose_name='ends at')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ('day', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number of the day')),
            ],
            options={
                'verbose_name': 'emergency view',
                'verbose_name_plural': 'emergency views',
                'ordering': ['-opened_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__regex', '\\S.{8,}\\S')), name='emergency_view_says_why', violation_error_message='Say why in at least 10 characters.'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('opened_at')), ('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('opened_at'), '+', models.Value(datetime.timedelta(seconds=10800))))), name='emergency_view_ends_within_3_hours', violation_error_message='An emergency view lasts for 3 hours at most.'), models.CheckConstraint(condition=models.Q(('ended_at', None), models.Q(('ended_at__gte', models.F('opened_at')), ('ended_at__lte', models.F('ends_at'))), _connector='OR'), name='emergency_view_is_not_prolonged', violation_error_message='An emergency view is not prolonged.'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 2)), name='emergency_views_are_two_a_day_at_most', violation_error_message='Two emergency views a day at most.'), models.UniqueConstraint(fields=('user', 'day', 'number'), name='emergency_view_of_a_day_is_numbered_once', violation_error_message='This emergency view is open already.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), (models.Func('opened_at', django.db.models.functions.comparison.Coalesce('ended_at', 'ends_at'), function='TSTZRANGE', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='person_has_one_emergency_view_at_a_time', violation_error_message='One emergency view at a time.')],
            },
        ),
        migrations.CreateModel(
            name='EmergencyNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('view', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='oversight.emergencyview', verbose_name='emergency view')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.station', verbose_name='station')),
                ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='acknowledged by')),
                ('acknowledged_at', models.DateTimeField(null=True, verbose_name='acknowledged at')),
            ],
            options={
                'verbose_name': 'notice of an emergency view',
                'verbose_name_plural': 'notices of emergency views',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('view', 'station'), name='station_is_told_once', violation_error_message='The station has this notice already.'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', None)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False)), _connector='OR'), name='notice_is_acknowledged_by_somebody', violation_error_message='An acknowledgement names who gave it and when.')],
            },
        ),
        migrations.CreateModel(
            name='Outlier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outliers', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('role', models.CharField(choices=[('officer', 'Resident officer'), ('auxiliary', 'Auxiliary'), ('clerk', 'Clerk'), ('chief', 'Station chief'), ('county', 'County bureau'), ('leader', 'County leader'), ('auditor', 'Auditor'), ('administrator', 'Account administrator'), ('grantor', 'Grant administrator')], max_length=15, verbose_name='role')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.station', verbose_name='station')),
                ('week', models.DateField(verbose_name='week from')),
                ('reason', models.CharField(choices=[('lookups', 'Many look-ups'), ('elsewhere', 'Look-ups outside the own place'), ('night', 'Look-ups at night'), ('reveals', 'Many revealed numbers'), ('denials', 'Many refusals'), ('exports', 'Many exported rows')], max_length=10, verbose_name='what stands out')),
                ('count', models.PositiveIntegerField(verbose_name='count')),
                ('limit', models.PositiveIntegerField(verbose_name='limit')),
                ('looked_at', models.JSONField(default=list, verbose_name='looked at')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='found at')),
                ('verdict', models.CharField(blank=True, choices=[('justified', 'Justified by the work'), ('talked', 'Talked with the person'), ('reported', 'Reported upwards')], max_length=10, verbose_name='verdict')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('ticked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ticked off by')),
                ('ticked_at', models.DateTimeField(null=True, verbose_name='ticked off at')),
            ],
            options={
                'verbose_name': 'unusual look-up',
                'verbose_name_plural': 'unusual look-ups',
                'ordering': ['-week', 'pk'],
                'indexes': [models.Index(fields=['station', 'verdict'], name='outlier_of_a_station')],
                'constraints': [models.UniqueConstraint(fields=('user', 'week', 'reason'), name='outlier_is_found_once', violation_error_message='This week is noted for the person already.'), models.CheckConstraint(condition=models.Q(models.Q(('ticked_at', None), ('ticked_by', None), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), models.Q(('note', ''), _negated=True), ('ticked_at__isnull', False), ('ticked_by__isnull', False)), _connector='OR'), name='outlier_is_ticked_off_with_a_note', violation_error_message='Say what came of it, in a note.'), models.CheckConstraint(condition=models.Q(('ticked_by', models.F('user')), _negated=True), name='nobody_ticks_off_their_own', violation_error_message='Somebody else ticks it off.')],
            },
        ),
        migrations.CreateModel(
            name='OutlierChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='oversight.outlier')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('role', models.CharField(choices=[('officer', 'Resident officer'), ('auxiliary', 'Auxiliary'), ('clerk', 'Clerk'), ('chief', 'Station chief'), ('county', 'County bureau'), ('leader', 'County leader'), ('auditor', 'Auditor'), ('administrator', 'Account administrator'), ('grantor', 'Grant administrator')], max_length=15, null=True, verbose_name='role')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.county', verbose_name='county')),
                ('station', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.station', verbose_name='station')),
                ('week', models.DateField(null=True, verbose_name='week from')),
                ('reason', models.CharField(choices=[('lookups', 'Many look-ups'), ('elsewhere', 'Look-ups outside the own place'), ('night', 'Look-ups at night'), ('reveals', 'Many revealed numbers'), ('denials', 'Many refusals'), ('exports', 'Many exported rows')], max_length=10, null=True, verbose_name='what stands out')),
                ('count', models.PositiveIntegerField(null=True, verbose_name='count')),
                ('limit', models.PositiveIntegerField(null=True, verbose_name='limit')),
                ('looked_at', models.JSONField(default=list, null=True, verbose_name='looked at')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='found at')),
                ('verdict', models.CharField(blank=True, choices=[('justified', 'Justified by the work'), ('talked', 'Talked with the person'), ('reported', 'Reported upwards')], max_length=10, null=True, verbose_name='verdict')),
                ('note', models.CharField(blank=True, max_length=300, null=True, verbose_name='note')),
                ('ticked_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ticked off by')),
                ('ticked_at', models.DateTimeField(null=True, verbose_name='ticked off at')),
            ],
            options={
                'verbose_name': 'unusual look-up',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='outlier_change_of_row'), models.Index(fields=['tx'], name='outlier_change_by_tx')],
            },
        ),
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to='posts.station', verbose_name='station')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='to')),
                ('is_on', models.BooleanField(default=True, verbose_name='works as chief now')),
            ],
            options={
                'verbose_name': 'acting chief',
                'verbose_name_plural': 'acting chiefs',
                'ordering': ['-starts_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='stand_in_ends_after_it_starts', violation_error_message='The last day lies before the first.'), models.CheckConstraint(condition=models.Q(('ends_on__lt', django.db.models.expressions.CombinedExpression(models.F('starts_on'), '+', models.Value(datetime.timedelta(days=90))))), name='stand_in_lasts_ninety_days_at_most', violation_error_message='At most 90 days; for longer a chief is assigned.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('station', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='station_has_one_acting_chief_on_any_day', violation_error_message='Somebody stands in for the chief on some of these days already.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='person_stands_in_once_on_any_day', violation_error_message='The person stands in elsewhere on some of these days.')],
            },
        ),
        migrations.CreateModel(
            name='StandInChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='oversight.standin')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('station', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.station', verbose_name='station')),
                ('starts_on', models.DateField(null=True, verbose_name='from')),
                ('ends_on', models.DateField(null=True, verbose_name='to')),
                ('is_on', models.BooleanField(default=True, null=True, verbose_name='works as chief now')),
            ],
            options={
                'verbose_name': 'acting chief',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='standin_change_of_row'), models.Index(fields=['tx'], name='standin_change_by_tx')],
            },
        ),
    ]
