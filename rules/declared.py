"""The rules that the registry knows, each with the value that holds where no county has set another.

A new rule is one entry here and the call that reads it (rules/reading.py). A default that changes on a day (a new law)
is a second entry of the same code with a later ``since``; the old entry stays, for days before.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Value = int | str | list[str]  # what JSON holds; a list is of dates, as in a notice of holidays


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
    MINUTES = "minutes", pgettext_lazy("unit", "minutes")
    YUAN = "yuan", pgettext_lazy("unit", "yuan")


class Group(models.TextChoices):
    """The heading of a rule on the page."""

    NORMS = "norms", _("Norms")
    PERIODS = "periods", _("Due days and periods")
    EMERGENCY = "emergency", _("Emergency view and standing in")
    LOOKUPS = "lookups", _("Unusual look-ups")
    ENTRIES = "entries", _("What may be entered")
    PRIVACY = "privacy", _("Personal data")
    IMPORTS = "imports", _("Import of sheets")


@dataclass(frozen=True)
class Declared:
    """One rule and its default from ``since`` on (None: from the beginning).

    ``lowest`` and ``highest`` are what a county may set; a constraint of the database may hold the same bound. Both
    None: no county sets it (``by_county``), and it is read without asking the database.
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

    @property
    def by_county(self) -> bool:
        return self.lowest is not None and self.highest is not None


SETTING = _("County setting")  # 县局设定: no article asks for it
PRODUCT = _("Rule of the registry")  # protects persons: no county lifts it
OPEN_A_MONTH = "人民调解工作若干规定 33"  # as a rule (一般) within one month
DATA_REQUEST = "GB/T 35273-2020, 8.7; 个人信息保护法 45, 46"  # the law has "in time"
NORMS, PERIODS, EMERGENCY = Group.NORMS, Group.PERIODS, Group.EMERGENCY
LOOKUPS, PRIVACY, ENTRIES = Group.LOOKUPS, Group.PRIVACY, Group.ENTRIES
IMPORTS = Group.IMPORTS

