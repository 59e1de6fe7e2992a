"""Stored keys of names and house numbers, folded (folding/), filled for the rows that are there."""

from collections.abc import Iterable
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from folding import house_numbers, text
from residents import pinyin

LONGEST_KEY, AT_ONCE = 200, 2_000


def key_field(**options: bool) -> models.CharField:
    return models.CharField(max_length=LONGEST_KEY, editable=False, default="", **options)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of registered households whose numbers are one by now the later ones get a mark behind their key, so that they
    stay until somebody corrects them: their next change is refused as a number that is taken.
    """
    household, resident = (apps.get_model("residents", name) for name in ("Household", "Resident"))
    taken: set[tuple[int, str]] = set()
    for rows in batches(household.objects.order_by("pk")):
        for row in rows:
            set_keys(row)
            if row.closed_on is None:
                place = row.village_id, row.number_key
                row.number_key += f"#{row.pk}" if place in taken else ""
                taken.add(place)
        keys = ["pinyin", "initials", "householder_key", "number_key", "number_order"]
        household.objects.bulk_update(rows, keys)
    for rows in batches(resident.objects.order_by("pk")):
        for row in rows:
            row.pinyin, row.initials = pinyin.keys(row.name)
            row.name_key = text.name(row.name)[:LONGEST_KEY]
        resident.objects.bulk_update(rows, ["pinyin", "initials", "name_key"])


def batches(rows: Any) -> Iterable[list[Any]]:
    last = 0
    while found := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield found
        last = found[-1].pk


def set_keys(row: Any) -> None:
    """An erased household has a dash in every text (retention/periods.py), and stays so."""
    if row.erased_on is None:
        row.pinyin, row.initials = pinyin.keys(row.householder)
        row.householder_key = text.name(row.householder)[:LONGEST_KEY]
        row.number_key = house_numbers.folded(row.number)[:LONGEST_KEY]
        row.number_order = house_numbers.in_order(row.number)[:LONGEST_KEY]


class Migration(migrations.Migration):
    dependencies = [("posts", "0002_functions"), ("residents", "0003_versions")]
    operations = [
        migrations.RemoveConstraint("household", "house_number_is_one_in_its_village"),
        migrations.RemoveIndex("household", "household_by_name_prefix"),
        migrations.RemoveIndex("resident", "resident_by_name_prefix"),
        migrations.AddField("household", "householder_key", key_field()),
        migrations.AddField("household", "number_key", key_field(blank=True)),
        migrations.AddField("household", "number_order", key_field()),
        migrations.AddField("resident", "name_key", key_field()),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
