"""Before a station had a village a month asks nothing of it: nothing to submit, to approve, to publish."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ledgers import months
from ledgers.models import StationMonth
from posts.models import Membership
from tests import build

FEBRUARY = date(2026, 2, 1)


@pytest.fixture
def given_in_march(village, in_march):
    Membership.objects.filter(village=village).update(starts_on=date(2026, 3, 5))
    return village


def todo(client):
    return {str(one["label"]): one["count"] for one in client.get("/").context["todo"]}


@pytest.mark.parametrize("who", ["clerk", "chief"])
def test_nobody_is_asked_for_a_month_without_villages(who, given_in_march, person_of, sign_in):
    client = sign_in(person_of(who))
    assert not any("2026-02" in label and count for label, count in todo(client).items())
    page = client.get(reverse("indicators:month-detail", args=["2026-02"]))
    assert page.status_code == 200 and "/submit/" not in page.content.decode()


def test_it_can_not_be_submitted_either(given_in_march, clerk, post):
    with pytest.raises(ValidationError):
        months.submit(post.station, FEBRUARY, by=clerk)
    assert not StationMonth.objects.exists()


def test_the_county_waits_for_no_station_that_had_none(given_in_march, bureau, sign_in):
    client = sign_in(bureau)
    assert client.get("/").context["publish"]["stations"] == 0
    rows = client.get(reverse("indicators:month-list")).context["rows"]
    expected = {row["month"].month: row["stations"]["expected"] for row in rows if row["month"].year == 2026}
    assert expected == {1: 0, 2: 0, 3: 1}


def test_with_villages_it_is_asked_for_as_before(village, in_march, clerk, sign_in):
    assert any("2026-02" in label and count for label, count in todo(sign_in(clerk)).items())
    assert months.submit(village.memberships.get().post.station, FEBRUARY, by=clerk).state == "submitted"
    assert build.SINCE <= FEBRUARY
