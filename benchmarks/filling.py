"""Fill the database with a country that does not exist, set by set; the same rows on every run."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from django.db import connections
from django.utils import timezone
from psycopg2.extras import execute_values

from benchmarks.cast import middle
from benchmarks.scales import Scale
from calendars import calendar
from demo.loading import REMEMBER_VISITS
from demo.names import Names
from indicators import compute
from residents import pinyin
from residents.models import Household, Resident

SQL = Path(__file__).parent / "sql"
NAMES = 6_000
MONTHS = 13  # a year's sums, and the month a year ago


def fill(scale: Scale) -> str:
    """All books, then the figures of the last months; returns a checksum of what was generated."""
    values = scale.counts | moments()
    _run("dice.sql")
    _write_names()
    _write_tails()
    for file in ("places.sql", "people.sql", "work.sql", "attested.sql"):
        _run(file, values)
        _tell("ANALYZE")
    _tell(REMEMBER_VISITS)
    _run("fasten.sql")
    _tell("VACUUM ANALYZE")
    for month in calendar.months_between(values["first"], values["month"]):
        compute.fill_month(month)
    _run("alone.sql", {"county": middle(scale)["county"]})
    _tell(
        "VACUUM ANALYZE indicators_villagemonth",
        "VACUUM ANALYZE alone.indicators_villagemonth",
        "VACUUM ANALYZE indicators_touchedmonth",
    )
    return _checksum(values)


def moments() -> dict[str, date]:
    """Today, the last complete month, and the first month that has figures."""
    month = calendar.shift(calendar.this_month(), -1)
    return {"today": timezone.localdate(), "month": month, "first": calendar.shift(month, 1 - MONTHS)}


def _run(file: str, values: dict[str, Any] | None = None) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute((SQL / file).read_text(encoding="utf-8"), values)


def _tell(*statements: str) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _write_names() -> None:
    """Some thousand namesakes' names with the keys that saving would set."""
    names = Names(Random(990101)).distinct(NAMES)
    rows = [(number, name, *pinyin.keys(name), pinyin.given(name)) for number, name in enumerate(names, 1)]
    with connections["owner"].cursor() as cursor:
        cursor.executemany("INSERT INTO dice.name VALUES (%s, %s, %s, %s, %s)", rows)


def _write_tails() -> None:
    """All endings of four digits with what a search by them compares; the numbers themselves are nobody's."""
    tails: list[Any] = [model._meta.get_field("phone_tail") for model in (Household, Resident)]
    rows = [(number, *(tail.value_of(f"{number:04d}") for tail in tails)) for number in range(10_000)]
    with connections["owner"].cursor() as cursor:
        execute_values(cursor, "INSERT INTO dice.tail VALUES %s", rows)


def _checksum(values: dict[str, Any]) -> str:
    with connections["owner"].cursor() as cursor:
        cursor.execute((SQL / "checksum.sql").read_text(encoding="utf-8"), values)
        return cursor.fetchone()[0]
