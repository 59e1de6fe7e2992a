"""What a column's values are - text, number, day, moment, choice ... - and how screen and file show them.

The kind follows from the model's field (``kind_of``), so a column can not show a number as text or a day as a moment.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import Case, FloatField, TextField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from encryption.fields import EncryptedField
from encryption.masks import UNREADABLE
from pages.expressions import Clock, Guarded, Labelled, LocalMinute, Source
from pages.sheets import safe

Open = Callable[..., Any]  # a value as it came from the database, and the key of its row -> a cell


class Kind:
    """Text; the other kinds say what is different. ``css`` is the class of the cell."""

    css = ""
    number_format = ""  # of a spreadsheet's column
    opened: Open | None = None  # finishes a cell of a file in Python, where the database can not

    def in_file(self, source: Source) -> Any:
        """The cell of a file, as an expression of the database."""
        return Guarded(source)

    def html(self, value: Any, key: int) -> SafeString:
        """The cell of a page, escaped; ``key`` is that of the row. Never called for an empty value."""
        return escape(value)


class Number(Kind):
    css, number_format = "number", "0"

    def in_file(self, source: Source) -> Any:
        return source


class Amount(Number):
    """A number with decimals: spreadsheets know no other than floats."""

    number_format = "0.00"

    def in_file(self, source: Source) -> Any:
        return Cast(source, FloatField())


class Day(Kind):
    def in_file(self, source: Source) -> Any:
        return source

    def html(self, value: date, key: int) -> SafeString:
        day = value.isoformat()
        return mark_safe(f'<time datetime="{day}">{day}</time>')


class Moment(Kind):
    def in_file(self, source: Source) -> Any:
        return LocalMinute(source, timezone.get_current_timezone_name())

    def html(self, value: datetime, key: int) -> SafeString:
        return escape(f"{timezone.localtime(value):%Y-%m-%d %H:%M}")


class TimeOfDay(Kind):
    def in_file(self, source: Source) -> Any:
        return Clock(source)

    def html(self, value: time, key: int) -> SafeString:
        return escape(f"{value:%H:%M}")


class Yes(Kind):
    """Yes, or nothing worth a word."""

    def in_file(self, source: Source) -> Any:
        said = When(models.Q(models.lookups.Exact(source, True)), then=Value(_("yes")))
        return Case(said, default=Value(""), output_field=TextField())

    def html(self, value: bool, key: int) -> SafeString:
        return escape(_("yes") if value else "–")


class Choice(Kind):
    """A choice, in the user's words; with a coloured mark when ``is_marked``."""

    def __init__(self, choices: Mapping[Any, Any], *, is_marked: bool = False) -> None:
        self.choices, self.is_marked = choices, is_marked

    def in_file(self, source: Source) -> Any:
        return Labelled(source, {value: str(label) for value, label in self.choices.items()})

    def html(self, value: Any, key: int) -> SafeString:
        shown = escape(self.choices.get(value, value))
        if not self.is_marked:
            return shown
        return mark_safe(f'<span class="mark mark-{escape(value)}">{shown}</span>')


class Sealed(Kind):
    """An encrypted value, masked for everybody: only Python can open it, and nobody reads it in a list."""

    def __init__(self, mask: Callable[[str], str]) -> None:
        self.mask = mask

    def in_file(self, source: Source) -> Any:
        return source

    def opened(self, value: Any, key: int) -> str:
        return str(safe(self._shown(value, key))) if value is not None else ""

    def html(self, value: Any, key: int) -> SafeString:
        shown = escape(self._shown(value, key))
        if value.read(key) is UNREADABLE:
            return mark_safe(f'<span class="mark mark-bad">{shown}</span>')
        return shown

    def _shown(self, value: Any, key: int) -> str:
        text = value.read(key)
        return str(text) if text is UNREADABLE else self.mask(text)


KINDS: tuple[tuple[type[Any], Callable[[], Kind]], ...] = (
    (models.DateTimeField, Moment),  # is a DateField, too
    (models.DateField, Day),
    (models.TimeField, TimeOfDay),
    (models.BooleanField, Yes),
    (models.IntegerField, Number),
    (models.DecimalField, Amount),
    (models.TextField, Kind),
    (models.CharField, Kind),
)


def kind_of(
    field: "models.Field[Any, Any] | None",
    choices: Mapping[Any, Any] | None = None,
    *,
    is_marked: bool = False,
) -> Kind:
    """The kind of a column that shows ``field`` (None: an expression); TypeError for a field of no known kind."""
    if isinstance(field, EncryptedField):
        return Sealed(field.mask)
    named = choices if choices is not None else dict(field.flatchoices) if field is not None else {}
    if named:
        return Choice(named, is_marked=is_marked)
    if field is None:
        return Kind()
    for known, kind in KINDS:
        if isinstance(field, known):
            return kind()
    raise TypeError(f"{field} has no kind of cell (pages/kinds.py)")
