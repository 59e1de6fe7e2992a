"""Steps say what was done; every page of live figures says what is published of them; a restatement keeps its story."""

from datetime import date

import pytest
from django.urls import reverse

from indicators import compute, publish
from indicators.differences import restated_for
from indicators.published import of_period
from ledgers import months
from reports import boards
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
LATE = "纸质台账补录"
LIVE = [
    ("reports:home", "month"), ("reports:monthly", "month"), ("reports:ranking", "month"),
    ("indicators:incident-board", "month"),
]  # fmt: skip


@pytest.fixture
def published(village, elsewhere, station, bureau, clerk, february):
    """February, submitted by one of two stations and approved by none."""
    build.attest(village, february)
    months.submit(station, february, by=clerk)
    return publish.freeze(station.county, february, by=bureau, reason="上级催报")


@pytest.fixture
def late(published, village):
    build.make_patrol(village, date(2026, 2, 3), is_late=True, reason=LATE)
    compute.fill_touched()


def test_steps_count_what_was_done(published, bureau, february, sign_in):
    client = sign_in(bureau)
    steps = {"submitted": 1, "approved": 0}
    board = client.get("/?month=2026-02").context["publish"]
    listed = next(
        row
        for row in client.get(reverse("indicators:month-list")).context["rows"]
        if row["month"] == february
    )
    month = client.get(reverse("indicators:month-detail", args=["2026-02"])).context["counts"]
    for found in (board, listed["stations"], month):
        assert {name: found[name] for name in steps} == steps
    assert board["stations"] == month["expected"] == 2


def test_a_month_given_back_is_not_submitted(village, station, bureau, clerk, chief, february):
    months.submit(station, february, by=clerk)
    months.give_back(station, february, "缺一个村", by=chief)
    build.attest(village, february)
    publish.freeze(station.county, february, by=bureau, reason="上级催报")
    assert boards.publish_state(station.county_id, None, february)["submitted"] == 0


@pytest.mark.turns(2)
@pytest.mark.parametrize(("name", "key"), LIVE)
def test_every_page_of_live_figures_says_that_they_are_published_and_differ(name, key, late, bureau, sign_in):
    page = sign_in(bureau).get(reverse(name), {key: "2026-02"}).content.decode()
    link = late_link()
    assert "已发布" in page and page.count(f'href="{link}') >= 2


def late_link() -> str:
    return publish.Publication.objects.get().get_absolute_url()


@pytest.mark.parametrize(("name", "key"), LIVE)
def test_a_month_that_is_not_published_says_nothing(name, key, village, bureau, sign_in):
    assert not sign_in(bureau).get(reverse(name), {key: "2026-02"}).context["published"]


@pytest.fixture
def readers(officer, auxiliary, chief, bureau):
    """One of each place, before ``published`` names somebody else the officer of the post."""
    return [officer, auxiliary, chief, bureau]


def test_nobody_counts_the_villages_of_others_as_differing(readers, published, sign_in):
    for person in readers:
        page = sign_in(person).get(reverse("reports:monthly"), {"month": "2026-02"})
        assert page.context["published"].newest and not page.context["published"].differing


def test_a_village_that_differs_is_counted_once_in_each_role(readers, late, sign_in):
    for person in readers:
        page = sign_in(person).get(reverse("reports:monthly"), {"month": "2026-02"})
        assert [one.villages for one in page.context["published"].differing] == [1]


def test_a_month_before_that_differs_is_named_in_the_year(late, bureau):
    found = of_period(bureau, date(2026, 1, 1), date(2026, 3, 1))
    assert found.newest is None and [one.month for one in found.differing] == [date(2026, 2, 1)]
    assert "2026-02" in found.sentence


def test_a_restatement_keeps_what_it_changed_where_and_why(late, published, village, bureau, sign_in):
    second = publish.restate(published.county, published.month, "补录巡逻", by=bureau)
    (found,) = restated_for(bureau, second)
    assert found["village"] == village and any(LATE in reason for reason in found["reasons"])
    assert [one["now"] for one in found["fields"] if one["field"] == "patrols"] == [1]
    page = sign_in(bureau).get(published.get_absolute_url()).content.decode()
    assert LATE in page and str(village) in page and "补录巡逻" in page
    build.make_patrol(village, date(2026, 2, 4), is_late=True, reason="又补一条")
    compute.fill_touched()
    third = publish.restate(published.county, published.month, "再补", by=bureau)
    changed = [
        [(one["field"], one["now"]) for one in found["fields"] if one["field"] != "patrol_interval"]
        for found in restated_for(bureau, third)
    ]
    assert changed == [[("patrols", 2)]]
