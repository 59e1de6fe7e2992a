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
            name='Patrol',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('occurred_on', models.DateField(verbose_name='date')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('done_by', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='who did it')),
                ('client_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('state', models.CharField(choices=[('recorded', 'Recorded'), ('accepted', 'Accepted'), ('given_back', 'Given back'), ('withdrawn', 'Withdrawn')], default='recorded', editable=False, max_length=10, verbose_name='state')),
                ('is_late', models.BooleanField(default=False, editable=False, verbose_name='late entry')),
                ('reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='reason')),
                ('returned_field', models.CharField(blank=True, db_default='', default='', editable=False, max_length=60)),
                ('reviewed_at', models.DateTimeField(editable=False, null=True)),
                ('erased_on', models.DateField(editable=False, null=True, verbose_name='text erased on')),
                ('mode', models.CharField(choices=[('foot', 'On foot'), ('bicycle', 'By bicycle'), ('motor', 'By motor vehicle')], default='foot', max_length=10, verbose_name='mode')),
                ('is_joint', models.BooleanField(default=False, verbose_name='joint patrol')),
                ('starts_at', models.TimeField(verbose_name='started at')),
                ('minutes', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='minutes')),
                ('people', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(200)], verbose_name='people on patrol')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='what was seen')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post', verbose_name='post')),
                ('recorded_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('reviewed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.station', verbose_name='station')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
            ],
            options={
                'verbose_name': 'patrol',
                'verbose_name_plural': 'patrols',
                'ordering': ['-occurred_on', '-id'],
                'abstract': False,
                'indexes': [models.Index(fields=['post', '-occurred_on', '-id'], name='patrol_of_post'), models.Index(fields=['station', '-occurred_on', '-id'], name='patrol_of_station'), models.Index(fields=['village', 'occurred_on'], name='patrol_of_village'), models.Index(fields=['county', '-occurred_on', '-id'], name='patrol_of_county'), models.Index(fields=['recorded_by', '-recorded_at', '-id'], name='patrol_last_receipt'), django.contrib.postgres.indexes.BrinIndex(fields=['occurred_on'], name='patrol_by_day'), models.Index(condition=models.Q(('state', 'given_back')), fields=['station'], name='patrol_given_back'), models.Index(condition=models.Q(('state', 'given_back')), fields=['recorded_by'], name='patrol_to_mend')],
                'constraints': [models.UniqueConstraint(fields=('client_key',), name='patrol_is_recorded_once', violation_error_message='This form was saved already.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'given_back'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='patrol_given_back_says_why', violation_error_message='Say why it is given back.'), models.CheckConstraint(condition=models.Q(('done_by__len__gt', 0)), name='patrol_is_done_by_somebody', violation_error_message='Say who did it.')],
            },
        ),
        migrations.CreateModel(
            name='PatrolChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('occurred_on', models.DateField(null=True, verbose_name='date')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True, verbose_name='recorded at')),
                ('done_by', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, null=True, size=None, verbose_name='who did it')),
                ('client_key', models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
                ('state', models.CharField(choices=[('recorded', 'Recorded'), ('accepted', 'Accepted'), ('given_back', 'Given back'), ('withdrawn', 'Withdrawn')], default='recorded', editable=False, max_length=10, null=True, verbose_name='state')),
                ('is_late', models.BooleanField(default=False, editable=False, null=True, verbose_name='late entry')),
                ('reason', models.CharField(blank=True, editable=False, max_length=200, null=True, verbose_name='reason')),
                ('returned_field', models.CharField(blank=True, db_default='', default='', editable=False, max_length=60, null=True)),
                ('reviewed_at', models.DateTimeField(editable=False, null=True)),
                ('erased_on', models.DateField(editable=False, null=True, verbose_name='text erased on')),
                ('mode', models.CharField(choices=[('foot', 'On foot'), ('bicycle', 'By bicycle'), ('motor', 'By motor vehicle')], default='foot', max_length=10, null=True, verbose_name='mode')),
                ('is_joint', models.BooleanField(default=False, null=True, verbose_name='joint patrol')),
                ('starts_at', models.TimeField(null=True, verbose_name='started at')),
                ('minutes', models.PositiveSmallIntegerField(default=60, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='minutes')),
                ('people', models.PositiveSmallIntegerField(default=1, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(200)], verbose_name='people on patrol')),
                ('note', models.TextField(blank=True, max_length=1000, null=True, verbose_name='what was seen')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.county', verbose_name='county')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='patrols.patrol')),
                ('post', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.post', verbose_name='post')),
                ('recorded_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('reviewed_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('station', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.station', verbose_name='station')),
                ('village', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.village', verbose_name='village')),
            ],
            options={
                'verbose_name': 'patrol',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='patrol_change_of_row'), models.Index(fields=['tx'], name='patrol_change_by_tx')],
            },
        ),
    ]
