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
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ('state', models.CharField(choices=[('waiting', 'Waits'), ('decided', 'Decided'), ('withdrawn', 'Withdrawn')], default='waiting', max_length=10, verbose_name='state')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('source', models.CharField(max_length=120, verbose_name='sheet')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposed at')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
            ],
            options={
                'verbose_name': 'proposed roles',
                'verbose_name_plural': 'proposed roles',
                'ordering': ['-proposed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ProposedRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='administration.proposal')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('role', models.CharField(choices=[('officer', 'Resident officer'), ('auxiliary', 'Auxiliary'), ('clerk', 'Clerk'), ('chief', 'Station chief'), ('county', 'County bureau'), ('leader', 'County leader'), ('auditor', 'Auditor'), ('administrator', 'Account administrator'), ('grantor', 'Grant administrator')], max_length=15, verbose_name='role')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post', verbose_name='post')),
                ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.station', verbose_name='station')),
                ('is_responsible', models.BooleanField(default=False, verbose_name='responsible for the post')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('is_granted', models.BooleanField(null=True, verbose_name='granted')),
            ],
            options={
                'verbose_name': 'proposed role',
                'verbose_name_plural': 'proposed roles',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ProposalChange',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('by_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(models.Func(models.Value('app.user'), models.Value(True), function='current_setting'), models.Value('')), models.BigIntegerField()), null=True)),
                ('tx', models.BigIntegerField(db_default=models.Func(output_field=models.BigIntegerField(), template='pg_current_xact_id()::text::bigint'))),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='administration.proposal')),
                ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, null=True)),
                ('state', models.CharField(choices=[('waiting', 'Waits'), ('decided', 'Decided'), ('withdrawn', 'Withdrawn')], default='waiting', max_length=10, null=True, verbose_name='state')),
                ('county', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='posts.county', verbose_name='county')),
                ('source', models.CharField(max_length=120, null=True, verbose_name='sheet')),
                ('proposed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='proposed at')),
                ('decided_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
            ],
            options={
                'verbose_name': 'proposed roles',
                'abstract': False,
                'indexes': [models.Index(fields=['pgh_obj', '-pgh_id'], name='proposal_change_of_row'), models.Index(fields=['tx'], name='proposal_change_by_tx')],
            },
        ),
    ]
