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
    dependencies = [
        ("posts", "0006_kept_columns"),
        ("residents", "0004_kept_columns"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="keep_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="keep_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="resident",
            name="keep_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="resident",
            name="keep_update",
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
                    condition='WHEN (ROW(OLD."village_id", OLD."post_id", OLD."station_id", OLD."number", OLD."householder", OLD."members", OLD."children_under_14", OLD."is_hardship", OLD."note", OLD."opened_on", OLD."closed_on") IS DISTINCT FROM ROW(NEW."village_id", NEW."post_id", NEW."station_id", NEW."number", NEW."householder", NEW."members", NEW."children_under_14", NEW."is_hardship", NEW."note", NEW."opened_on", NEW."closed_on"))',
                    func='INSERT INTO "residents_householdchange" ("children_under_14", "closed_on", "householder", "is_hardship", "members", "note", "number", "opened_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "station_id", "village_id") VALUES (OLD."children_under_14", OLD."closed_on", OLD."householder", OLD."is_hardship", OLD."members", OLD."note", OLD."number", OLD."opened_on", NOW(), \'update\', OLD."id", OLD."post_id", OLD."station_id", OLD."village_id"); RETURN NULL;',
                    hash="5422f6a291e09d78f20f26c468ac04c62eb38e1b",
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
                    condition='WHEN (ROW(OLD."household_id", OLD."village_id", OLD."post_id", OLD."station_id", OLD."name", OLD."residence", OLD."birth_year", OLD."is_stated_14", OLD."entered_on", OLD."left_on") IS DISTINCT FROM ROW(NEW."household_id", NEW."village_id", NEW."post_id", NEW."station_id", NEW."name", NEW."residence", NEW."birth_year", NEW."is_stated_14", NEW."entered_on", NEW."left_on"))',
                    func='INSERT INTO "residents_residentchange" ("birth_year", "entered_on", "household_id", "is_stated_14", "left_on", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "residence", "station_id", "village_id") VALUES (OLD."birth_year", OLD."entered_on", OLD."household_id", OLD."is_stated_14", OLD."left_on", OLD."name", NOW(), \'update\', OLD."id", OLD."post_id", OLD."residence", OLD."station_id", OLD."village_id"); RETURN NULL;',
                    hash="478f0aebe49e3e080e2d986370bc3f5bea5e1f8d",
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
