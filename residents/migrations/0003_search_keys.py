"""The given name as a key of its own, and pinyin by the table of surnames, for the rows that are there."""

from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from residents import pinyin

AT_ONCE = 2_000


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """An erased household has a dash in every text (retention/periods.py), and stays so."""
    household, resident = (apps.get_model("residents", name) for name in ("Household", "Resident"))
    keep(household, "householder", household.objects.filter(erased_on=None))
    keep(resident, "name", resident.objects.all())


def keep(model: Any, name: str, rows: Any) -> None:
    for some in batches(rows.order_by("pk").only("pk", name)):
        for row in some:
            row.pinyin, row.initials = pinyin.keys(getattr(row, name))
            row.given_key = pinyin.given(getattr(row, name))
        model.objects.bulk_update(some, ["pinyin", "initials", "given_key"])


def batches(rows: Any) -> Iterator[list[Any]]:
    last = 0
    while found := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield found
        last = found[-1].pk


def key_field() -> models.CharField:
    return models.CharField(max_length=200, editable=False, default="")


class Migration(migrations.Migration):
    dependencies = [("residents", "0002_views")]
    operations = [
        migrations.AddField("household", "given_key", key_field()),
        migrations.AddField("resident", "given_key", key_field()),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
