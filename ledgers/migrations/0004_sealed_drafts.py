"""Drafts are sealed as a whole. Needs FIELD_KEYS."""

import json

from django.db import migrations

import audit.sealed


def seal_all(apps, schema_editor) -> None:
    Draft = apps.get_model("ledgers", "Draft")
    for draft in Draft.objects.iterator():
        draft.sealed = json.dumps(draft.data, ensure_ascii=False)
        draft.save(update_fields=["sealed"])


def open_all(apps, schema_editor) -> None:
    Draft = apps.get_model("ledgers", "Draft")
    for draft in Draft.objects.iterator():
        draft.data = json.loads(draft.sealed or "{}")
        draft.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0003_kept_columns")]

    operations = [
        migrations.AddField(
            "draft", "sealed", audit.sealed.EncryptedField(blank=True, bound_to=("user_id", "form"))
        ),
        migrations.RunPython(seal_all, open_all),
        migrations.RemoveField("draft", "data"),
    ]
