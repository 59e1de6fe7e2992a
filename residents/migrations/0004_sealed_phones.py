"""Telephone numbers in clear become encrypted ones, with a blind index beside them. Needs FIELD_KEYS.

What was in clear stays in dead rows, in the write-ahead log and in older backups: docs/operations.md says what to do.
"""

from django.db import migrations, models
from psycopg2.extras import execute_values

import pgtrigger.compiler
import pgtrigger.migrations

import audit.sealed
import audit.triggers
import residents.phones

BATCH = 2_000
TABLES = ("Household", "Resident")


def seal_all(apps, schema_editor) -> None:
    for model in (apps.get_model("residents", name) for name in TABLES):
        phone, index = model._meta.get_field("phone"), model._meta.get_field("phone_index")
        for rows in batches(model, "phone_in_clear", "<> ''", schema_editor):
            sealed = [
                (pk, audit.sealed.seal(text, phone.place((pk,))), index.value_of(text)) for pk, text in rows
            ]
            with schema_editor.connection.cursor() as cursor:
                execute_values(
                    cursor,
                    f'UPDATE "{model._meta.db_table}" t SET phone = v.phone, phone_index = v.phone_index '
                    "FROM (VALUES %s) v (id, phone, phone_index) WHERE t.id = v.id",
                    sealed,
                )


def open_all(apps, schema_editor) -> None:
    for model in (apps.get_model("residents", name) for name in TABLES):
        phone = model._meta.get_field("phone")
        for rows in batches(model, "phone", "IS NOT NULL", schema_editor):
            opened = [(pk, audit.sealed.unseal(bytes(raw), phone.place((pk,)))) for pk, raw in rows]
            with schema_editor.connection.cursor() as cursor:
                execute_values(
                    cursor,
                    f'UPDATE "{model._meta.db_table}" t SET phone_in_clear = v.phone '
                    "FROM (VALUES %s) v (id, phone) WHERE t.id = v.id",
                    opened,
                )


def batches(model, column: str, condition: str, schema_editor):
    """``(id, value)`` of the rows that have one, by key, some thousands at a time."""
    newest = 0
    while True:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                f'SELECT id, {column} FROM "{model._meta.db_table}" WHERE {column} {condition} AND id > %s '
                "ORDER BY id LIMIT %s",
                [newest, BATCH],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        newest = rows[-1][0]


def column(model: str) -> list:
    """The operations that put an encrypted column in the place of the one in clear, around the copying."""
    return [
        migrations.RenameField(model, "phone", "phone_in_clear"),
        migrations.AddField(model, "phone", audit.sealed.EncryptedField(blank=True, verbose_name="phone")),
        migrations.AddField(
            model, "phone_index", audit.sealed.BlindIndex(of="phone", normal=residents.phones.normal)
        ),
        migrations.AlterField(model, "id", audit.sealed.SequencedKey(primary_key=True, serialize=False)),
    ]


