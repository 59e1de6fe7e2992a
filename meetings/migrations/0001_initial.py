import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import uuid
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
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.station', verbose_name='station')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('occurred_on', models.DateField(verbose_name='date')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('recorded_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('done_by', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='who did it')),
                ('client_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('state', models.CharField(choices=[('recorded', 'Recorded'), ('accepted', 'Accepted'), ('given_back', 'Given back'), ('withdrawn', 'Withdrawn')], default='recorded', editable=False, max_length=10, verbose_name='state')),
                ('is_late', models.BooleanField(default=False, editable=False, verbose_name='late entry')),
                ('reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='reason')),
                ('returned_field', models.CharField(blank=True, db_default='', default='', editable=False, max_length=60)),
                ('reviewed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_at', models.DateTimeField(editable=False, null=True)),
                ('erased_on', models.DateField(editable=False, null=True, verbose_name='text erased on')),
                ('people', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='people present')),
                ('attended', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('branch', 'Village party branch'), ('committee', 'Village committee'), ('security', 'Public security committee'), ('mediation', 'Mediation committee'), ('grid', 'Grid workers'), ('delegates', "Villagers' delegates"), ('villagers', 'Villagers'), ('team', 'Patrol teams, volunteers'), ('militia', 'Militia'), ('school', 'School'), ('enterprise', 'Enterprises'), ('town', 'Town government'), ('police', 'Police')], max_length=12), default=list, size=None, verbose_name='who was there')),
                ('minutes', models.TextField(max_length=2000, verbose_name='minutes')),
                ('told_month', models.DateField(blank=True, null=True, verbose_name='published figures told')),
                ('told', models.TextField(blank=True, default='', editable=False, verbose_name='what was told')),
                ('focus', models.CharField(blank=True, default='', max_length=200, verbose_name='focus until the next meeting')),
                ('focus_until', models.DateField(blank=True, null=True, verbose_name='focus until')),
            ],
            options={
                'verbose_name': 'village meeting',
                'verbose_name_plural': 'village meetings',
                'ordering': ['-occurred_on', '-id'],
                'abstract': False,
                'indexes': [models.Index(fields=['post', '-occurred_on', '-id'], name='meeting_of_post'), models.Index(fields=['station', '-occurred_on', '-id'], name='meeting_of_station'), models.Index(fields=['village', 'occurred_on'], name='meeting_of_village'), models.Index(fields=['county', '-occurred_on', '-id'], name='meeting_of_county'), models.Index(fields=['recorded_by', '-recorded_at', '-id'], name='meeting_last_receipt'), django.contrib.postgres.indexes.BrinIndex(fields=['occurred_on'], name='meeting_by_day'), models.Index(condition=models.Q(('state', 'given_back')), fields=['station'], name='meeting_given_back'), models.Index(condition=models.Q(('state', 'given_back')), fields=['recorded_by'], name='meeting_to_mend')],
                'constraints': [models.UniqueConstraint(fields=('client_key',), name='meeting_is_recorded_once', violation_error_message='This form was saved already.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'given_back'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='meeting_given_back_says_why', violation_error_message='Say why it is given back.'), models.CheckConstraint(condition=models.Q(('done_by__len__gt', 0)), name='meeting_is_done_by_somebody', violation_error_message='Say who did it.'), models.CheckConstraint(condition=models.Q(models.Q(('focus', ''), ('focus_until', None)), models.Q(models.Q(('focus', ''), _negated=True), ('focus_until__gte', models.F('occurred_on'))), _connector='OR'), name='a_focus_has_its_last_day', violation_error_message='Say until which day the focus holds, not before the meeting.'), models.CheckConstraint(condition=models.Q(('attended__len__gt', 0)), name='a_meeting_has_somebody_there', violation_error_message='Say who was there.'), models.CheckConstraint(condition=models.Q(models.Q(('told', ''), ('told_month', None)), models.Q(('told_month__day', 1), models.Q(('told', ''), _negated=True)), _connector='OR'), name='what_was_told_is_of_a_month', violation_error_message='Choose the month whose figures were told.')],
            },
        ),
        migrations.CreateModel(
            name='MeetingChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='meetings.meeting')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('village', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.village', verbose_name='village')),
                ('post', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.station', verbose_name='station')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.county', verbose_name='county')),
                ('occurred_on', models.DateField(null=True, verbose_name='date')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True, verbose_name='recorded at')),
                ('recorded_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('done_by', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, null=True, size=None, verbose_name='who did it')),
                ('client_key', models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
                ('state', models.CharField(choices=[('recorded', 'Recorded'), ('accepted', 'Accepted'), ('given_back', 'Given back'), ('withdrawn', 'Withdrawn')], default='recorded', editable=False, max_length=10, null=True, verbose_name='state')),
                ('is_late', models.BooleanField(default=False, editable=False, null=True, verbose_name='late entry')),
                ('reason', models.CharField(blank=True, editable=False, max_length=200, null=True, verbose_name='reason')),
                ('returned_field', models.CharField(blank=True, db_default='', default='', editable=False, max_length=60, null=True)),
                ('reviewed_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_at', models.DateTimeField(editable=False, null=True)),
                ('erased_on', models.DateField(editable=False, null=True, verbose_name='text erased on')),
                ('people', models.PositiveSmallIntegerField(null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='people present')),
                ('attended', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('branch', 'Village party branch'), ('committee', 'Village committee'), ('security', 'Public security committee'), ('mediation', 'Mediation committee'), ('grid', 'Grid workers'), ('delegates', "Villagers' delegates"), ('villagers', 'Villagers'), ('team', 'Patrol teams, volunteers'), ('militia', 'Militia'), ('school', 'School'), ('enterprise', 'Enterprises'), ('town', 'Town government'), ('police', 'Police')], max_length=12), default=list, null=True, size=None, verbose_name='who was there')),
                ('minutes', models.TextField(max_length=2000, null=True, verbose_name='minutes')),
                ('told_month', models.DateField(blank=True, null=True, verbose_name='published figures told')),
                ('told', models.TextField(blank=True, default='', editable=False, null=True, verbose_name='what was told')),
                ('focus', models.CharField(blank=True, default='', max_length=200, null=True, verbose_name='focus until the next meeting')),
                ('focus_until', models.DateField(blank=True, null=True, verbose_name='focus until')),
            ],
            options={
                'verbose_name': 'village meeting',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='meeting_change_of_row'), models.Index(fields=['tx'], name='meeting_change_by_tx')],
            },
        ),
    ]
