"""What is overdue climbs: the officer's first page at once, the chief's board and the county's after some days."""

from datetime import date, timedelta

import pytest

from referrals.models import Referral
from rules.models import DatedValue
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)


@pytest.fixture
def overdue(village, officer):
    def make(days):
        return build.make_referral(
            village, by=officer, sent_on=TODAY - timedelta(days=30), due_on=TODAY - timedelta(days=days)
        )

    return make


def line(client, label):
    """The number behind the line of open work on the first page; None where it is not shown."""
    import re

    found = re.search(rf"{label}[^<]*</span><b[^>]*>(\d+)</b>", client.get("/").content.decode())
    return int(found[1]) if found else None


@pytest.mark.parametrize(
    ("days", "officers", "chiefs", "countys"), [(0, None, 0, 0), (1, 1, 0, 0), (4, 1, 1, 0), (8, 1, 1, 1)]
)
def test_it_climbs_with_the_days(overdue, officer, chief, bureau, sign_in, days, officers, chiefs, countys):
    overdue(days)
    assert line(sign_in(officer), "转办逾期") == officers
    assert line(sign_in(chief), "转办逾期超过 3 天") == chiefs
    assert line(sign_in(bureau), "转办逾期超过 7 天") == countys


def test_a_county_sets_its_own_days(overdue, county, bureau, sign_in):
    overdue(4)
    DatedValue.objects.create(
        code="referral.county_days",
        county=county.code,
        value=2,
        valid_from=date(2026, 1, 1),
        source="县局通知",
    )
    assert line(sign_in(bureau), "转办逾期超过 2 天") == 1


def test_what_has_come_back_climbs_no_more(overdue, chief, sign_in):
    overdue(30)
    Referral.objects.update(state="done", outcome="solved", answer="好", answered_on=TODAY)
    assert line(sign_in(chief), "转办逾期超过 3 天") == 0


def test_the_line_opens_the_same_rows(overdue, chief, sign_in):
    row, other = overdue(5), overdue(2)
    page = sign_in(chief).get("/referrals/?direction=out&overdue=3").content.decode()
    assert row.get_absolute_url() in page and other.get_absolute_url() not in page
