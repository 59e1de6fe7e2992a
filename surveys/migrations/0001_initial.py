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
            name='SurveyRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('county', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('month', models.DateField(verbose_name='month')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed'), ('counted', 'Counted')], db_default='draft', default='draft', editable=False, max_length=10, verbose_name='state')),
                ('drafted_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by')),
                ('drafted_on', models.DateField(editable=False, verbose_name='drafted on')),
                ('opened_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
                ('opened_on', models.DateField(editable=False, null=True, verbose_name='opened on')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('closed_on', models.DateField(editable=False, null=True, verbose_name='closed on')),
                ('counted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='counted by')),
                ('counted_on', models.DateField(editable=False, null=True, verbose_name='counted on')),
                ('without_reason', models.CharField(blank=True, default='', editable=False, max_length=200, verbose_name='why counted without these villages')),
            ],
            options={
                'verbose_name': 'survey round',
                'verbose_name_plural': 'survey rounds',
                'ordering': ['-month', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='round_month_is_its_first_day', violation_error_message='A month is written as its first day.'), models.UniqueConstraint(fields=('county', 'month'), name='county_has_one_round_a_month', violation_error_message='The county has a round in this month.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('counted_on', None), ('opened_on', None), ('state', 'draft')), models.Q(('closed_on', None), ('counted_on', None), ('opened_on__isnull', False), ('state', 'open')), models.Q(('closed_on__isnull', False), ('counted_on', None), ('opened_on__isnull', False), ('state', 'closed')), models.Q(('closed_on__isnull', False), ('counted_on__isnull', False), ('opened_on__isnull', False), ('state', 'counted')), _connector='OR'), name='round_has_the_days_of_its_steps', violation_error_message='A survey round is opened, closed and counted in this order.')],
            },
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='samples', to='surveys.surveyround', verbose_name='round')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
                ('invited', models.PositiveIntegerField(verbose_name='people asked')),
                ('late_reason', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='why late')),
            ],
            options={
                'verbose_name': 'sample',
                'verbose_name_plural': 'samples',
                'constraints': [models.UniqueConstraint(fields=('round', 'village'), name='village_has_one_sample_a_round', violation_error_message='The village has a sample in this round already.')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='surveys.surveyround', verbose_name='round')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
                ('channel', models.CharField(choices=[('paper', 'Paper form'), ('phone', 'By phone'), ('face', 'Asked at the door')], max_length=10, verbose_name='channel')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('corrected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='corrected by')),
                ('corrected_on', models.DateField(verbose_name='corrected on')),
            ],
            options={
                'verbose_name': 'correction of answers',
                'verbose_name_plural': 'corrections of answers',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='AnswerTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='surveys.surveyround', verbose_name='round')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
                ('channel', models.CharField(choices=[('paper', 'Paper form'), ('phone', 'By phone'), ('face', 'Asked at the door')], max_length=10, verbose_name='channel')),
                ('question', models.CharField(choices=[('satisfaction', 'Satisfied with the village officer?'), ('saw_officer', 'Saw an officer in the last month?'), ('feels_safe', 'Feels safe walking at night?'), ('knows_officer', "Knows the officer's name or telephone?")], max_length=20, verbose_name='question')),
                ('answer', models.CharField(choices=[('very_satisfied', 'Very satisfied'), ('satisfied', 'Satisfied'), ('basically', 'Basically satisfied'), ('dissatisfied', 'Dissatisfied'), ('very_dissatisfied', 'Very dissatisfied'), ('unknown', 'Do not know'), ('refused', 'No answer'), ('yes', 'Yes'), ('no', 'No'), ('unsaid', 'Did not say')], max_length=20, verbose_name='answer')),
                ('count', models.PositiveIntegerField(verbose_name='count')),
            ],
            options={
                'verbose_name': 'answers',
                'verbose_name_plural': 'answers',
                'constraints': [models.UniqueConstraint(fields=('round', 'village', 'channel', 'question', 'answer'), name='answer_is_tallied_once', violation_error_message='This answer is tallied already.'), models.CheckConstraint(condition=models.Q(models.Q(('answer__in', ('very_satisfied', 'satisfied', 'basically', 'dissatisfied', 'very_dissatisfied', 'unknown', 'refused')), ('question', 'satisfaction')), models.Q(models.Q(('question', 'satisfaction'), _negated=True), ('answer__in', ('yes', 'no', 'unsaid'))), _connector='OR'), name='answer_is_one_of_its_question', violation_error_message='This is no answer to this question.')],
            },
        ),
        migrations.CreateModel(
            name='SurveyRoundChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='surveys.surveyround')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.county', verbose_name='county')),
                ('name', models.CharField(max_length=60, null=True, verbose_name='name')),
                ('month', models.DateField(null=True, verbose_name='month')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed'), ('counted', 'Counted')], db_default='draft', default='draft', editable=False, max_length=10, null=True, verbose_name='state')),
                ('drafted_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by')),
                ('drafted_on', models.DateField(editable=False, null=True, verbose_name='drafted on')),
                ('opened_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
                ('opened_on', models.DateField(editable=False, null=True, verbose_name='opened on')),
                ('closed_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('closed_on', models.DateField(editable=False, null=True, verbose_name='closed on')),
                ('counted_by', models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='counted by')),
                ('counted_on', models.DateField(editable=False, null=True, verbose_name='counted on')),
                ('without_reason', models.CharField(blank=True, default='', editable=False, max_length=200, null=True, verbose_name='why counted without these villages')),
            ],
            options={
                'verbose_name': 'survey round',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='surveyround_change_of_row'), models.Index(fields=['tx'], name='surveyround_change_by_tx')],
            },
        ),
    ]
