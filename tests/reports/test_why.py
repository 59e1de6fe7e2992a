"""The page behind every figure that says which rows came, went or changed since it was published or submitted."""

from datetime import date

import pytest
from django.db import transaction

from access import scope
from indicators import closing, compute, publish
from indicators.catalogue import BY_CODE, CATALOGUE
from patrols.models import Patrol
from policies.acting import acting
from posts.actions import moving
from reports import drills
from reports import why as why_page
from reports.periods import Place
from residents.actions.register import register_household
from residents.leaving.actions import deregister_household
from residents.models import Household
from residents.moving.actions import move_household
from tests import build
from tests.reports.report_lines import lines_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
FEBRUARY, MARCH, DAY = date(2026, 2, 1), date(2026, 3, 1), date(2026, 2, 3)


def why(code, first=FEBRUARY, last=FEBRUARY, place=None):
    return drills.why(BY_CODE[code], (first, last), place or Place())


def named(answer):
    """``{(kind, receipt)}`` of the rows on the page."""
    rows = [one for village in answer.context["villages"] for one in village.causes]
    return {(str(one.kind), one.what.split(" ")[-1]) for one in rows}


@pytest.fixture
def patrols(village, officer):
    return [build.make_patrol(village, DAY, by=officer) for _number in range(3)]


@pytest.fixture
def published(patrols, village, county, bureau):
    build.attest(village, FEBRUARY)
    return publish.freeze(county, FEBRUARY, by=bureau, reason="试点")


@pytest.mark.parametrize("role", ["officer", "chief", "bureau"])
def test_since_the_publication_each_row_is_named_and_the_figure_of_then_stands_beside(
    role, published, patrols, village, officer, request, sign_in
):
    late = build.make_patrol(village, DAY, by=officer, is_late=True, reason="纸质台账补录")
    Patrol.objects.filter(pk=patrols[0].pk).update(state="withdrawn", reason="重复")
    build.make_visit(village, DAY, by=officer)  # another book: no patrol
    compute.fill_touched()
    answer = sign_in(request.getfixturevalue(role)).get(why("patrols"))
    assert named(answer) == {("补录", late.receipt), ("撤销", patrols[0].receipt)}
    context = answer.context
    assert (context["since"].figure.numerator, context["now"].numerator, context["is_same"]) == (3, 3, True)
    assert "纸质台账补录" in answer.content.decode() and late.get_absolute_url() in answer.content.decode()


def test_since_the_submission_of_the_station(patrols, village, station, officer, clerk, chief, sign_in):
    build.attest(village, FEBRUARY)
    closing.submit(station, FEBRUARY, by=clerk)
    before = named(sign_in(chief).get(why("patrols")))
    Patrol.objects.filter(pk=patrols[0].pk).update(state="given_back", reason="缺地点")
    compute.fill_touched()
    answer = sign_in(chief).get(why("patrols", place=Place("station", station.pk)))
    assert before == set() and named(answer) == {("退回", patrols[0].receipt)}
    assert answer.context["since"].figure is None and answer.context["since"].moment.tx is None


def test_without_either_the_last_days_are_shown(village, officer, chief, sign_in, time_machine):
    old = build.make_patrol(village, date(2026, 3, 3), by=officer)
    Patrol.objects.filter(pk=old.pk).update(recorded_at="2026-03-03T12:00+08:00")
    new = build.make_patrol(village, date(2026, 3, 19), by=officer)
    compute.fill_month(MARCH)
    answer = sign_in(chief).get(why("patrols", MARCH, MARCH))
    assert named(answer) == {("新记录", new.receipt)}


def test_attested_counts_and_rounds_are_named_without_a_number(
    published, village, county, bureau, chief, sign_in
):
    build.attest(village, MARCH)
    survey = build.make_survey(county, MARCH, bureau, counted_on=date(2026, 3, 20))
    build.make_answers(survey, village, satisfied=4)
    compute.fill_month(MARCH)
    found = sign_in(chief).get(why("five_none_reported", MARCH, MARCH)).context["kinds"]
    assert dict(found) == {"填报": 1}
    assert dict(sign_in(chief).get(why("safety", MARCH, MARCH)).context["kinds"]) == {"测评计入指标": 1}
    page = sign_in(chief).get(why("satisfaction", MARCH, MARCH)).content.decode()
    assert survey.name in page and "n=4" not in page


def test_a_place_of_others_is_not_found(elsewhere, village, officer, sign_in, published):
    post = elsewhere.memberships.get().post
    client = sign_in(officer)
    assert client.get(why("patrols", place=Place("post", post.pk))).status_code == 404
    for wrong in ("of=x", "first=2026-13", "first=2025-01&last=2026-01", "first=2026-04&last=2026-04"):
        assert client.get(f"/reports/why/?{wrong}").status_code == 404
    assert client.get("/reports/why/").status_code == 200