DECLARED: tuple[Declared, ...] = (
    Declared(
        "visit.households_a_month",
        NORMS,
        _("Households met in a month"),
        30,
        Unit.HOUSEHOLDS,
        SETTING,
        0,
        500,
    ),
    Declared("duty.days_a_week", NORMS, _("Days in the village in a week"), 3, Unit.DAYS, SETTING, 0, 7),
    Declared(
        "visit.met_within_days", NORMS, _("Households met again within"), 180, Unit.DAYS, SETTING, 30, 730
    ),
    Declared(
        "visit.absent_again_days", PERIODS, _("Nobody home: tried again after"), 3, Unit.DAYS, SETTING, 1, 30
    ),
    Declared(
        "request.named_days", PERIODS, _("Promises: named before their day"), 3, Unit.DAYS, SETTING, 0, 30
    ),
    Declared(
        "slip.shown_days", PERIODS, _("Slips: the code opens after the answer for"), 90, Unit.DAYS, PRODUCT
    ),
    Declared(
        "referral.answer_days", PERIODS, _("Referrals: answered within"), 10, Unit.DAYS, SETTING, 1, 180
    ),
    Declared(
        "referral.chief_days",
        PERIODS,
        _("Referrals overdue: named to the chief after"),
        3,
        Unit.DAYS,
        SETTING,
        0,
        30,
    ),
    Declared(
        "referral.county_days",
        PERIODS,
        _("Referrals overdue: named to the county after"),
        7,
        Unit.DAYS,
        SETTING,
        0,
        60,
    ),
    Declared("request.answer_days", PERIODS, _("Requests: answered within"), 15, Unit.DAYS, SETTING, 1, 180),
    Declared(
        "dispute.open_days",
        PERIODS,
        _("Disputes: named to the chief after"),
        30,
        Unit.DAYS,
        OPEN_A_MONTH,
        1,
        30,
    ),
    Declared(
        "priority.longest_days", PERIODS, _("Priority visits: run for"), 180, Unit.DAYS, SETTING, 1, 180
    ),
    Declared(
        "data_request.answer_days",
        PERIODS,
        _("Requests about own data: answered within"),
        30,
        Unit.DAYS,
        DATA_REQUEST,
        1,
        30,
    ),
    Declared("emergency.hours", EMERGENCY, _("An emergency view lasts"), 3, Unit.HOURS, SETTING, 1, 3),
    Declared("emergency.a_day", EMERGENCY, _("Emergency views in a day"), 2, Unit.TIMES, SETTING, 1, 2),
    Declared(
        "emergency.reason_characters",
        EMERGENCY,
        _("Shortest reason of an emergency view"),
        10,
        Unit.CHARACTERS,
        SETTING,
        10,
        100,
    ),
    Declared(
        "stand_in.longest_days", EMERGENCY, _("Standing in for a chief lasts"), 90, Unit.DAYS, SETTING, 1, 90
    ),
    Declared("outlier.lookups", LOOKUPS, _("Look-ups in a week above"), 50, Unit.TIMES, SETTING, 10, 500),
    Declared(
        "outlier.night", LOOKUPS, _("Look-ups at night in a week above"), 10, Unit.TIMES, SETTING, 1, 100
    ),
    Declared(
        "outlier.reveals", LOOKUPS, _("Revealed numbers in a week above"), 20, Unit.TIMES, SETTING, 1, 200
    ),
    Declared("outlier.denials", LOOKUPS, _("Refusals in a week above"), 10, Unit.TIMES, SETTING, 1, 100),
    Declared(
        "outlier.exports",  # the register of a post a few times over
        LOOKUPS,
        _("Exported rows in a week above"),
        2_000,
        Unit.ROWS,
        SETTING,
        100,
        20_000,
    ),
    Declared(
        "outlier.times_the_median",
        LOOKUPS,
        _("And above the median of the same role by"),
        3,
        Unit.FOLD,
        SETTING,
        2,
        10,
    ),
    Declared("outlier.night_from", LOOKUPS, _("Night begins at"), 22, Unit.OF_THE_CLOCK, SETTING, 18, 23),
    Declared("outlier.night_to", LOOKUPS, _("Night ends at"), 6, Unit.OF_THE_CLOCK, SETTING, 4, 8),
    Declared(
        "survey.fewest_answers",
        PRIVACY,
        _("Answers below which a rate is suppressed"),
        10,
        Unit.ANSWERS,
        PRODUCT,
    ),
    Declared(
        "resident.youngest",
        PRIVACY,
        _("Youngest person with an entry of their own"),
        14,
        Unit.YEARS,
        "个人信息保护法 28, 31",
    ),
    Declared(
        "reveal.words_characters",
        PRIVACY,
        _("Shortest words for another reason of a reveal"),
        4,
        Unit.CHARACTERS,
        PRODUCT,
    ),
    Declared("import.megabytes", IMPORTS, _("Largest file of an import"), 20, Unit.MEGABYTES, PRODUCT),
    Declared(
        "import.megabytes_unpacked", IMPORTS, _("Largest workbook, unpacked"), 200, Unit.MEGABYTES, PRODUCT
    ),
    Declared("import.rows", IMPORTS, _("Most rows of a file"), 200_000, Unit.ROWS, PRODUCT),
    Declared("import.columns", IMPORTS, _("Most columns of a file"), 100, Unit.COLUMNS, PRODUCT),
    Declared("import.cells", IMPORTS, _("Most cells of a file"), 4_000_000, Unit.CELLS, PRODUCT),
    Declared(
        "import.characters_a_cell", IMPORTS, _("Longest text of a cell"), 2_000, Unit.CHARACTERS, PRODUCT
    ),
    Declared(
        "import.rows_at_once",
        IMPORTS,
        _("Rows that are checked while the page waits"),
        1_000,
        Unit.ROWS,
        PRODUCT,
    ),
    Declared(
        "import.rows_of_people_and_places",
        IMPORTS,
        _("Most rows of a sheet of accounts or of villages"),
        1_000,
        Unit.ROWS,
        PRODUCT,
    ),
    Declared(
        "import.rows_alone",
        IMPORTS,
        _("Rows above which a chief confirms an import"),
        500,
        Unit.ROWS,
        SETTING,
        50,
        5_000,
    ),
    Declared(
        "import.withdraw_days", IMPORTS, _("An import is withdrawn within"), 7, Unit.DAYS, SETTING, 1, 7
    ),
    Declared(
        "account.confirmation_days",
        PERIODS,
        _("A person is confirmed after the code was given, within"),
        30,
        Unit.DAYS,
        SETTING,
        1,
        90,
    ),
    Declared(
        "county.set_up_days",
        PERIODS,
        _("The steps of setting up are shown after the first account, for"),
        60,
        Unit.DAYS,
        SETTING,
        1,
        366,
    ),
    Declared(
        "slip.tries_of_address",
        ENTRIES,
        _("Codes of slips that one address may ask for in an hour"),
        60,
        Unit.TIMES,
        PRODUCT,
    ),
    Declared(
        "slip.misses_of_all",
        ENTRIES,
        _("Wrong codes of slips in an hour, of all addresses"),
        3_000,
        Unit.TIMES,
        PRODUCT,
    ),
    Declared("day.oldest", ENTRIES, _("A day lies back at most"), 36_600, Unit.DAYS, PRODUCT),
    Declared("day.furthest", ENTRIES, _("A day lies ahead at most"), 731, Unit.DAYS, PRODUCT),
    Declared("visit.next_days", ENTRIES, _("The next visit lies ahead at most"), 366, Unit.DAYS, PRODUCT),
    Declared("request.due_days", ENTRIES, _("An answer is due within"), 366, Unit.DAYS, PRODUCT),
    Declared("pairing.days_back", ENTRIES, _("A pairing began at most"), 731, Unit.DAYS, PRODUCT),
    Declared(
        "visit.talks_most",
        ENTRIES,
        _("People talked with at a household, at most"),
        500,
        Unit.PEOPLE,
        PRODUCT,
    ),
    Declared(
        "visit.talks_usual",
        ENTRIES,
        _("People talked with at a household: asked above"),
        10,
        Unit.PEOPLE,
        SETTING,
        1,
        500,
    ),
    Declared(
        "residence.named_days",
        PERIODS,
        _("The end of a temporary stay is named on Today, days ahead"),
        14,
        Unit.DAYS,
        SETTING,
        0,
        90,
    ),
    Declared(
        "merge.undo_days",
        PERIODS,
        _("A merge of two entries is undone within"),
        30,
        Unit.DAYS,
        SETTING,
        1,
        90,
    ),
    Declared(
        "duplicate.phone_most",
        ENTRIES,
        _("Households with one phone: above this it is a shared one, and no pair"),
        4,
        Unit.HOUSEHOLDS,
        SETTING,
        2,
        20,
    ),
    Declared(
        "household.members_most", ENTRIES, _("People of a household, at most"), 99, Unit.PEOPLE, PRODUCT
    ),
    Declared(
        "household.members_usual",
        ENTRIES,
        _("People of a household: asked above"),
        15,
        Unit.PEOPLE,
        SETTING,
        1,
        99,
    ),
    Declared("patrol.minutes_most", ENTRIES, _("Minutes of a patrol, at most"), 1_440, Unit.MINUTES, PRODUCT),
    Declared(
        "patrol.minutes_usual",
        ENTRIES,
        _("Minutes of a patrol: asked above"),
        480,
        Unit.MINUTES,
        SETTING,
        1,
        1_440,
    ),
    Declared("patrol.people_most", ENTRIES, _("People on a patrol, at most"), 200, Unit.PEOPLE, PRODUCT),
    Declared(
        "patrol.people_usual", ENTRIES, _("People on a patrol: asked above"), 30, Unit.PEOPLE, SETTING, 1, 200
    ),
    Declared("service.quantity_most", ENTRIES, _("Times of a service, at most"), 9_999, Unit.TIMES, PRODUCT),
    Declared(
        "service.quantity_usual",
        ENTRIES,
        _("Times of a service: asked above"),
        200,
        Unit.TIMES,
        SETTING,
        1,
        9_999,
    ),
    Declared("service.yuan_most", ENTRIES, _("Yuan of a donation, at most"), 1_000_000, Unit.YUAN, PRODUCT),
    Declared(
        "service.yuan_usual",
        ENTRIES,
        _("Yuan of a donation: asked above"),
        5_000,
        Unit.YUAN,
        SETTING,
        1,
        1_000_000,
    ),
    Declared("dispute.parties_most", ENTRIES, _("Parties of a dispute, at most"), 200, Unit.PEOPLE, PRODUCT),
    Declared(
        "dispute.parties_usual",
        ENTRIES,
        _("Parties of a dispute: asked above"),
        10,
        Unit.PEOPLE,
        SETTING,
        2,
        200,
    ),
    Declared("trail.kept_days", PRIVACY, _("The trail is kept at least"), 184, Unit.DAYS, "网络安全法 23(3)"),
)


