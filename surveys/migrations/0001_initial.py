import django.db.models.deletion
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
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('month', models.DateField(verbose_name='month')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
            ],
            options={
                'verbose_name': 'survey round',
                'verbose_name_plural': 'survey rounds',
                'ordering': ['-month', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='round_month_is_its_first_day', violation_error_message='A month is written as its first day.'), models.UniqueConstraint(fields=('county', 'month'), name='county_has_one_round_a_month', violation_error_message='The county has a round in this month.')],
            },
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invited', models.PositiveIntegerField(verbose_name='people asked')),
                ('late_reason', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='why late')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='samples', to='surveys.surveyround', verbose_name='round')),
            ],
            options={
                'verbose_name': 'sample',
                'verbose_name_plural': 'samples',
                'constraints': [models.UniqueConstraint(fields=('round', 'village'), name='village_has_one_sample_a_round', violation_error_message='The village has a sample in this round already.')],
            },
        ),
        migrations.CreateModel(
            name='AnswerTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('paper', 'Paper form'), ('phone', 'By phone'), ('face', 'Asked at the door')], max_length=10, verbose_name='channel')),
                ('rating', models.CharField(choices=[('very_satisfied', 'Very satisfied'), ('satisfied', 'Satisfied'), ('basically', 'Basically satisfied'), ('dissatisfied', 'Dissatisfied'), ('very_dissatisfied', 'Very dissatisfied'), ('unknown', 'Do not know'), ('refused', 'No answer')], max_length=20, verbose_name='answer')),
                ('saw_officer', models.CharField(choices=[('yes', 'Saw an officer in the last month'), ('no', 'Did not see one'), ('unsaid', 'Did not say')], max_length=10, verbose_name='saw an officer')),
                ('count', models.PositiveIntegerField(verbose_name='count')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='surveys.surveyround', verbose_name='round')),
            ],
            options={
                'verbose_name': 'answers',
                'verbose_name_plural': 'answers',
                'constraints': [models.UniqueConstraint(fields=('round', 'village', 'channel', 'rating', 'saw_officer'), name='answer_is_tallied_once', violation_error_message='This answer is tallied already.')],
            },
        ),
    ]
