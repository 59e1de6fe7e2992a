import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from decimal import Decimal
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
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.station', verbose_name='station')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('level', models.CharField(choices=[('post', 'Of the post'), ('station', 'Of the station'), ('county', 'Of the county')], default='post', editable=False, max_length=7, verbose_name='held by')),
                ('held_on', models.DateField(verbose_name='date')),
                ('topic', models.CharField(choices=[('information', 'Information'), ('checks', 'Questioning and checking'), ('patrol', 'Patrols'), ('fire', 'Fire'), ('first_aid', 'First aid'), ('law', 'Law'), ('fraud', 'Fraud'), ('traffic', 'Traffic'), ('mediation', 'Mediation'), ('other', 'Other')], max_length=12, verbose_name='topic')),
                ('hours', models.DecimalField(decimal_places=1, max_digits=3, validators=[django.core.validators.MinValueValidator(Decimal('0.5')), django.core.validators.MaxValueValidator(24)], verbose_name='hours')),
                ('way', models.CharField(choices=[('central', 'Central training'), ('self', 'Self-study')], default='central', max_length=7, verbose_name='way')),
                ('teacher', models.CharField(blank=True, max_length=40, verbose_name='who taught: body or office')),
                ('state', models.CharField(choices=[('held', 'Held'), ('withdrawn', 'Withdrawn')], default='held', editable=False, max_length=9, verbose_name='state')),
                ('reason', models.CharField(blank=True, default='', editable=False, max_length=200, verbose_name='why withdrawn')),
                ('recorded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
            ],
            options={
                'verbose_name': 'training',
                'verbose_name_plural': 'trainings',
                'ordering': ['-held_on', '-pk'],
                'indexes': [models.Index(fields=['post', '-held_on', '-id'], name='training_of_post'), models.Index(fields=['station', '-held_on', '-id'], name='training_of_station'), models.Index(fields=['county', '-held_on', '-id'], name='training_of_county')],
                'constraints': [models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('hours__lte', 24)), name='training_takes_some_hours', violation_error_message='A training takes from half an hour to a day.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_withdrawn_training_says_why', violation_error_message='Say why the training is withdrawn.')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.station', verbose_name='station')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('training', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='training.training', verbose_name='training')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('member', models.BigIntegerField(null=True, verbose_name='member of a team')),
            ],
            options={
                'verbose_name': 'attendance',
                'verbose_name_plural': 'attendances',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['member'], name='attendance_of_member')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('member__isnull', False), ('person', None)), models.Q(('member', None), ('person__isnull', False)), _connector='OR'), name='attendance_is_of_one_person', violation_error_message='Either somebody of a post or a member of a team came.'), models.UniqueConstraint(fields=('training', 'person'), name='person_comes_once_to_a_training', violation_error_message='The person is noted already.'), models.UniqueConstraint(fields=('training', 'member'), name='member_comes_once_to_a_training', violation_error_message='The member is noted already.')],
            },
        ),
        migrations.CreateModel(
            name='TrainingChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='training.training')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('village', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.village', verbose_name='village')),
                ('post', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.station', verbose_name='station')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.county', verbose_name='county')),
                ('level', models.CharField(choices=[('post', 'Of the post'), ('station', 'Of the station'), ('county', 'Of the county')], default='post', editable=False, max_length=7, null=True, verbose_name='held by')),
                ('held_on', models.DateField(null=True, verbose_name='date')),
                ('topic', models.CharField(choices=[('information', 'Information'), ('checks', 'Questioning and checking'), ('patrol', 'Patrols'), ('fire', 'Fire'), ('first_aid', 'First aid'), ('law', 'Law'), ('fraud', 'Fraud'), ('traffic', 'Traffic'), ('mediation', 'Mediation'), ('other', 'Other')], max_length=12, null=True, verbose_name='topic')),
                ('hours', models.DecimalField(decimal_places=1, max_digits=3, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.5')), django.core.validators.MaxValueValidator(24)], verbose_name='hours')),
                ('way', models.CharField(choices=[('central', 'Central training'), ('self', 'Self-study')], default='central', max_length=7, null=True, verbose_name='way')),
                ('teacher', models.CharField(blank=True, max_length=40, null=True, verbose_name='who taught: body or office')),
                ('state', models.CharField(choices=[('held', 'Held'), ('withdrawn', 'Withdrawn')], default='held', editable=False, max_length=9, null=True, verbose_name='state')),
                ('reason', models.CharField(blank=True, default='', editable=False, max_length=200, null=True, verbose_name='why withdrawn')),
                ('recorded_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True, verbose_name='recorded at')),
            ],
            options={
                'verbose_name': 'training',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='training_change_of_row'), models.Index(fields=['tx'], name='training_change_by_tx')],
            },
        ),
    ]
