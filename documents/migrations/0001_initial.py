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
            name='FormTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.county', verbose_name='county')),
                ('form', models.CharField(max_length=30, verbose_name='Paper')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('content', models.BinaryField(verbose_name='file')),
                ('size', models.PositiveIntegerField(verbose_name='size')),
                ('sha256', models.CharField(max_length=64)),
                ('brought_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='brought by')),
                ('brought_at', models.DateTimeField(auto_now_add=True, verbose_name='brought at')),
                ('is_in_use', models.BooleanField(default=False, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'template of a form',
                'verbose_name_plural': 'templates of forms',
                'ordering': ['form', '-number'],
                'constraints': [models.UniqueConstraint(fields=('county', 'form', 'number'), name='template_version_is_numbered_once', violation_error_message='This version is there already.'), models.UniqueConstraint(condition=models.Q(('is_in_use', True)), fields=('county', 'form'), name='form_has_one_template_in_use', violation_error_message='Another template of the form is in use.')],
            },
        ),
    ]
