"""The value of a rule on a day: the county's own value, else one set for all counties, else the declared default.

All set values are read together at the first call of a transaction and cached until it ends (config/postgres calls
``forget`` where one begins and ends); a request has read them with its session (``as_column``, ``remember``). A
request and a job are one transaction each: a change that another process has committed is seen by the next one, and
within one a rule never changes. A transaction that writes a value itself, and a call outside of any, reads anew every
time.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from rules.declared import Declared, Unit, Value, valid_on

Values = dict[tuple[str, str], list[tuple[date, date | None, Value]]]  # (code, county) -> from, until, value
Row = tuple[str, str, date, date | None, Value]  # code, county, from, until, value
ALL_COUNTIES = ""
MEMORY, WRITTEN = "rules_memory", "rules_written"  # attributes of a connection
COLUMNS = ("code", "county", "valid_from", "valid_until", "value")


def value(code: str, *, on: date, county: str = ALL_COUNTIES) -> Value:
    """The value of the rule ``code`` on the day ``on`` in the county with the division code ``county``.

    Raises KeyError for a code that is not declared; a test finds it before anybody else does.
    """
    declared = valid_on(code, on)
    found = next(_set(declared, on, county), None)
    if found is None and declared.like:
        return value(declared.like, on=on, county=county)
    return declared.value if found is None else found


def whole(code: str, *, on: date, county: str = ALL_COUNTIES) -> int:
    """The value of a rule that is a whole number; TypeError for another one."""
    found = value(code, on=on, county=county)
    if not isinstance(found, int):
        raise TypeError(f"{code} is no whole number: {found!r}")
    return found


def words(code: str, *, on: date, county: str = ALL_COUNTIES) -> tuple[str, ...]:
    """The value of a rule that is a list of words; TypeError for another one."""
    found = value(code, on=on, county=county)
    if not isinstance(found, list):
        raise TypeError(f"{code} is no list of words: {found!r}")
    return tuple(found)


def days(code: str, *, on: date, county: str = ALL_COUNTIES) -> timedelta:
    """The value of a rule that counts days; TypeError for another one."""
    return timedelta(days=_in_unit(code, Unit.DAYS, on, county))


def hours(code: str, *, on: date, county: str = ALL_COUNTIES) -> timedelta:
    """The value of a rule that counts hours; TypeError for another one."""
    return timedelta(hours=_in_unit(code, Unit.HOURS, on, county))


def _in_unit(code: str, unit: Unit, on: date, county: str) -> int:
    declared = valid_on(code, on)
    if declared.unit != unit:
        raise TypeError(f"{code} counts {declared.unit}, not {unit}")
    return whole(code, on=on, county=county)


def _set(declared: Declared, on: date, county: str) -> Iterator[Value]:
    """What was set for the day: in the county first, then in all of them. Nothing of what no county sets."""
    if not declared.by_county:
        return
    values = _values()
    for where in dict.fromkeys((county, ALL_COUNTIES)):
        for first, last, found in values.get((declared.code, where), ()):
            if first <= on and (last is None or on <= last):
                yield found


def set_on(code: str, *, on: date, county: str) -> Value | None:
    """What was set for the day in exactly this county; None where nothing was. The code need not be declared."""
    spans = _values().get((code, county), ())
    return next((found for first, last, found in spans if first <= on and (last is None or on <= last)), None)


def codes_of(county: str) -> list[str]:
    """The codes of all values that were set in exactly this county, for whatever days: what ``rules.norms`` reads."""
    return [code for code, where in _values() if where == county]


def set_values(code: str, county: str) -> list[Any]:
    """All values of ``code`` that were set in exactly this county, for whatever days: what ``rules.holidays`` reads."""
    return [found for _first, _last, found in _values().get((code, county), ())]


def spans_of(prefix: str, county: str) -> Iterator[tuple[str, date, date | None]]:
    """Code, first and last day of all values whose codes begin so and that were set in exactly this county: what
    ``rules.retired`` reads."""
    for (code, where), found in _values().items():
        if where == county and code.startswith(prefix):
            yield from ((code, first, last) for first, last, _value in found)


def fingerprint() -> int:
    """Another number once any value is set otherwise, within this process."""
    return hash(repr(sorted(_values().items(), key=lambda one: one[0])))


def _values() -> Values:
    """All set values; from the cache of the running transaction where there is one."""
    found: Values | None = getattr(connection, MEMORY, None)
    if found is None:
        found = _read()
        if connection.in_atomic_block and not getattr(connection, WRITTEN, True):
            setattr(connection, MEMORY, found)
    return found


def forget(wrapper: BaseDatabaseWrapper) -> None:
    """A transaction of ``wrapper`` begins or ends: what is remembered belongs to the one before."""
    setattr(wrapper, MEMORY, None)
    setattr(wrapper, WRITTEN, False)


def changed(wrapper: BaseDatabaseWrapper) -> None:
    """The running transaction has set a value, and may take it back in part: it remembers nothing more."""
    setattr(wrapper, MEMORY, None)
    setattr(wrapper, WRITTEN, True)


def as_column() -> ArraySubquery:
    """All set values as a column of another query, whose value ``remember`` takes."""
    row = JSONObject(**{name: name for name in COLUMNS})
    return ArraySubquery(_table().order_by().values(row=row))


def remember(wrapper: BaseDatabaseWrapper, rows: list[dict[str, Any]] | None) -> None:
    """The transaction of ``wrapper`` has just begun: these values (``as_column``) were read a moment before."""
    if rows is None or getattr(wrapper, WRITTEN, True):
        return
    setattr(wrapper, MEMORY, _sorted(_from_json(row) for row in rows))


def _from_json(row: dict[str, Any]) -> Row:
    first, last = (row[name] and date.fromisoformat(row[name]) for name in ("valid_from", "valid_until"))
    return row["code"], row["county"], first, last, row["value"]


def _read() -> Values:
    return _sorted(_table().values_list(*COLUMNS))


def _sorted(rows: Iterable[Row]) -> Values:
    found: Values = {}
    for code, county, first, last, set_value in rows:
        found.setdefault((code, county), []).append((first, last, set_value))
    return found


def _table() -> QuerySet[Any]:
    return apps.get_model("rules", "DatedValue")._default_manager.all()  # read before the models are
