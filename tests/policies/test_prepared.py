"""A query that is built once and planned once gives what the same query gives each time, with any values."""

from datetime import date

import pytest
from django.db import DataError, connection, transaction
from django.db.models import F, Value

from config.postgres.prepared import Prepared
from policies.acting import ANONYMOUS, HOUSEKEEPING, acting
from posts.models import County

pytestmark = pytest.mark.django_db
PLANS = "SELECT name, generic_plans + custom_plans FROM pg_prepared_statements WHERE name LIKE 'prepared%%'"


def of_code(code: str, day: date):
    return (
        County.objects.filter(code=code)
        .annotate(day=Value(day), rate=Value("50 %"), again=F("code"))
        .order_by()
    )


@pytest.fixture
def by_code(county):
    """A query that no other test has prepared in this connection."""
    forget()
    return Prepared(of_code, code="?", day=date(1900, 1, 1))


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    connection.connection.prepared.clear()


def plans() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(PLANS)
        return dict(cursor.fetchall())


@pytest.mark.parametrize("is_pooled", [False, True])
def test_it_gives_the_rows_of_the_values(by_code, county, is_pooled, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", is_pooled)
    for day in (date(2026, 3, 1), date(2026, 3, 2)):
        (found,) = by_code.rows(code=county.code, day=day)
        assert (found, found.day, found.rate, found.again) == (county, day, "50 %", county.code)
    assert by_code.rows(code="it's; --%s", day=date(2026, 3, 1)) == []
    assert list(plans().values()) == ([] if is_pooled else [3])


def test_a_role_has_a_plan_of_its_own(by_code, county):
    for who in (ANONYMOUS, HOUSEKEEPING, ANONYMOUS):
        with transaction.atomic(), acting(who):
            by_code.rows(code=county.code, day=date(2026, 3, 1))
    assert sorted((name.rpartition("_")[2], times) for name, times in plans().items()) == [
        ("anonymous", 2),
        ("housekeeping", 1),
    ]


def test_it_outlives_the_transaction_that_prepared_it(by_code, county):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        by_code.rows(code=county.code, day=date(2026, 3, 1))
        raise ZeroDivisionError
    assert by_code.rows(code=county.code, day=date(2026, 3, 1)) == [county]
    assert list(plans().values()) == [2]


def test_one_that_could_not_be_prepared_is_tried_again(county):
    forget()
    odd = Prepared(lambda code: County.objects.filter(code=code).extra(where=["1 / nothing = 1"]), code="?")
    for _time in range(2):
        with pytest.raises(Exception, match="nothing"), transaction.atomic():
            odd.rows(code=county.code)
    assert plans() == {}


def test_values_of_the_wrong_kind_are_refused_and_cost_only_their_savepoint(by_code, county):
    with pytest.raises(DataError), transaction.atomic():
        by_code.rows(code=county.code, day="tomorrow or so")
    assert by_code.rows(code=county.code, day=date(2026, 3, 1)) == [county]


def test_a_value_that_stands_nowhere_in_the_query_is_a_mistake(county):
    with pytest.raises(ValueError, match="other"):
        Prepared(lambda code, other: County.objects.filter(code=code), code="?", other="-").rows(
            code="1", other="2"
        )
