import django.contrib.postgres.operations
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name='County',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=15, unique=True, verbose_name='division code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
            ],
            options={
                'verbose_name': 'county',
                'verbose_name_plural': 'counties',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Town',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=15, verbose_name='division code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='towns', to='posts.county', verbose_name='county')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'town',
                'verbose_name_plural': 'towns',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Station',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stations', to='posts.county', verbose_name='county')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('towns', models.ManyToManyField(blank=True, related_name='stations', to='posts.town', verbose_name='towns served')),
            ],
            options={
                'verbose_name': 'station',
                'verbose_name_plural': 'stations',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('county', 'name'), name='station_name_is_one_in_its_county', violation_error_message='The county has a station of this name.')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='posts.station', verbose_name='station')),
                ('kind', models.CharField(choices=[('center', 'Central post'), ('standard', 'Post'), ('integrated', 'Integrated service post'), ('work', 'Work station'), ('contact', 'Contact point')], default='standard', max_length=10, verbose_name='kind')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='phone of the post')),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'post',
                'verbose_name_plural': 'posts',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('station', 'name'), name='post_name_is_one_in_its_station', violation_error_message='The station has a post of this name.')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('role', models.CharField(choices=[('officer', 'Resident officer'), ('auxiliary', 'Auxiliary'), ('clerk', 'Clerk'), ('chief', 'Station chief'), ('county', 'County bureau'), ('leader', 'County leader'), ('auditor', 'Auditor'), ('administrator', 'Account administrator'), ('grantor', 'Grant administrator')], max_length=15, verbose_name='role')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='posts.station', verbose_name='station')),
                ('county', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='posts.county', verbose_name='county')),
                ('is_responsible', models.BooleanField(default=False, verbose_name='responsible for the post')),
                ('is_second', models.BooleanField(db_default=False, default=False, verbose_name='second post')),
                ('office', models.CharField(blank=True, choices=[('', 'None'), ('deputy_secretary', 'Deputy secretary'), ('assistant_director', 'Assistant director')], max_length=20, verbose_name='village office')),
                ('occasion', models.CharField(blank=True, choices=[('', 'Posting'), ('rotation', 'Rotation'), ('secondment', 'Secondment')], db_default='', default='', max_length=10, verbose_name='kind of posting')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'ordering': ['-starts_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='assignment_ends_after_it_starts', violation_error_message='The last day lies before the first.'), models.CheckConstraint(condition=models.Q(models.Q(('county', None), ('post__isnull', False), ('role__in', ['officer', 'auxiliary']), ('station', None)), models.Q(('county', None), ('post', None), ('role__in', ['clerk', 'chief']), ('station__isnull', False)), models.Q(('county__isnull', False), ('post', None), ('role__in', ['county', 'leader', 'auditor', 'administrator', 'grantor']), ('station', None)), _connector='OR'), name='assignment_names_the_place_of_its_role', violation_error_message='Officers and auxiliaries serve at a post, clerks and chiefs at a station, others at the county.'), models.CheckConstraint(condition=models.Q(('is_responsible', False), ('role__in', ['officer']), _connector='OR'), name='only_an_officer_is_responsible', violation_error_message='Only an officer can be responsible for a post.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_responsible', True)), expressions=[('post', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='post_has_one_responsible_officer', violation_error_message='Another officer is responsible for this post on these days.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_second', False)), expressions=[('user', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='person_has_one_main_assignment_on_any_day', violation_error_message='The person already has an assignment on these days.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_second', True)), expressions=[('user', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='person_has_one_second_post_on_any_day', violation_error_message='The person already has a second post on these days.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('post__isnull', False)), expressions=[('user', '='), ('post', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='person_serves_once_at_a_post_on_any_day', violation_error_message='The person serves at this post already on these days.'), models.CheckConstraint(condition=models.Q(('is_second', False), ('role__in', ['officer']), _connector='OR'), name='only_an_officer_has_a_second_post', violation_error_message='Only an officer can have a second post.')],
            },
        ),
        migrations.CreateModel(
            name='Village',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=15, verbose_name='division code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='villages', to='posts.town', verbose_name='town')),
                ('kind', models.CharField(choices=[('neighbourhood', 'Neighbourhood committee'), ('village', 'Village committee'), ('similar', 'Similar unit')], default='village', max_length=15, verbose_name='kind')),
                ('opened_on', models.DateField(blank=True, null=True, verbose_name='opened on')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'village',
                'verbose_name_plural': 'villages',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='posts.village', verbose_name='village')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='posts.post', verbose_name='post')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('reason', models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='why')),
                ('is_arrived', models.BooleanField(db_default=True, default=True, editable=False, verbose_name='its rows belong to the post')),
            ],
            options={
                'verbose_name': 'village of a post',
                'verbose_name_plural': 'villages of posts',
                'ordering': ['village', 'starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_ends_after_it_starts', violation_error_message='The last day lies before the first.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('village', '='), (models.Func('starts_on', 'ends_on', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='village_has_one_post_on_any_day', violation_error_message='The village already belongs to a post on these days.')],
            },
        ),
        migrations.CreateModel(
            name='AssignmentChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='posts.assignment')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('role', models.CharField(choices=[('officer', 'Resident officer'), ('auxiliary', 'Auxiliary'), ('clerk', 'Clerk'), ('chief', 'Station chief'), ('county', 'County bureau'), ('leader', 'County leader'), ('auditor', 'Auditor'), ('administrator', 'Account administrator'), ('grantor', 'Grant administrator')], max_length=15, null=True, verbose_name='role')),
                ('post', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.station', verbose_name='station')),
                ('county', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.county', verbose_name='county')),
                ('is_responsible', models.BooleanField(default=False, null=True, verbose_name='responsible for the post')),
                ('is_second', models.BooleanField(db_default=False, default=False, null=True, verbose_name='second post')),
                ('office', models.CharField(blank=True, choices=[('', 'None'), ('deputy_secretary', 'Deputy secretary'), ('assistant_director', 'Assistant director')], max_length=20, null=True, verbose_name='village office')),
                ('occasion', models.CharField(blank=True, choices=[('', 'Posting'), ('rotation', 'Rotation'), ('secondment', 'Secondment')], db_default='', default='', max_length=10, null=True, verbose_name='kind of posting')),
                ('starts_on', models.DateField(null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'verbose_name': 'assignment',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='assignment_change_of_row'), models.Index(fields=['tx'], name='assignment_change_by_tx')],
            },
        ),
        migrations.CreateModel(
            name='StationChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='posts.station')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('name', models.CharField(max_length=60, null=True, verbose_name='name')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.county', verbose_name='county')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'station',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='station_change_of_row'), models.Index(fields=['tx'], name='station_change_by_tx')],
            },
        ),
        migrations.CreateModel(
            name='TownCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='posts.town', verbose_name='town')),
                ('code', models.CharField(max_length=15, verbose_name='division code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
            ],
            options={
                'verbose_name': 'town code',
                'verbose_name_plural': 'town codes',
                'ordering': ['town', 'since'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('town', '='), (models.Func('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='town_has_one_code_on_any_day', violation_error_message='The town has a code on some of these days already.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (models.Func('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='code_means_one_town_on_any_day', violation_error_message='Another town has this code on some of these days.')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='posts.village', verbose_name='village')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='origins', to='posts.village', verbose_name='successor')),
                ('kind', models.CharField(choices=[('merged', 'Merged into another village'), ('split', 'A part became another village')], max_length=10, verbose_name='kind')),
                ('day', models.DateField(verbose_name='day')),
                ('carried_at', models.DateTimeField(editable=False, null=True, verbose_name='households carried on at')),
            ],
            options={
                'verbose_name': 'succession of a village',
                'verbose_name_plural': 'successions of villages',
                'ordering': ['day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('village', 'successor'), name='village_is_succeeded_once_by_another', violation_error_message='The succession is entered already.'), models.CheckConstraint(condition=models.Q(('village', models.F('successor')), _negated=True), name='village_is_succeeded_by_another', violation_error_message='A village does not succeed itself.')],
            },
        ),
        migrations.CreateModel(
            name='MembershipChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='posts.membership')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('village', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.village', verbose_name='village')),
                ('post', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.post', verbose_name='post')),
                ('starts_on', models.DateField(null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('reason', models.CharField(blank=True, db_default='', default='', max_length=200, null=True, verbose_name='why')),
                ('is_arrived', models.BooleanField(db_default=True, default=True, editable=False, null=True, verbose_name='its rows belong to the post')),
            ],
            options={
                'verbose_name': 'village of a post',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='membership_change_of_row'), models.Index(fields=['tx'], name='membership_change_by_tx')],
            },
        ),
        migrations.CreateModel(
            name='CarriedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('succession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.succession', verbose_name='succession')),
                ('table_name', models.CharField(max_length=63)),
                ('row_key', models.BigIntegerField()),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.village', verbose_name='village')),
                ('day', models.DateField(verbose_name='day')),
                ('was', models.JSONField(db_default={}, default=dict, editable=False)),
            ],
            options={
                'verbose_name': 'carried row',
                'verbose_name_plural': 'carried rows',
                'constraints': [models.UniqueConstraint(fields=('table_name', 'row_key', 'day'), name='row_is_carried_once_on_a_day', violation_error_message='The row went on already.')],
            },
        ),
        migrations.CreateModel(
            name='VillageCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='posts.village', verbose_name='village')),
                ('code', models.CharField(max_length=15, verbose_name='division code')),
                ('town', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.town', verbose_name='town')),
            ],
            options={
                'verbose_name': 'village code',
                'verbose_name_plural': 'village codes',
                'ordering': ['village', 'since'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('village', '='), (models.Func('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='village_has_one_code_on_any_day', violation_error_message='The village has a code on some of these days already.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (models.Func('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='code_means_one_village_on_any_day', violation_error_message='Another village has this code on some of these days.')],
            },
        ),
        migrations.CreateModel(
            name='VillageName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='posts.village')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
            ],
            options={
                'verbose_name': 'village name',
                'verbose_name_plural': 'village names',
                'ordering': ['village', 'since'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('village',), name='village_has_one_name_now', violation_error_message='The village has a present name already.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('village', '='), (models.Func('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='village_has_one_name_on_any_day', violation_error_message='The village has a name on some of these days already.')],
            },
        ),
        migrations.CreateModel(
            name='Workplace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='workplace', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post', verbose_name='post')),
                ('chosen_at', models.DateTimeField(auto_now=True, verbose_name='chosen at')),
            ],
            options={
                'verbose_name': 'place of work',
                'verbose_name_plural': 'places of work',
            },
        ),
        migrations.CreateModel(
            name='PostChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='posts.post')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('name', models.CharField(max_length=60, null=True, verbose_name='name')),
                ('station', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.station', verbose_name='station')),
                ('kind', models.CharField(choices=[('center', 'Central post'), ('standard', 'Post'), ('integrated', 'Integrated service post'), ('work', 'Work station'), ('contact', 'Contact point')], default='standard', max_length=10, null=True, verbose_name='kind')),
                ('phone', models.CharField(blank=True, max_length=20, null=True, verbose_name='phone of the post')),
                ('opened_on', models.DateField(null=True, verbose_name='opened on')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'post',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='post_change_of_row'), models.Index(fields=['tx'], name='post_change_by_tx')],
            },
        ),
    ]
