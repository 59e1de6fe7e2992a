import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.UUIDField()),
                ('digest', models.CharField(max_length=64)),
                ('url', models.CharField(blank=True, max_length=300)),
                ('receipt', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='saved at')),
            ],
            options={
                'verbose_name': 'sent form',
                'verbose_name_plural': 'sent forms',
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='form_is_saved_once', violation_error_message='This form was saved already.')],
            },
        ),
    ]
