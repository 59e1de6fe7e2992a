"""What the boards point out by place and time: preventable cases of a village's month, hazards that gather."""

from datetime import date

import pytest
from django.urls import reverse

from calendars import calendar
from indicators import compute, watch
from indicators.models import IncidentCount, VillageMonth
from rules.models import DatedValue
from tests import build
from tests.teams.test_teams import move

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
MARCH = date(2026, 3, 1)


def report(village, by, *cases: int, until: date = MARCH) -> None:
    """Preventable cases of the months up to ``until``, the last one last, and everything counted."""
    for back, count in enumerate(reversed(cases)):
        month = calendar.shift(until, -back)
        IncidentCount.objects.create(
            category="preventable", month=month, count=count, attested_by=by, **build.keys(village)
        )
    for back in reversed(range(len(cases))):
        compute.fill_month(calendar.shift(until, -back))
    compute.fill_touched()


def pointed_out(user) -> list[tuple[str, date]]:
    return sorted((str(one.village), one.month) for one in watch.unusual(user))


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("cases", "found"),
    [
        ([1] * 12 + [3], True),
        ([1] * 12 + [2], False),  # fewer than the least
        ([0, 2] * 6 + [3], False),  # mean 1, deviation 1: not more than 3
        ([0, 2] * 6 + [4], True),
        ([9, *[1] * 12, 3], True),  # of thirteen months before the oldest does not count
        ([1] * 5 + [9], False),  # five months say too little
        ([1] * 6 + [9], True),
        ([1] * 12 + [3, 0], True),  # of the month before, too
        ([1] * 12 + [3, 0, 0], False),
    ],
)
def test_a_month_far_above_the_last_twelve_is_pointed_out(village, clerk, cases, found, chief, bureau):
    report(village, clerk, *cases)
    assert [len(pointed_out(person)) for person in (chief, bureau)] == [found, found]


def test_a_late_report_of_an_old_month_changes_the_mean_of_all_that_follow(village, clerk, bureau):
    report(village, clerk, *[1] * 12, 3)
    old = IncidentCount.objects.get(month=calendar.shift(MARCH, -6))
    IncidentCount.objects.filter(pk=old.pk).update(count=9)
    compute.fill_touched()
    assert pointed_out(bureau) == []
    row = VillageMonth.objects.get(village=village, month=MARCH)
    assert (float(row.preventable_mean), round(float(row.preventable_deviation), 2)) == (1.6667, 2.21)


def test_the_months_before_count_wherever_the_village_was(village, elsewhere, clerk, chief, bureau, stranger):
    report(village, clerk, *[1] * 12, 3)
    move(village, build.keys(elsewhere)["post"], bureau)
    compute.fill_month(MARCH)
    assert pointed_out(bureau) == [(str(village), MARCH)]
    mean = VillageMonth.objects.get(village=village, month=MARCH).preventable_mean
    assert mean == 1 and pointed_out(stranger) == [(str(village), MARCH)] and pointed_out(chief) == []


def test_a_county_sets_its_own_limits(village, county, clerk, bureau):
    report(village, clerk, *[0, 2] * 6, 3)
    DatedValue.objects.create(
        code="watch.deviations", county=county.code, value=1, unit="deviations", valid_from=MARCH
    )
    assert len(pointed_out(bureau)) == 1


def test_hazards_of_one_kind_gather_in_a_village(village, elsewhere, officer, chief, bureau, leader, sign_in):
    for kind in ("light", "light", "fire", "fire", "fire"):
        build.make_hazard(village, kind=kind)
    build.make_hazard(elsewhere, kind="light")
    build.make_hazard(village, kind="light", state="withdrawn")
    assert [(one.kind, one.n) for one in watch.gathering(chief)] == [("fire", 3)]
    build.make_hazard(village, kind="light")
    for person in (chief, bureau, leader):
        client = sign_in(person)
        board = client.get(client.get("/").get("Location", "/"), follow=True)
        (line,) = [one for one in board.context["todo"] if one["url"].startswith(reverse("indicators:watch"))]
        assert line["count"] == 2
        page = client.get(line["url"])
        assert [len(page.context[name]) for name in ("unusual", "gathering")] == [0, 2]
        for one in page.context["gathering"]:
            assert client.get(one["url"]).context["count"] == one["row"].n
    assert sign_in(officer).get(reverse("indicators:watch")).status_code == 403


def test_a_line_leads_to_the_village_and_its_month(village, clerk, chief, sign_in):
    report(village, clerk, *[1] * 12, 3)
    client = sign_in(chief)
    (one,) = client.get(reverse("indicators:watch")).context["unusual"]
    (line,) = client.get(one["url"]).context["lines"]
    assert (line.village, one["limit"]) == (village, 1)
