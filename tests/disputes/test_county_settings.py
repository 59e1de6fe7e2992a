"""What a county has set about its disputes, and what it has not."""

from datetime import date, timedelta

import pytest

from disputes import county_settings
from disputes.models import Dispute
from rules import law
from rules.models import DatedValue

pytestmark = pytest.mark.django_db
DAY, COUNTY = date(2026, 3, 20), "990901"


def put(code, value):
    DatedValue.objects.create(code=code, county=COUNTY, value=value, unit="days", valid_from=date(2026, 3, 1))


def test_the_registry_proposes_what_the_design_says():
    assert county_settings.follow_ups(DAY, COUNTY) == [timedelta(days=days) for days in (7, 30, 90)]
    assert county_settings.quiet_after(DAY, COUNTY) == timedelta(days=14)
    assert county_settings.suspension_months(DAY, COUNTY) == 1
    assert county_settings.month_extension(DAY, COUNTY) == timedelta()


def test_two_calls_of_one_day_are_one_and_a_call_of_no_days_is_not_wanted():
    put("follow_up.second_days", 7)
    put("follow_up.third_days", 0)
    assert county_settings.follow_ups(DAY, COUNTY) == [timedelta(days=7)]


def test_a_county_sets_its_own():
    put("dispute.quiet_days", 10)
    assert county_settings.quiet_after(DAY, COUNTY) == timedelta(days=10)
    assert county_settings.quiet_after(date(2026, 2, 28), COUNTY) == timedelta(days=14)


@pytest.mark.parametrize(
    ("id", "kind", "choices"),
    [
        ("po.list", "act", Dispute.Act),
        ("po.list", "ground", Dispute.Ground),
        ("po.excl", "", Dispute.Excluded),
    ],
)
def test_the_lists_of_the_law_are_those_that_a_dispute_chooses_from(id, kind, choices):
    assert [one.code for one in law.row(id, on=DAY).items(kind)] == choices.values
