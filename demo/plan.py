"""All rows of the demo county, worked out without a database: the same day gives the same rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any, TypeVar

from django.db.models import Model

from accounts.models import User
from calendars import calendar
from demo.acceptance import Targets
from demo.timeline import Timeline
from ledgers.models import Row
from posts.models import County, Placed, Post, Station, Village
from residents.models import Household

AnyModel = TypeVar("AnyModel", bound=Model)


@dataclass
class Beat:
    """One post with its people, villages, households and duty days: what its officer's work is derived from."""

    post: Post
    station: Station
    villages: list[Village]
    officer: User = field(init=False)
    auxiliary: User | None = None
    former: User | None = None  # who has left of late
    clerk: User = field(init=False)
    chief: User = field(init=False)
    households: list[Household] = field(default_factory=list)
    duty: dict[date, Village] = field(default_factory=dict)
    duty_by_month: dict[date, list[date]] = field(default_factory=dict)
    leave: set[date] = field(default_factory=set)
    pace: float = 1.0

    def arrive(self, day: date, village: Village) -> None:
        self.duty[day] = village
        self.duty_by_month.setdefault(calendar.month_of(day), []).append(day)

    def duty_in(self, month: date) -> list[date]:
        return self.duty_by_month.get(month, [])

    def recorder(self, rng: Random) -> User:
        """Who writes a row down: the officer, now and then the auxiliary."""
        return self.auxiliary if self.auxiliary and rng.random() < 0.25 else self.officer


class Plan:
    """The rows by table, in the order in which they must be copied."""

    def __init__(self, today: date, first_keys: Mapping[type[Model], int] | None = None):
        self.timeline = Timeline(today)
        self.targets = Targets(self.timeline)
        self.rows: dict[type[Model], list[Any]] = {}
        self.beats: list[Beat] = []
        self.county: County
        self.county_user: User
        self.leaders: list[User] = []
        self.first_keys = first_keys or {}
        self.walks: list[Any] = []  # what is planned and walked (demo/planned_rounds.py)

    def rng(self, book: str) -> Random:
        """The random numbers of one book, seeded by its name: a change in one book leaves the others as they were."""
        return Random(f"{self.timeline.today} {book}")

    def write(self, model: type[AnyModel], **values: Any) -> AnyModel:
        """A new row with the next key of its table."""
        row = model(**values)
        self._number(row)
        return row

    def enter(self, rows: Iterable[Row]) -> None:
        """Ledger rows get their numbers in the order in which they were recorded."""
        for row in sorted(rows, key=lambda row: (row.recorded_at, row.client_key)):
            self._number(row)

    def _number(self, row: Model) -> None:
        if isinstance(row, Placed):
            row.county_id = self.county.pk
        table = self.rows.setdefault(type(row), [])
        row.pk = self.first_keys.get(type(row), 1) + len(table)
        table.append(row)
