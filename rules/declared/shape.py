"""What a rule and its default are, and what its number counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Value = (
    int | str | list[str] | dict[str, Any]
)  # what JSON holds; a mapping is a notice of holidays (rules/holidays.py)


class Unit(models.TextChoices):
    """What a number counts."""

    DAYS = "days", pgettext_lazy("unit", "days")
    HOURS = "hours", pgettext_lazy("unit", "hours")
    OF_THE_CLOCK = "clock", pgettext_lazy("unit", "o'clock")
    YEARS = "years", pgettext_lazy("unit", "years of age")
    HOUSEHOLDS = "households", pgettext_lazy("unit", "households")
    ANSWERS = "answers", pgettext_lazy("unit", "answers")
    TIMES = "times", pgettext_lazy("unit", "times")
    FOLD = "fold", pgettext_lazy("unit", "times as much")
    ROWS = "rows", pgettext_lazy("unit", "rows")
    CHARACTERS = "characters", pgettext_lazy("unit", "characters")
    MEGABYTES = "megabytes", pgettext_lazy("unit", "MB")
    COLUMNS = "columns", pgettext_lazy("unit", "columns")
    CELLS = "cells", pgettext_lazy("unit", "cells")
    PEOPLE = "people", pgettext_lazy("unit", "people")
    PERSONS = "persons", pgettext_lazy("unit", "persons")
    MINUTES = "minutes", pgettext_lazy("unit", "minutes")
    YUAN = "yuan", pgettext_lazy("unit", "yuan")
    WORKING_DAYS = "working_days", pgettext_lazy("unit", "working days")
    MONTHS = "months", pgettext_lazy("unit", "months")
    MONTH_OF_THE_YEAR = "month", pgettext_lazy("unit", "month of the year")
    DAY_OF_THE_MONTH = "day_of_month", pgettext_lazy("unit", "day of the month")
    YEARS_KEPT = "years_kept", pgettext_lazy("unit", "years")
    COPIES = "copies", pgettext_lazy("unit", "copies")
    KINDS = "kinds", pgettext_lazy("unit", "kinds")
    ROLES = "roles", pgettext_lazy("unit", "roles")
    YES = "yes", pgettext_lazy("unit", "(1 = yes)")
    WORDS = "words", pgettext_lazy("unit", "words")
    CASES = "cases", pgettext_lazy("unit", "cases")
    HAZARDS = "hazards", pgettext_lazy("unit", "hazards")
    SQUARE_METRES = "square_metres", pgettext_lazy("unit", "m²")
    VILLAGES = "villages", pgettext_lazy("unit", "villages")
    DEVIATIONS = "deviations", pgettext_lazy("unit", "standard deviations")


class Group(models.TextChoices):
    """The heading of a rule on the page."""

    NORMS = "norms", _("Norms")
    PERIODS = "periods", _("Due days and periods")
    DISPUTES = "disputes", _("Disputes")
    EMERGENCY = "emergency", _("Emergency view and standing in")
    LOOKUPS = "lookups", _("Unusual look-ups")
    ENTRIES = "entries", _("What may be entered")
    PRIVACY = "privacy", _("Personal data")
    IMPORTS = "imports", _("Import of sheets")


@dataclass(frozen=True)
class Declared:
    """One rule and its default from ``since`` on (None: from the beginning).

    ``lowest`` and ``highest`` are what a county may set, of a list of words how many; a constraint of the database may
    hold the same bound. ``kept_by``: id of the row of the law (rules/law/) whose words no county takes out of a list.
    Both None: no county sets it (``by_county``), and it is read without asking the database. ``like``: the rule whose
    value holds while nobody has set this one.
    """

    code: str
    group: Group
    name: str | Promise
    value: Value
    unit: Unit
    source: str | Promise
    lowest: int | None = None
    highest: int | None = None
    since: date | None = None
    kept_by: str = ""
    like: str = ""

    @property
    def by_county(self) -> bool:
        return self.lowest is not None and self.highest is not None

    @property
    def is_list(self) -> bool:
        """Is its value a list of words?"""
        return self.unit == Unit.WORDS


SETTING = _("County setting")  # 县局设定: no article asks for it
PRODUCT = _("Rule of the registry")  # protects persons: no county lifts it
