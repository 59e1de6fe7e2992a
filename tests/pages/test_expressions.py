"""What the database makes of a cell is what Python would make of it."""

from datetime import UTC, datetime, time

import pytest
from django.db.models import DateTimeField, TextField, TimeField, Value
from django.utils import timezone

from encryption import masks
from pages.expressions import Clock, Guarded, Labelled, LocalMinute, Masked
from pages.sheets import FORMULA_STARTS, safe
from posts.models import County

pytestmark = pytest.mark.usefixtures("county")
NAMES = ["王小明", "王", "", "欧阳修竹", "𠮷野家", "Ann Lee", "=王", "100%", "o'Neil"]


def found(expression):
    """The value of the expression as a query selects it."""
    return County.objects.values_list(expression, flat=True).get()


def text(value: str) -> Value:
    return Value(value, output_field=TextField())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_masked_alike(name):
    assert found(Masked(text(name))) == masks.name(name)


@pytest.mark.parametrize("value", [*NAMES, *(f"{start}1+1" for start in FORMULA_STARTS), *FORMULA_STARTS])
def test_a_formula_is_guarded_alike(value):
    assert found(Guarded(text(value))) == safe(value)


@pytest.mark.parametrize("name", NAMES)
def test_a_masked_name_is_guarded_too(name):
    assert found(Guarded(Masked(text(name)))) == safe(masks.name(name))


@pytest.mark.parametrize(
    ("value", "shown"), [("a", "甲%"), ("b", "'=乙"), ("c", "c"), ("=c", "'=c"), (None, None)]
)
def test_a_choice_has_its_word_and_anything_else_is_guarded(value, shown):
    assert found(Labelled(Value(value, TextField()), {"a": "甲%", "b": "=乙"})) == shown


def test_a_moment_is_told_by_the_clock_of_the_registry():
    moment = Value(datetime(2026, 3, 5, 16, 30, tzinfo=UTC), DateTimeField())
    assert found(LocalMinute(moment, timezone.get_current_timezone_name())) == "2026-03-06 00:30"


def test_a_time_of_day_has_no_seconds():
    assert found(Clock(Value(time(8, 5, 59), TimeField()))) == "08:05"
