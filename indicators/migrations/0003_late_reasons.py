import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Until now only the trail knew why counts were attested late.
FROM_THE_TRAIL = """
INSERT INTO indicators_lateattestation (village_id, post_id, station_id, month, reason, attested_by_id, attested_at)
SELECT v.id, m.post_id, p.station_id, found.month, left(e.detail->>'reason', 200), u.id, e.at
FROM audit_entry e
JOIN accounts_user u ON u.id = e.actor_id
CROSS JOIN LATERAL (SELECT to_date(e.detail->>'month', 'YYYY-MM') AS month) AS found
CROSS JOIN LATERAL jsonb_array_elements_text(e.detail->'villages') AS touched(id)
JOIN posts_village v ON v.id = touched.id::bigint
JOIN posts_membership m ON m.village_id = v.id
 AND m.starts_on <= found.month + interval '1 month' - interval '1 day'
 AND (m.ends_on IS NULL OR m.ends_on >= found.month + interval '1 month' - interval '1 day')
JOIN posts_post p ON p.id = m.post_id
WHERE e.action = 'attest_incidents' AND e.detail->>'late' = 'true'
  AND jsonb_typeof(e.detail->'villages') = 'array'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_touch_triggers"),
        ("audit", "0001_initial"),
        ("posts", "0002_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="sample",
            name="late_reason",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="why late"
            ),
        ),
        migrations.CreateModel(
            name="LateAttestation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("reason", models.CharField(max_length=200, verbose_name="why late")),
                ("attested_at", models.DateTimeField(auto_now_add=True, verbose_name="attested at")),
                (
                    "attested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="attested by",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.post",
                        verbose_name="post",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.station",
                        verbose_name="station",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.village",
                        verbose_name="village",
                    ),
                ),
            ],
            options={
                "verbose_name": "late attestation",
                "verbose_name_plural": "late attestations",
                "indexes": [models.Index(fields=["month", "village"], name="late_attestation_by_month")],
            },
        ),
        migrations.RunSQL(FROM_THE_TRAIL, migrations.RunSQL.noop),
    ]