class Migration(migrations.Migration):
    dependencies = [("posts", "0005_emergency_views"), ("residents", "0003_history")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="keep_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="keep_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="resident",
            name="keep_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="resident",
            name="keep_delete",
        ),
        migrations.RemoveField(
            model_name="householdchange",
            name="phone",
        ),
        migrations.RemoveField(
            model_name="residentchange",
            name="phone",
        ),
        *column("household"),
        *column("resident"),
        migrations.RunPython(seal_all, open_all),
        migrations.RemoveField("household", "phone_in_clear"),
        migrations.RemoveField("resident", "phone_in_clear"),
        migrations.AddIndex("household", models.Index(fields=["phone_index"], name="household_by_phone")),
        migrations.AddIndex("resident", models.Index(fields=["phone_index"], name="resident_by_phone")),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_update",
                sql=audit.triggers.AsOwner(
                    condition='WHEN (OLD."children_under_14" IS DISTINCT FROM (NEW."children_under_14") OR OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."householder" IS DISTINCT FROM (NEW."householder") OR OLD."is_hardship" IS DISTINCT FROM (NEW."is_hardship") OR OLD."members" IS DISTINCT FROM (NEW."members") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."opened_on" IS DISTINCT FROM (NEW."opened_on") OR OLD."post_id" IS DISTINCT FROM (NEW."post_id") OR OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."village_id" IS DISTINCT FROM (NEW."village_id"))',
                    func='INSERT INTO "residents_householdchange" ("children_under_14", "closed_on", "householder", "is_hardship", "members", "note", "number", "opened_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "station_id", "village_id") VALUES (OLD."children_under_14", OLD."closed_on", OLD."householder", OLD."is_hardship", OLD."members", OLD."note", OLD."number", OLD."opened_on", NOW(), \'update\', OLD."id", OLD."post_id", OLD."station_id", OLD."village_id"); RETURN NULL;',
                    hash="a722402412df419fbac1038583cd0d9ea4382b16",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_update_8acdc",
                    table="residents_household",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_delete",
                sql=audit.triggers.AsOwner(
                    func='INSERT INTO "residents_householdchange" ("children_under_14", "closed_on", "householder", "is_hardship", "members", "note", "number", "opened_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "station_id", "village_id") VALUES (OLD."children_under_14", OLD."closed_on", OLD."householder", OLD."is_hardship", OLD."members", OLD."note", OLD."number", OLD."opened_on", NOW(), \'delete\', OLD."id", OLD."post_id", OLD."station_id", OLD."village_id"); RETURN NULL;',
                    hash="08566933cce49819e1edf6336a8d0fbce8cba4e7",
                    operation="DELETE",
                    pgid="pgtrigger_keep_delete_55c41",
                    table="residents_household",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resident",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_update",
                sql=audit.triggers.AsOwner(
                    condition='WHEN (OLD."birth_year" IS DISTINCT FROM (NEW."birth_year") OR OLD."entered_on" IS DISTINCT FROM (NEW."entered_on") OR OLD."household_id" IS DISTINCT FROM (NEW."household_id") OR OLD."is_stated_14" IS DISTINCT FROM (NEW."is_stated_14") OR OLD."left_on" IS DISTINCT FROM (NEW."left_on") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."post_id" IS DISTINCT FROM (NEW."post_id") OR OLD."residence" IS DISTINCT FROM (NEW."residence") OR OLD."station_id" IS DISTINCT FROM (NEW."station_id") OR OLD."village_id" IS DISTINCT FROM (NEW."village_id"))',
                    func='INSERT INTO "residents_residentchange" ("birth_year", "entered_on", "household_id", "is_stated_14", "left_on", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "residence", "station_id", "village_id") VALUES (OLD."birth_year", OLD."entered_on", OLD."household_id", OLD."is_stated_14", OLD."left_on", OLD."name", NOW(), \'update\', OLD."id", OLD."post_id", OLD."residence", OLD."station_id", OLD."village_id"); RETURN NULL;',
                    hash="10b627ad24bd4c9f886ee5c92bbb50b3ac6464e2",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_update_dcbd3",
                    table="residents_resident",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resident",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_delete",
                sql=audit.triggers.AsOwner(
                    func='INSERT INTO "residents_residentchange" ("birth_year", "entered_on", "household_id", "is_stated_14", "left_on", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "residence", "station_id", "village_id") VALUES (OLD."birth_year", OLD."entered_on", OLD."household_id", OLD."is_stated_14", OLD."left_on", OLD."name", NOW(), \'delete\', OLD."id", OLD."post_id", OLD."residence", OLD."station_id", OLD."village_id"); RETURN NULL;',
                    hash="f02fc85f0891d9a6a52923ca3c45f8962a15aeed",
                    operation="DELETE",
                    pgid="pgtrigger_keep_delete_588b3",
                    table="residents_resident",
                    when="AFTER",
                ),
            ),
        ),
    ]
