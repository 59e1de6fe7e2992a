from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DisposedBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('book', models.CharField(max_length=60, verbose_name='record')),
                ('then', models.CharField(choices=[('erase', 'free text is erased, the count stays'), ('anonymise', 'made anonymous, the count stays'), ('delete', 'deleted'), ('blocks', 'deleted in whole sealed blocks, the seals stay')], max_length=10, verbose_name='what was done')),
                ('until', models.DateField(verbose_name='rows before')),
                ('rows', models.PositiveIntegerField(verbose_name='rows')),
            ],
            options={
                'verbose_name': 'disposal',
                'verbose_name_plural': 'disposals',
                'ordering': ['-at', '-pk'],
            },
        ),
    ]
