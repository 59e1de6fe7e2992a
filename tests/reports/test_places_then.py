"""Behind a figure stand the rows of the place as it was; what others open today is told."""

from datetime import date

import pytest

from access.roles import Role
from indicators import compute
from posts.models import Membership
from tests import build
from tests.page_client import PageClient
from tests.reports.report_lines import lines_of

pytestmark = pytest.mark.usefixtures("in_march")
FEBRUARY, TENTH = date(2026, 2, 1), date(2026, 3, 10)


@pytest.fixture
def moved(village, officer, station):
    """A village with three patrols of February, one of a neighbour, which has gone to another post in March."""
    there = build.make_post(station, "月山警务室")
    new = build.make_user("new", Role.OFFICER, there, is_responsible=True)
    stays = build.make_village(officer.assignments.get().post, "留村")
    for place, number in ((village, 3), (stays, 1)):
        for _patrol in range(number):
            build.make_patrol(place, FEBRUARY, officer)
    compute.fill_month(FEBRUARY)
    Membership.objects.filter(village=village).update(ends_on=date(2026, 3, 9))
    Membership.objects.create(village=village, post=there, starts_on=TENTH)
    type(build.make_patrol(stays, FEBRUARY, officer)).objects.filter(village=village).update(post=there)
    compute.fill_month(FEBRUARY)
    return new


def of_patrols(user):
    client = PageClient()
    client.force_login(user)
    lines = lines_of(client.get("/reports/monthly/?month=2026-02"))
    line = next(line for line in lines if line.indicator.code == "patrols")
    return line.month.numerator, client.get(line.month_link), client


def left(answer):
    """The figure, and how much of it the list says to have gone along."""
    behind = answer.context["behind"] or {}
    return (behind["number"], behind["elsewhere"]) if "elsewhere" in behind else None


def test_the_former_post_is_told_what_went_along(moved, officer, village):
    figure, answer, client = of_patrols(officer)
    assert (figure, answer.context["count"], left(answer)) == (5, 2, ("5", "3"))
    (went,) = answer.context["behind"]["villages"]
    assert went["name"] == f"{village} → {village.memberships.latest('pk').post.station}"
    assert f'<a href="{went["url"]}">{went["name"]}</a>' in answer.content.decode()
    assert "月山警务室" in client.get(went["url"]).content.decode()
    assert "data-elsewhere" in answer.content.decode()
    narrowed = client.get(f"{answer.request['PATH_INFO']}?{answer.request['QUERY_STRING']}&state=recorded")
    assert left(narrowed) is None  # no longer the rows of the figure


def test_the_new_post_has_the_rows_and_not_in_that_months_list(moved):
    figure, answer, client = of_patrols(moved)
    assert (figure or 0, answer.context["count"], left(answer)) == (0, 0, None)
    assert client.get("/patrols/?month=2026-02").context["count"] == 3


def test_the_chief_and_the_county_find_all_of_it(moved, chief, bureau):
    for user in (chief, bureau):
        figure, answer, _client = of_patrols(user)
        assert figure == answer.context["count"] == 5 and left(answer) is None


def test_a_village_that_left_is_opened_from_the_report_of_its_former_post(moved, officer, village):
    client = PageClient()
    client.force_login(officer)
    link = f"/patrols/?from_month=2026-02&to_month=2026-02&counted=1&then=1&village={village.pk}"
    answer = client.get(link)
    assert (answer.context["count"], left(answer)) == (0, ("3", "3"))


def test_while_it_is_counted_anew_nothing_is_said_to_have_gone(moved, officer, village):
    _figure, answer, client = of_patrols(officer)
    build.make_patrol(village, FEBRUARY, officer)  # touches the month
    again = client.get(f"/patrols/?{answer.request['QUERY_STRING']}")
    assert left(again) is None