@pytest.mark.turns(8)
@pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.code)
def test_every_figure_has_the_page(one, published, chief, sign_in):
    client = sign_in(chief)
    assert client.get(why(one.code)).status_code == 200
    assert client.get(why(one.code, date(2026, 1, 1))).status_code == 200


def test_report_steps_and_lists_lead_there(published, station, chief, sign_in):
    client = sign_in(chief)
    page = client.get("/reports/monthly/?month=2026-02")
    line = next(one for one in lines_of(page) if one.indicator.code == "patrols")
    for address in (line.why_month, line.why_year):
        assert address.replace("&", "&amp;") in page.content.decode()
    behind = client.get(line.month_link).context["behind"]
    assert (behind["number"], behind["why"]) == ("3", line.why_month)
    steps = client.get(f"/figures/months/2026-02/stations/{station.pk}/approve/").content.decode()
    assert why("patrols", place=Place("station", station.pk)).replace("&", "&amp;") in steps
    page = client.get("/figures/five-none/?month=2026-02&state=met").content.decode()
    assert "/reports/why/?of=five_none&amp;" in page


def test_the_list_of_rounds_leads_there(village, county, bureau, chief, sign_in):
    build.make_answers(build.make_survey(county, FEBRUARY, bureau), village, satisfied=12)
    compute.fill_month(FEBRUARY)
    page = sign_in(chief).get("/figures/satisfaction/?from_month=2026-02&to_month=2026-02").content.decode()
    assert "/reports/why/?of=satisfaction&amp;" in page


def test_the_register_is_named_row_by_row_in_an_open_month(
    village, elsewhere, post, officer, chief, bureau, station, sign_in
):
    """Who came, who left, who was entered by mistake, who moved to another house and which village moved here."""
    with_history = [
        build.make_household(village, number=f"{n}号", opened_on=date(2026, 1, 5)) for n in range(4)
    ]
    Household.objects.update(made_tx=1)  # entered long ago
    compute.fill_month(MARCH)
    left, mistake, moves, stays = with_history
    with acting(scope.acting_as(officer)), transaction.atomic():
        deregister_household(left, Household.Leaving.MOVED, by=officer)
        deregister_household(mistake, Household.Leaving.MISTAKE, by=officer)
        new = move_household(moves, village, "9号", date(2026, 3, 20), by=officer)
        came = register_household(Household(village=village, householder="新来", number="8号"), by=officer)
    compute.fill_touched()
    answer = sign_in(chief).get(why("visibility_met", MARCH, MARCH, Place("station", station.pk)))
    causes = [one for found in answer.context["villages"] for one in found.causes]
    kinds = {(str(one.kind), one.url) for one in causes}
    entered = {("新登记", came.get_absolute_url()), ("新登记", new.get_absolute_url())}
    gone = {
        (str(row.get_closed_for_display()), row.get_absolute_url()) for row in refreshed(left, mistake, moves)
    }
    assert kinds == entered | gone
    assert stays.get_absolute_url() not in answer.content.decode()
    for_county = sign_in(bureau).get(why("visibility_met", MARCH, MARCH))
    assert len([one for found in for_county.context["villages"] for one in found.causes]) == 5
    assert "新来" in answer.content.decode() and "新来" not in for_county.content.decode()
    with acting(scope.acting_as(bureau)), transaction.atomic():
        moving.move_village(elsewhere, post, "调整", by=bureau)
    compute.fill_month(MARCH)
    answer = sign_in(chief).get(why("visibility_met", MARCH, MARCH, Place("station", station.pk)))
    (moved,) = (
        one
        for found in answer.context["villages"]
        for one in found.causes
        if str(one.kind) == "区划或辖区调整"
    )
    assert post.name in moved.what and moved.reason == "调整"


def refreshed(*rows):
    for row in rows:
        row.refresh_from_db()
    return rows


@pytest.mark.parametrize(
    ("code", "book"),
    [
        ("pairings", "residents:pairing"),
        ("duty_days", "duty:duty"),
        ("partnered_patrols", "patrols:partner"),
        ("rounds_walked", "patrols:walk"),
    ],
)
def test_the_other_registers_are_named_as_well(code, book):
    assert [one.stem for one in why_page.registers_of(BY_CODE[code])] == [book]
    assert why_page.books_of(BY_CODE[code]) == []


def test_an_arrival_and_a_pairing_are_named(village, officer, chief, sign_in):
    build.make_pairing(build.make_household(village, is_hardship=True), officer, starts_on=date(2026, 3, 19))
    build.make_duty_day(village, date(2026, 3, 18), officer)
    compute.fill_month(MARCH)
    for code in ("pairings", "duty_days"):
        assert dict(sign_in(chief).get(why(code, MARCH, MARCH)).context["kinds"]) == {"新登记": 1}
