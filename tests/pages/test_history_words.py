"""A history speaks to people: every field of every table with a history has a name, and a value in words."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import models
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from audit import history, trail
from audit.models import Entry
from pages import row_history
from pages.templatetags import trail_tags
from tests import build

pytestmark = pytest.mark.django_db
TABLES = [one.pgh_tracked_model for one in history.tables()]
FIELDS = [
    pytest.param(model, column, id=f"{model._meta.label}.{column.name}")
    for model in TABLES
    for column in model._meta.concrete_fields
    if not column.primary_key and column.name in {one.name for one in model.pgh_event_model._meta.fields}
]
GONE = 987_654_321  # the key of a row that is not there, or that the reader may not see
TWO_VALUES = {
    models.BooleanField: (False, True),
    models.DateTimeField: (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)),
    models.DateField: (date(2026, 3, 1), date(2026, 3, 2)),
    models.TimeField: (time(8), time(9)),
    models.JSONField: ({"data": [], "kept": 40903}, {"data": [7]}),
    models.DecimalField: (Decimal(1), Decimal(2)),
    models.UUIDField: (UUID(int=1), UUID(int=2)),
    models.IntegerField: (1, 2),
}
RAW = re.compile(r"#\d|[{}\[\]]|\d{6}|\b[a-z]+_[a-z_]+\b|\bNone\b|<\w+:")


def two_values(column):
    if column.is_relation:
        return None, GONE
    if column.name == "returned_field":
        return "", next(iter(column.model.typed_fields()))
    if column.name == "weekdays":
        return [1], [2, 7]
    if column.name in {"done_by", "topics", "further_villages", "points"}:
        return [], ["law"] if column.name == "topics" else [GONE]
    if column.flatchoices:
        return [key for key, _label in column.flatchoices if key not in {None, ""}][:2]
    kinds = type(column).__mro__
    return next((TWO_VALUES[kind] for kind in kinds if kind in TWO_VALUES), ("甲", "乙"))


def differences_of(model, column):
    old, new = (model(pk=1, **{column.attname: value}) for value in two_values(column))
    return row_history.differences(old, new, lambda verb: True).values()


@pytest.mark.turns(6)
@pytest.mark.parametrize(("model", "column"), FIELDS)
def test_every_field_has_a_name_and_a_value_in_words(model, column):
    for one in differences_of(model, column):
        words = " ".join(strip_tags(render_to_string("pages/_difference.html", {"one": one})).split())
        assert re.search("[一-鿿]", one.label) and not RAW.search(words), words
        assert not re.search("[A-Za-z]{3}", words.replace("***", "")), words


def test_bookkeeping_is_left_out():
    """Of every table, so that the test above does not pass because nothing is told at all."""
    told = {model._meta.label: [c.name for m, c in (p.values for p in FIELDS) if m is model and differences_of(m, c)]
            for model in TABLES}  # fmt: skip
    assert all(told[label] for label in told if label != "imports.Import"), told
    assert "carried" not in told["residents.Duplicate"]
    assert {"continued_in", "went_to"} <= set(told["residents.Household"])


@pytest.mark.turns(6)
@pytest.mark.parametrize(("model", "column"), FIELDS)
def test_an_entry_of_the_trail_names_a_changed_field_in_words(model, column):
    pair = [
        value if isinstance(value, (int, str, list, type(None))) else str(value)
        for value in two_values(column)
    ]
    entry = Entry(subject_type=model._meta.label_lower, detail={"changes": {column.name: pair}})
    for label, before, after in trail_tags.changes(entry):
        assert re.search("[一-鿿]", label) and not RAW.search(f"{before} {after}".replace("None", "")), label


def test_a_household_elsewhere_is_a_neutral_word(village, elsewhere, officer):
    here, there = build.make_household(village), build.make_household(elsewhere)
    found = row_history.display_value(type(here)(pk=here.pk, continued_in_id=GONE), "continued_in")
    assert found == row_history.hidden_row(type(here)) and str(there.pk) not in found
    assert trail.record("merge", here, by=officer).subject_label == ""
