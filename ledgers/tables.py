"""Columns of the lists, declared once for screen, spreadsheet and print. The tables of all books inherit from these."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import django_tables2 as tables
from django.db.models import Choices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from accounts.models import User
from encryption import masks
from encryption.masks import UNREADABLE, Unreadable
from ledgers.models import Row

EMPTY = gettext_lazy("none")
SheetHead = tuple[str, str, Callable[[Any], Any]]  # heading, path of the value, how the cell is made


def masked_name(name: str) -> str:
    """``masked_name("王小明") == "王**"``: the surname and the length stay."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


class SheetColumn(tables.Column):
    """A column that also makes the exported cell for a raw database value."""

    is_personal = False

    def sheet(self, value: Any) -> Any:
        return value


class DayColumn(SheetColumn):
    def render(self, value: date) -> str:
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), f"{value:%Y-%m-%d}")


class MomentColumn(SheetColumn):
    def render(self, value: datetime) -> str:
        return date_format(timezone.localtime(value), "Y-m-d H:i")

    def sheet(self, value: datetime | None) -> str:
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


class ChoiceColumn(SheetColumn):
    """A choice, in the user's words; with a state mark when ``marked``."""

    def __init__(self, choices: type[Choices], *, marked: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices, self.marked = choices, marked

    def render(self, value: str) -> str:
        shown = self.sheet(value)
        return format_html('<span class="mark mark-{}">{}</span>', value, shown) if self.marked else shown

    def sheet(self, value: str) -> str:
        return str(dict(self.choices.choices).get(value, value or ""))


class YesColumn(SheetColumn):
    def render(self, value: bool) -> str:
        return _("yes") if value else "–"

    def sheet(self, value: bool) -> str:
        return _("yes") if value else ""


class NameColumn(SheetColumn):
    """A person's name: in full where the user may see names, masked elsewhere and in exports."""

    is_personal = True
    mask: Callable[[str], str] = staticmethod(masked_name)

    def render(self, value: str, table: "BookTable") -> str:
        return value if table.shows_names else self.mask(value)

    def sheet(self, value: str) -> str:
        return self.mask(value or "")


class PhoneColumn(NameColumn):
    """A telephone number: masked for everybody; it is revealed on the row's page, for a reason."""

    mask = staticmethod(masks.phone)

    def render(self, value: str | Unreadable, table: "BookTable") -> str:
        if value is UNREADABLE:
            return format_html('<span class="mark mark-bad">{}</span>', value)
        return self.mask(value)

    def sheet(self, value: str | Unreadable) -> str:
        return str(value) if value is UNREADABLE else super().sheet(value)


class BookTable(tables.Table):
    """A book's list. ``LEVELS`` head every exported row: one column for each level of the hierarchy."""

    LEVELS = (
        (gettext_lazy("County"), "county__name"),
        (gettext_lazy("Station"), "station__name"),
        (gettext_lazy("Post"), "post__name"),
        (gettext_lazy("Town"), "village__town__name"),
        (gettext_lazy("Village"), "village__name"),
        (gettext_lazy("Division code"), "village__code"),
    )

    class Meta:
        template_name = "pages/_table.html"
        orderable = False
        default = EMPTY

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shows_names = user is not None and may(user, "see_names")
        for name, column in self.base_columns.items():
            self.columns[name].column.verbose_name = self.heading(name, column)

    @classmethod
    def heading(cls, name: str, column: tables.Column) -> Any:
        """The heading of a column: its own, else the name of the model's field."""
        fields = {field.name: field for field in cls._meta.model._meta.get_fields()}
        return column.verbose_name if column.verbose_name is not None else fields[name].verbose_name

    @classmethod
    def sheet_columns(cls) -> list[SheetHead]:
        """What an export writes: (heading, path of the value, how the cell is made)."""
        found: list[SheetHead] = [(str(heading), path, _as_is) for heading, path in cls.LEVELS]
        for name, column in cls.base_columns.items():
            path = str(column.accessor or name)
            if name != "village" and isinstance(column, SheetColumn):
                found.append((str(cls.heading(name, column)), path, column.sheet))
        return found


def _as_is(value: Any) -> Any:
    return value


class RowTable(BookTable):
    """The columns that every ledger row ends with."""

    occurred_on = DayColumn(verbose_name=gettext_lazy("Date"), linkify=True)
    village = SheetColumn(verbose_name=gettext_lazy("Village"))
    recorded_by = SheetColumn(verbose_name=gettext_lazy("Recorded by"), accessor="recorded_by__name")
    recorded_at = MomentColumn(verbose_name=gettext_lazy("Recorded at"))
    is_late = YesColumn(verbose_name=gettext_lazy("Late"))
    state = ChoiceColumn(Row.State, marked=True, verbose_name=gettext_lazy("State"))

    class Meta(BookTable.Meta):
        sequence = ("occurred_on", "village", "...", "recorded_by", "recorded_at", "is_late", "state")
