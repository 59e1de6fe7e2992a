"""The hours of preventable cases: typed by a station that knows them, read by the form of a patrol plan."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from access.roles import Role
from audit.models import Entry
from indicators import actions
from indicators.models import CaseHours, IncidentCount
from ledgers.models import StationMonth
from patrols.models import PatrolPlan
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")  # nine in the morning of 20 March 2026
FEBRUARY = date(2026, 2, 1)
URL = "/figures/five-none/2026-02/hours/"
PLAN = {"name": "夜巡", "weekdays": ["5"], "starts_at": "20:00", "ends_at": "22:00", "mode": "foot"}


@pytest.fixture
def cases(village, clerk) -> None:
    """Three preventable cases of the village in February."""
    build.attest(village, FEBRUARY, by=clerk, criminal=4)
    IncidentCount.objects.create(
        category="preventable", month=FEBRUARY, count=3, attested_by=clerk, **build.keys(village)
    )


def station_of(village):
    return village.memberships.get().post.station


def typed(village, *counts, shown="0,0,0,0"):
    names = [f"from_{hour}-{village.pk}" for hour in (0, 6, 12, 18)]
    return dict(zip(names, counts, strict=True)) | {f"shown-{village.pk}": shown}


def stored(village) -> tuple[int, ...] | None:
    row = CaseHours.objects.filter(village=village).first()
    return row and tuple(getattr(row, band) for band in CaseHours.BANDS)


def test_a_station_says_in_which_hours_they_were(village, cases, clerk, sign_in):
    mine = sign_in(clerk)
    assert URL in mine.get("/figures/five-none/?month=2026-02").content.decode()
    answer = mine.post(URL, typed(village, "1", "", "", "2"))
    assert answer.url == f"{URL}?saved=1" and stored(village) == (1, 0, 0, 2)
    assert Entry.objects.get(action="enter_case_hours").detail["changed"] == 1
    mine.post(URL, typed(village, "", "", "", "", shown="1,0,0,2"))
    assert stored(village) is None


def test_never_more_than_are_attested(village, cases, clerk, sign_in):
    answer = sign_in(clerk).post(URL, typed(village, "2", "", "", "2"))
    assert answer.status_code == 422 and stored(village) is None


def test_fewer_cases_are_not_attested_while_more_hours_stand(village, cases, clerk):
    build.make_case_hours(village, FEBRUARY, from_18=2)
    cell = (village.pk, "preventable")
    for count in (1, None):
        with pytest.raises(ValidationError):
            actions.attest(station_of(village), FEBRUARY, {cell: count}, by=clerk)
    actions.attest(station_of(village), FEBRUARY, {cell: 2}, by=clerk)


def test_two_who_type_lose_nothing_of_each_other(village, cases, clerk, sign_in):
    mine = sign_in(clerk)
    mine.post(URL, typed(village, "1", "", "", ""))
    answer = mine.post(URL, typed(village, "", "2", "", ""))  # of a page opened before: another cell
    assert answer.status_code == 302 and stored(village) == (1, 2, 0, 0)
    assert mine.post(URL, typed(village, "3", "2", "", "")).status_code == 422


def test_a_published_month_takes_them_and_the_running_one_does_not(village, cases, clerk, sign_in):
    StationMonth.objects.create(station=station_of(village), month=FEBRUARY, state="published")
    mine = sign_in(clerk)
    assert mine.post(URL, typed(village, "1", "", "", "")).status_code == 302
    assert mine.post("/figures/five-none/2026-03/hours/", typed(village, "1", "", "", "")).status_code == 422


def test_nobody_types_those_of_another_station(village, cases, officer, elsewhere):
    other = build.make_user("other", Role.CLERK, station_of(elsewhere))
    for stranger in (officer, other):
        with pytest.raises(PermissionDenied):
            actions.enter_case_hours(station_of(village), FEBRUARY, {(village.pk, "from_0"): 1}, by=stranger)


def test_they_are_the_reason_of_a_plan_by_one_tap(village, cases, officer, sign_in):
    build.make_case_hours(village, FEBRUARY, from_0=1, from_18=2)
    mine = sign_in(officer)
    field = mine.get("/patrols/plans/new/").context["form"].fields["case_hours"]
    (evening, words), _night = field.choices
    assert words == "18 时至 24 时：近12个月可防性案件3起中的2起"
    sent = PLAN | {
        "village": village.pk,
        "starts_on": "2026-03-20",
        "case_hours": [evening],
        "why": "没有路灯",
    }
    mine.post("/patrols/plans/new/", sent)
    plan = PatrolPlan.objects.get()
    assert plan.why == f"{words}；没有路灯"
    again = {"why": plan.why, "version": plan.version, "case_hours": [evening]}
    mine.post(f"/patrols/plans/{plan.pk}/edit/", sent | again)
    assert PatrolPlan.objects.get().why == plan.why


def test_a_plan_without_a_village_is_refused_like_any_other(village, officer, sign_in):
    build.make_village(village.memberships.get().post, name="第二村委会")
    answer = sign_in(officer).post("/patrols/plans/new/", PLAN | {"village": "", "case_hours": ["1 x"]})
    assert answer.status_code == 422 and "village" in answer.context["form"].errors


def test_nothing_is_offered_where_nothing_is_known(village, officer, sign_in):
    assert "case_hours" not in sign_in(officer).get("/patrols/plans/new/").context["form"].fields


def test_hours_of_another_post_are_no_reason(village, elsewhere, officer, sign_in):
    build.make_case_hours(elsewhere, FEBRUARY, from_0=1)
    assert "case_hours" not in sign_in(officer).get("/patrols/plans/new/").context["form"].fields
