"""A county gives up an indicator from a month on: it leaves every page and file, and stays in what was published."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from audit.models import Entry
from audit.versions import Stale
from indicators import by_place, catalogue, compute, publish, retiring, retiring_actions
from indicators.catalogue import BY_CODE
from reports import boards, monthly, ranking
from reports.periods import Place
from rules.models import DatedValue
from tests import build
from tests.reports.report_lines import lines_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
TALKS, PATROLS = BY_CODE["talks"], BY_CODE["patrols"]
URL = reverse("indicators:indicator-retire", args=["patrols"])


def in_force(county, first, last):
    return {one.code for one in catalogue.in_force(first, last, county.code)}


@pytest.fixture
def given_up(county, bureau):
    return retiring_actions.retire(PATROLS, MARCH, "现实作用不大", by=bureau)


def test_it_leaves_the_months_from_then_on_and_every_longer_period_that_ends_in_one(given_up, county):
    assert "patrols" in in_force(county, FEBRUARY, FEBRUARY)
    assert "patrols" not in in_force(county, MARCH, MARCH)
    assert "patrols" not in in_force(county, date(2026, 1, 1), MARCH)
    assert "patrols" in in_force(county, date(2026, 1, 1), FEBRUARY)


def test_another_county_keeps_it(given_up):
    assert "patrols" in in_force(build.make_county(code="990902", name="邻县"), MARCH, MARCH)


def test_it_leaves_report_comparison_boards_and_steps(given_up, village, bureau, chief, officer, sign_in):
    for month in (FEBRUARY, MARCH):
        build.make_patrol(village, month, by=officer)
        compute.fill_month(month)
    for user in (bureau, chief):
        assert "patrols" not in {one.indicator.code for one in monthly.lines(user, MARCH, Place())}
        assert "patrols" in {one.indicator.code for one in monthly.lines(user, FEBRUARY, Place())}
        shown = sign_in(user).get("/reports/comparison/?month=2026-03&by=patrols").context
        assert "patrols" not in {one.code for one in shown["indicators"]} and shown["by"] != "patrols"
    board = lines_of(sign_in(bureau).get("/?month=2026-03"))
    assert board and "patrols" not in {one.indicator.code for one in board}
    assert "patrols" in {one.indicator.code for one in lines_of(sign_in(bureau).get("/?month=2026-02"))}
    assert "patrols" not in boards.chief(chief, MARCH)["shown"]
    assert [one["code"] for one in boards.chief(chief, MARCH)["trends"]] == [
        "households_met",
        "disputes_handled",
    ]
    assert "patrols" not in ranking.compared(bureau, MARCH, MARCH)
    assert "patrols" in ranking.compared(bureau, FEBRUARY, FEBRUARY)


def test_it_stays_in_what_was_published_and_is_in_nothing_new(
    village, officer, county, bureau, time_machine, sign_in
):
    build.make_patrol(village, FEBRUARY, by=officer)
    build.attest(village, FEBRUARY)
    before = publish.freeze(county, FEBRUARY, by=bureau, reason="试点")
    retiring_actions.retire(PATROLS, MARCH, "现实作用不大", by=bureau)
    build.make_patrol(village, MARCH, by=officer)
    time_machine.move_to("2026-04-05T09:00+08:00")
    build.attest(village, MARCH)
    after = publish.freeze(county, MARCH, by=bureau, reason="试点")
    held = {
        one: set(by_place.read_all(one.places.get(level="county").figures["month"]))
        for one in (before, after)
    }
    assert "patrols" in held[before] and "patrols" not in held[after]
    assert "patrols" not in by_place.read_all(after.places.get(level="county").figures["year"])
    assert "patrols" not in {row[0] for row in after.header["indicators"]}
    assert not publish.year_differs(before) and not publish.year_differs(after)
    client = sign_in(bureau)
    shown = {one: client.get(one.get_absolute_url()).context["rows"] for one in held}
    assert "patrols" in {row["indicator"].code for row in shown[before]}
    assert "patrols" not in {row["indicator"].code for row in shown[after]}


def test_the_page_gives_it_up_with_a_reason_and_a_trail(county, bureau, sign_in):
    client = sign_in(bureau)
    assert client.post(URL, {"since": "2026-04", "reason": ""}).status_code == 422
    assert client.post(URL, {"since": "2026-02", "reason": "晚了"}).status_code == 422
    assert client.post(URL, {"since": "2026-04", "reason": "现实作用不大"}).status_code == 302
    (row,) = DatedValue.objects.filter(code="indicator.retired.patrols")
    assert (row.county, row.valid_from, row.note, row.set_by_name) == (
        county.code,
        APRIL,
        "现实作用不大",
        bureau.name,
    )
    assert Entry.objects.filter(action="retire_indicator").count() == 1
    page = client.get(reverse("reports:meanings")).content.decode()
    assert "现实作用不大" in page and reverse("indicators:indicator-reinstate", args=["patrols"]) in page


def test_it_is_taken_up_again_from_a_month_on(given_up, county, bureau):
    retiring_actions.reinstate(PATROLS, APRIL, "上级要求", by=bureau)
    assert "patrols" not in in_force(county, MARCH, MARCH) and "patrols" in in_force(county, APRIL, APRIL)
    assert "patrols" not in in_force(county, MARCH, APRIL)
    retiring_actions.retire(PATROLS, date(2026, 6, 1), "又停", by=bureau)
    assert [one.since for one in retiring.of_county(county.code)["patrols"]] == [date(2026, 6, 1), MARCH]


def test_taken_up_before_it_was_out_of_any_month_nothing_is_left(given_up, county, bureau):
    retiring_actions.reinstate(PATROLS, MARCH, "点错了", by=bureau)
    assert not DatedValue.objects.filter(code__startswith="indicator.").exists()


@pytest.mark.parametrize("role", ["chief", "officer", "leader"])
def test_nobody_else_gives_one_up(role, request):
    user = request.getfixturevalue(role)
    for act in (retiring_actions.retire, retiring_actions.reinstate):
        with pytest.raises(PermissionDenied):
            act(TALKS, MARCH, "试试", by=user)


def test_twice_stale_and_past_are_refused(given_up, bureau):
    with pytest.raises(ValidationError):
        retiring_actions.retire(PATROLS, APRIL, "再停", by=bureau)
    with pytest.raises(Stale):
        retiring_actions.retire(TALKS, APRIL, "停", by=bureau, shown=given_up.pk)
    with pytest.raises(ValidationError):
        retiring_actions.retire(TALKS, FEBRUARY, "停", by=bureau)
    with pytest.raises(ValidationError):
        retiring_actions.reinstate(TALKS, APRIL, "没停过", by=bureau)
