import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('username', models.CharField(max_length=40, unique=True, verbose_name='account')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('badge', models.CharField(blank=True, max_length=20, verbose_name='badge number')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='must choose a password')),
                ('password_changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='password since')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='account opened at')),
                ('closed_on', models.DateField(editable=False, null=True, verbose_name='account closed on')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='person confirmed at')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'ordering': ['username'],
            },
        ),
        migrations.CreateModel(
            name='Factor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='factor', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('secret', models.BinaryField(blank=True, editable=True, null=True, verbose_name='secret')),
                ('since', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('last_step', models.BigIntegerField()),
                ('wrong', models.PositiveIntegerField(default=0)),
                ('wrong_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'second factor',
                'verbose_name_plural': 'second factors',
            },
        ),
        migrations.CreateModel(
            name='PasswordHash',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='password_hash', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('hash', models.CharField(max_length=128)),
            ],
            options={
                'verbose_name': 'password hash',
                'verbose_name_plural': 'password hashes',
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('purpose', models.CharField(choices=[('first', 'First sign-in'), ('reset', 'After a reset'), ('factor', 'After a reset of the second factor')], default='first', max_length=6, verbose_name='what for')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('factor_reset_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='factor reset by')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked at')),
                ('chosen_at', models.DateTimeField(null=True, verbose_name='password chosen at')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed at')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='replaced at')),
            ],
            options={
                'verbose_name': 'confirmation of a person',
                'verbose_name_plural': 'confirmations of people',
                'ordering': ['asked_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('confirmed_at', None), ('ended_at', None)), fields=('user',), name='one_open_confirmation_for_a_person', violation_error_message='Somebody gave this person a code just now.'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('chosen_at__isnull', False), ('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='confirmed_after_a_password_was_chosen', violation_error_message='The person has not chosen a password yet.'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(models.Q(('confirmed_by', models.F('user')), _negated=True), models.Q(('confirmed_by', models.F('asked_by')), _negated=True), models.Q(('factor_reset_by', None), models.Q(('confirmed_by', models.F('factor_reset_by')), _negated=True), _connector='OR')), _connector='OR'), name='nobody_confirms_oneself_or_the_own_request', violation_error_message='Nobody confirms the own account, nor one that they opened or reset.')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('number', models.PositiveSmallIntegerField()),
                ('code_hash', models.CharField(max_length=128)),
            ],
            options={
                'verbose_name': 'recovery code',
                'verbose_name_plural': 'recovery codes',
                'constraints': [models.UniqueConstraint(fields=('user', 'number'), name='recovery_codes_are_numbered', violation_error_message='This recovery code is there already.')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('data', models.TextField()),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='address')),
                ('browser', models.CharField(blank=True, max_length=40, verbose_name='browser')),
                ('idle', models.DurationField(verbose_name='ends when idle for')),
                ('started_at', models.DateTimeField(verbose_name='signed in at')),
                ('last_seen_at', models.DateTimeField(verbose_name='last seen at')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ['-last_seen_at', '-pk'],
                'indexes': [models.Index(fields=['last_seen_at'], name='sessions_by_last_seen')],
            },
        ),
        migrations.CreateModel(
            name='UserChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('username', models.CharField(max_length=40, null=True, verbose_name='account')),
                ('name', models.CharField(max_length=40, null=True, verbose_name='name')),
                ('badge', models.CharField(blank=True, max_length=20, null=True, verbose_name='badge number')),
                ('is_active', models.BooleanField(default=True, null=True, verbose_name='may sign in')),
                ('must_change_password', models.BooleanField(default=False, null=True, verbose_name='must choose a password')),
                ('password_changed_at', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='password since')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='account opened at')),
                ('closed_on', models.DateField(editable=False, null=True, verbose_name='account closed on')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='created at')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='person confirmed at')),
            ],
            options={
                'verbose_name': 'account',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='user_change_of_row'), models.Index(fields=['tx'], name='user_change_by_tx')],
            },
        ),
    ]
