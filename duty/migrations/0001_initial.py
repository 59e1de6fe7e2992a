import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
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
            name='DutyDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('on', models.DateField(verbose_name='date')),
                ('arrived_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='arrived at')),
                ('state', models.CharField(choices=[('noted', 'Noted'), ('waiting', 'Waits for the chief'), ('refused', 'Not confirmed'), ('to_withdraw', 'Withdrawal waits for the chief'), ('withdrawn', 'Withdrawn')], db_default='noted', default='noted', editable=False, max_length=12, verbose_name='state')),
                ('entered_on', models.DateField(editable=False, null=True, verbose_name='entered later, on')),
                ('reason', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='why entered later')),
                ('withdrawal_reason', models.CharField(blank=True, db_default='', default='', editable=False, max_length=200, verbose_name='why withdrawn')),
                ('refusal_reason', models.CharField(blank=True, db_default='', default='', editable=False, max_length=200, verbose_name='why refused')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided at')),
                ('erased_on', models.DateField(editable=False, null=True, verbose_name='text erased on')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('decided_by', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('last_village', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='then in')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.station', verbose_name='station')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_days', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
            ],
            options={
                'verbose_name': 'duty day',
                'verbose_name_plural': 'duty days',
                'ordering': ['-on', '-pk'],
                'indexes': [models.Index(fields=['village', 'on'], name='duty_of_a_village'), models.Index(fields=['post', '-on', '-id'], name='duty_of_a_post'), models.Index(fields=['station', '-on', '-id'], name='duty_of_a_station'), models.Index(fields=['county', '-on', '-id'], name='duty_of_a_county'), models.Index(condition=models.Q(('state__in', ('waiting', 'to_withdraw'))), fields=['station'], name='duty_to_decide')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('noted', 'waiting', 'to_withdraw'))), fields=('user', 'on'), name='duty_day_is_counted_once', violation_error_message='The person has this duty day already.'), models.CheckConstraint(condition=models.Q(('entered_on', None), models.Q(('entered_on__gt', models.F('on')), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='an_arrival_entered_later_says_why', violation_error_message='Say why the arrival is entered later.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('to_withdraw', 'withdrawn')), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='a_withdrawn_arrival_says_why', violation_error_message='Say why the arrival is withdrawn.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refusal_reason', ''), _negated=True), _connector='OR'), name='a_refused_arrival_says_why', violation_error_message='Say why it is refused: the officer reads it.')],
            },
        ),
        migrations.CreateModel(
            name='DutyDayChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('on', models.DateField(null=True, verbose_name='date')),
                ('arrived_at', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='arrived at')),
                ('state', models.CharField(choices=[('noted', 'Noted'), ('waiting', 'Waits for the chief'), ('refused', 'Not confirmed'), ('to_withdraw', 'Withdrawal waits for the chief'), ('withdrawn', 'Withdrawn')], db_default='noted', default='noted', editable=False, max_length=12, null=True, verbose_name='state')),
                ('entered_on', models.DateField(editable=False, null=True, verbose_name='entered later, on')),
                ('reason', models.CharField(blank=True, db_default='', default='', max_length=200, null=True, verbose_name='why entered later')),
                ('withdrawal_reason', models.CharField(blank=True, db_default='', default='', editable=False, max_length=200, null=True, verbose_name='why withdrawn')),
                ('refusal_reason', models.CharField(blank=True, db_default='', default='', editable=False, max_length=200, null=True, verbose_name='why refused')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided at')),
                ('erased_on', models.DateField(editable=False, null=True, verbose_name='text erased on')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.county', verbose_name='county')),
                ('decided_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('last_village', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.village', verbose_name='then in')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='duty.dutyday')),
                ('post', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.station', verbose_name='station')),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('village', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.village', verbose_name='village')),
            ],
            options={
                'verbose_name': 'duty day',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='dutyday_change_of_row'), models.Index(fields=['tx'], name='dutyday_change_by_tx')],
            },
        ),
        migrations.CreateModel(
            name='Leave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('kind', models.CharField(choices=[('leave', 'Leave'), ('training', 'Training'), ('errand', 'Ordered elsewhere')], max_length=10, verbose_name='kind')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='to')),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='granted by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'leave',
                'verbose_name_plural': 'leave',
                'ordering': ['-starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='leave_ends_after_it_starts', violation_error_message='The last day lies before the first.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='person_has_one_leave_on_any_day', violation_error_message='The person has leave on some of these days already.')],
            },
        ),
        migrations.CreateModel(
            name='LeaveChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('kind', models.CharField(choices=[('leave', 'Leave'), ('training', 'Training'), ('errand', 'Ordered elsewhere')], max_length=10, null=True, verbose_name='kind')),
                ('starts_on', models.DateField(null=True, verbose_name='from')),
                ('ends_on', models.DateField(null=True, verbose_name='to')),
                ('granted_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='granted by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='duty.leave')),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'leave',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='leave_change_of_row'), models.Index(fields=['tx'], name='leave_change_by_tx')],
            },
        ),
    ]
