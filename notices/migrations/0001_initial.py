import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, verbose_name='what')),
                ('detail', models.JSONField(default=dict, verbose_name='detail')),
                ('link', models.CharField(blank=True, max_length=200, verbose_name='link')),
                ('key', models.CharField(max_length=120)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('role', models.CharField(blank=True, max_length=15, verbose_name='role')),
                ('level', models.CharField(blank=True, max_length=15)),
                ('post_id', models.BigIntegerField(null=True)),
                ('station_id', models.BigIntegerField(null=True)),
                ('county_id', models.BigIntegerField(null=True)),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='posted by')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                ('done_at', models.DateTimeField(null=True, verbose_name='done at')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-since', '-pk'],
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['post_id'], name='notice_open_at_post'), models.Index(condition=models.Q(('done_at', None)), fields=['station_id'], name='notice_open_at_station'), models.Index(condition=models.Q(('done_at', None)), fields=['county_id'], name='notice_open_at_county')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('county_id', None), ('post_id', None), ('role', ''), ('station_id', None), ('user__isnull', False)), models.Q(('user', None), models.Q(('role', ''), _negated=True), models.Q(models.Q(('county_id', None), ('post_id__isnull', False), ('station_id', None)), models.Q(('county_id', None), ('post_id', None), ('station_id__isnull', False)), models.Q(('county_id__isnull', False), ('post_id', None), ('station_id', None), models.Q(('level', ''), _negated=True)), _connector='OR')), _connector='OR'), name='notice_is_to_a_person_or_to_a_role_at_one_place', violation_error_message='A notice goes to a person, or to a role at one place.'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='notice_is_done_by_somebody', violation_error_message='Say who has seen to it and when.'), models.CheckConstraint(condition=models.Q(('link', ''), ('link__regex', '^/([^/]|$)'), _connector='OR'), name='notice_links_inside', violation_error_message='A notice links to a page of the registry.'), models.UniqueConstraint(fields=('key', 'user', 'role', 'post_id', 'station_id', 'county_id'), name='notice_is_posted_once', nulls_distinct=False, violation_error_message='This notice is posted already.')],
            },
        ),
    ]
