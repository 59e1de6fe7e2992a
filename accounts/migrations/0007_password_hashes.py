import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

MOVE = "INSERT INTO accounts_passwordhash (user_id, hash) SELECT id, password FROM accounts_user ORDER BY id"
BACK = (
    "UPDATE accounts_user u SET password = h.hash FROM accounts_passwordhash h WHERE h.user_id = u.id;"
    "SET CONSTRAINTS ALL IMMEDIATE"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_second_factors"),
    ]

    operations = [
        migrations.CreateModel(
            name="PasswordHash",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hash", models.CharField(max_length=128)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="password_hash",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "password hash",
                "verbose_name_plural": "password hashes",
            },
        ),
        migrations.RunSQL(MOVE, BACK),
        # Empty on the way back, until the hashes are there again.
        migrations.AlterField("user", "password", models.CharField(max_length=128, default="")),
        migrations.RemoveField("user", "password"),
    ]
