from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_divisions")]

    operations = [
        migrations.RenameField("divisionimport", "said", "decisions"),
        migrations.RenameField("divisionimportchange", "said", "decisions"),
    ]
