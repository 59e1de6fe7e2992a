"""What a rule says on a day: the county's value, one for all counties, the declared default."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

import rules
from rules import declared
from rules.declared import Declared, Group, Unit
from rules.models import DatedValue

MONDAY = date(2026, 3, 2)
CODE = "duty.days_a_week"


def put(
    value: int, since: date, until: date | None = None, county: str = "990901", code: str = CODE
) -> DatedValue:
    return DatedValue.objects.create(
        code=code,
        county=county,
        value=value,
        unit="days",
        source="县局设定",
        valid_from=since,
        valid_until=until,
    )


def hours_on(day: date, county: str = "990901") -> int:
    return rules.whole(CODE, on=day, county=county)


def test_the_default_holds_where_nothing_is_set(db):
    assert (hours_on(MONDAY), hours_on(MONDAY, ""), rules.value(CODE, on=MONDAY)) == (3, 3, 3)


def test_the_countys_value_holds_on_its_days_and_in_no_other_county(db):
    put(4, MONDAY, MONDAY + timedelta(days=6))
    days = [MONDAY - timedelta(days=1), MONDAY, MONDAY + timedelta(days=6), MONDAY + timedelta(days=7)]
    assert [hours_on(day) for day in days] == [3, 4, 4, 3]
    assert hours_on(MONDAY, "990902") == 3


def test_a_value_for_all_counties_gives_way_to_the_countys_own(db):
    put(5, MONDAY, county="")
    put(4, MONDAY)
    assert (hours_on(MONDAY), hours_on(MONDAY, "990902"), hours_on(MONDAY, "")) == (4, 5, 5)


def test_what_no_county_sets_is_read_without_the_database():
    assert rules.whole("survey.fewest_answers", on=MONDAY, county="990901") == 10


def test_an_unknown_code_is_a_mistake():
    with pytest.raises(KeyError):
        rules.value("no.such_rule", on=MONDAY)


def test_days_and_hours_say_what_they_count(db):
    assert rules.days("request.answer_days", on=MONDAY) == timedelta(days=15)
    assert rules.hours("emergency.hours", on=MONDAY) == timedelta(hours=3)
    with pytest.raises(TypeError, match="counts households"):
        rules.days("visit.households_a_month", on=MONDAY)


def test_the_default_changes_on_its_day(monkeypatch):
    old, new = (
        Declared("po.case_days", Group.PERIODS, "案件", days, Unit.DAYS, "治安管理处罚法", since=since)
        for days, since in ((30, date(2006, 3, 1)), (60, date(2026, 1, 1)))
    )
    monkeypatch.setitem(declared.BY_CODE, "po.case_days", (old, new))
    days = [date(2000, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [rules.whole("po.case_days", on=day) for day in days] == [30, 30, 60]


def test_a_rule_has_one_value_on_a_day(db):
    put(4, MONDAY)
    with pytest.raises(IntegrityError, match="rule_has_one_value_on_any_day"):
        put(5, MONDAY + timedelta(days=3))


def put_elsewhere() -> None:
    """By a connection of its own, as another process has: each thread opens one."""
    try:
        put(4, MONDAY)
    finally:
        connection.close()


@pytest.fixture
def committing(django_db_setup, django_db_blocker):
    """Transactions that are not taken back; what they wrote is deleted at the end."""
    with django_db_blocker.unblock():
        yield
        DatedValue.objects.all().delete()


def test_values_are_read_once_a_transaction(committing, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        assert [hours_on(MONDAY), hours_on(MONDAY, "990902"), rules.whole("emergency.hours", on=MONDAY)] == [
            3,
            3,
            3,
        ]


def test_a_change_of_another_process_is_seen_by_the_next_transaction(committing):
    with transaction.atomic():
        assert hours_on(MONDAY) == 3
        elsewhere = Thread(target=put_elsewhere)
        elsewhere.start()
        elsewhere.join()
        assert hours_on(MONDAY) == 3
    with transaction.atomic():
        assert hours_on(MONDAY) == 4


def test_what_was_taken_back_is_not_remembered(db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put(4, MONDAY)
        assert hours_on(MONDAY) == 4
        raise ZeroDivisionError
    assert hours_on(MONDAY) == 3
