"""What a column's values are - text, number, day, moment, choice ... - and how page and file show them.

The kind follows from the model's field (``kind_of``), so a column can not show a number as text or a day as a moment.
A page asks each kind once for a ``writer`` of its cells, which has looked up words and time zone already.
"""

import html
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.models import Case, FloatField, TextField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from encryption.fields import EncryptedField
from encryption.masks import UNREADABLE
from pages.expressions import Clock, Guarded, Labelled, LocalMinute, Source
from pages.sheets import safe

Write = Callable[[Any, int], str]  # a value that is not empty and the key of its row -> escaped HTML
Say = Callable[[Any, int], str]  # the same as plain text, for paper


def escaped(value: Any) -> str:
    """HTML of a text; most cells are letters, digits and Chinese characters alone, where nothing is to escape."""
    text = str(value)
    return text if text.isalnum() else html.escape(text)


def plain(value: Any, key: int) -> str:
    """The cell of a text or a number."""
    return escaped(value)


def day(value: date, key: int) -> str:
    """The cell of a day."""
    written = value.isoformat()
    return f'<time datetime="{written}">{written}</time>'


def time_of_day(value: time, key: int) -> str:
    return f"{value:%H:%M}"


class Kind:
    """Text; the other kinds say what is different.

    ``css``: the class of the cell. ``number_format``: of a spreadsheet's column. ``by_value``: equal values of one
    column have the same cell. ``is_chosen``: its values have words.
    """

    css = ""
    number_format = ""
    by_value = True
    is_chosen = False

    def in_file(self, source: Source) -> Any:
        """The cell of a file, as an expression of the database."""
        return Guarded(source)

    def writer(self) -> Write:
        """Makes the cells of one page."""
        return plain

    def on_paper(self) -> Say:
        """Makes the cells of a printed list, as plain text."""
        return lambda value, key: str(value)


class Number(Kind):
    css, number_format = "number", "0"

    def in_file(self, source: Source) -> Any:
        return source


class Amount(Number):
    """A number with decimals: spreadsheets know no other than floats."""

    number_format = "0.00"
    by_value = False  # 1.0 equals 1.00

    def in_file(self, source: Source) -> Any:
        return Cast(source, FloatField())  # type: ignore[arg-type]  # any expression


class Day(Kind):
    def in_file(self, source: Source) -> Any:
        return source

    def writer(self) -> Write:
        return day

    def on_paper(self) -> Say:
        return lambda value, key: str(value.isoformat())


class Moment(Kind):
    def in_file(self, source: Source) -> Any:
        return LocalMinute(source, timezone.get_current_timezone_name())

    def writer(self) -> Write:
        zone = timezone.get_current_timezone()

        def moment(value: datetime, key: int) -> str:
            return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"

        return moment

    def on_paper(self) -> Say:
        return self.writer()


class ClockTime(Kind):
    def in_file(self, source: Source) -> Any:
        return Clock(source)

    def writer(self) -> Write:
        return time_of_day

    def on_paper(self) -> Say:
        return time_of_day


class Yes(Kind):
    """Yes, or nothing worth a word."""

    def in_file(self, source: Source) -> Any:
        is_true = When(models.lookups.Exact(source, True), then=Value(_("yes")))
        return Case(is_true, output_field=TextField())

    def writer(self) -> Write:
        words = {True: escaped(_("yes")), False: "–"}
        return lambda value, key: words[value]

    def on_paper(self) -> Say:
        words = {True: _("yes"), False: ""}
        return lambda value, key: words[value]


class Choice(Kind):
    """A choice, in the user's words; with a coloured mark when ``is_marked``."""

    is_chosen = True

    def __init__(self, choices: Mapping[Any, Any], *, is_marked: bool = False) -> None:
        self.choices, self.is_marked = choices, is_marked

    def in_file(self, source: Source) -> Any:
        return Labelled(source, {value: str(label) for value, label in self.choices.items()})

    def writer(self) -> Write:
        cells = {value: self._cell(value, label) for value, label in self.choices.items()}
        return lambda value, key: cells.get(value) or self._cell(value, value)

    def on_paper(self) -> Say:
        return lambda value, key: str(self.choices.get(value, value))

    def _cell(self, value: Any, label: Any) -> str:
        shown = escaped(label)
        return f'<span class="mark mark-{escaped(value)}">{shown}</span>' if self.is_marked else shown


class Sealed(Kind):
    """An encrypted value, masked for everybody: only Python can open it, and nobody reads it in a list."""

    by_value = False

    def __init__(self, mask: Callable[[str], str]) -> None:
        self.mask = mask

    def in_file(self, source: Source) -> Any:
        return source

    def opened(self, value: Any, key: int) -> str:
        """The cell of a file, of a value as it came from the database and the key of its row."""
        return str(safe(self._shown(value.read(key)))) if value is not None else ""

    def writer(self) -> Write:
        def sealed(value: Any, key: int) -> str:
            text = value.read(key)
            shown = escaped(self._shown(text))
            return f'<span class="mark mark-bad">{shown}</span>' if text is UNREADABLE else shown

        return sealed

    def on_paper(self) -> Say:
        return lambda value, key: self._shown(value.read(key))

    def _shown(self, text: Any) -> str:
        return str(text) if text is UNREADABLE else self.mask(text)


KINDS: tuple[tuple[type[Any], Callable[[], Kind]], ...] = (
    (models.DateTimeField, Moment),  # is a DateField, too
    (models.DateField, Day),
    (models.TimeField, ClockTime),
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
    found = _known(field)
    if found is None:
        raise TypeError(f"{field} has no kind of cell (pages/kinds.py)")
    return found


def kind_of_expression(
    field: "models.Field[Any, Any] | None",
    choices: Mapping[Any, Any] | None = None,
    *,
    is_marked: bool = False,
) -> Kind:
    """The kind of a column that is an expression and yields ``field`` (None: not known): a number stays a number. What
    is of no known kind is text."""
    if choices:
        return Choice(choices, is_marked=is_marked)
    return (_known(field) if field is not None else None) or Kind()


def _known(field: "models.Field[Any, Any]") -> Kind | None:
    return next((kind() for known, kind in KINDS if isinstance(field, known)), None)