def _by_code() -> dict[str, tuple[Declared, ...]]:
    """Code -> its entries, the oldest first."""
    found: dict[str, tuple[Declared, ...]] = {}
    for one in sorted(DECLARED, key=lambda one: one.since or date.min):
        found[one.code] = (*found.get(one.code, ()), one)
    return found


BY_CODE = _by_code()


def valid_on(code: str, day: date) -> Declared:
    """The entry of ``code`` that holds on ``day``; before the first one's ``since`` it is the first.

    Raises KeyError for a code that is not declared.
    """
    entries = BY_CODE[code]
    begun = [one for one in entries if one.since is None or one.since <= day]
    return begun[-1] if begun else entries[0]


def newest(code: str) -> int:
    """The newest default: for constraints and class bodies, which know no day and ask no database."""
    return _number(code, BY_CODE[code][-1].value)


def highest(code: str) -> int:
    """The most that a county may set: the bound that a constraint of the database holds."""
    return _number(code, BY_CODE[code][-1].highest)


def lowest(code: str) -> int:
    """The least that a county may set."""
    return _number(code, BY_CODE[code][-1].lowest)


def _number(code: str, found: Value | None) -> int:
    if not isinstance(found, int):
        raise TypeError(f"{code} is no whole number: {found!r}")
    return found
