"""The lists of the registers and books: scope, filters, order."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from residents.views.visits import VisitList
from tests import build
from tests.lists import keys, shown

pytestmark = pytest.mark.usefixtures("in_march")


def test_households_are_sorted_by_longest_not_visited(village, officer, sign_in):
    late = build.make_household(village, last_met_on=date(2026, 3, 1))
    never = build.make_household(village)
    early = build.make_household(village, last_met_on=date(2025, 3, 1))
    assert shown(sign_in(officer).get("/residents/households/")) == keys([never, early, late])


def test_each_level_sees_its_own(village, elsewhere, officer, chief, bureau, stranger, sign_in):
    own, other = build.make_visit(village, by=officer), build.make_visit(elsewhere, by=stranger)
    seen = {
        user: set(shown(sign_in(user).get("/residents/visits/")))
        for user in (officer, chief, stranger, bureau)
    }
    assert seen == {officer: {own.pk}, chief: {own.pk}, stranger: {other.pk}, bureau: {own.pk, other.pk}}


def test_active_filters_are_shown_as_removable_chips(village, officer, sign_in):
    answer = sign_in(officer).get("/residents/visits/?month=2026-02&outcome=met")
    assert [chip.without for chip in answer.context["chips"]] == ["outcome=met", "month=2026-02"] or [
        chip.without for chip in answer.context["chips"]
    ] == ["month=2026-02", "outcome=met"]


def test_the_drill_filter_finds_households_met_in_a_period(village, officer, sign_in):
    household = build.make_household(village)
    build.make_visit(village, date(2026, 2, 3), household=household, by=officer)
    build.make_visit(village, date(2026, 2, 9), household=household, by=officer)
    build.make_visit(village, date(2026, 2, 9), outcome="absent", by=officer)
    build.make_visit(village, date(2026, 1, 31), by=officer)
    answer = sign_in(officer).get("/residents/households/?met_from=2026-02&met_to=2026-02")
    assert shown(answer) == [household.pk] and answer.context["count"] == 1


def test_the_county_sees_masked_names(village, bureau, sign_in):
    build.make_household(village, householder="曾小明", phone="15400001234")
    page = sign_in(bureau).get("/residents/households/").content.decode()
    assert "曾小明" not in page and "曾**" in page and "15400001234" not in page


def test_rows_are_read_and_counted_in_one_statement(village, officer, sign_in):
    build.make_visit(village, by=officer)
    client = sign_in(officer)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/residents/visits/").context["count"] == 1
    assert len([one for one in asked.captured_queries if '"residents_visit"' in one["sql"]]) == 1


def test_the_count_is_that_of_the_filter_on_every_page(village, officer, sign_in, monkeypatch):
    monkeypatch.setattr(VisitList, "size", 2)
    for day in (1, 2, 3, 4, 5):
        build.make_visit(village, date(2026, 3, day), by=officer)
    build.make_visit(village, date(2026, 2, 1), by=officer)
    client, address = sign_in(officer), "month=2026-03"
    for rows in (2, 2, 1):
        found = client.get(f"/residents/visits/?{address}")
        assert (len(shown(found)), found.context["count"]) == (rows, 5)
        address = found.context["older"]


def test_behind_the_last_row_the_count_stays(village, officer, sign_in):
    visit = build.make_visit(village, date(2026, 3, 1), by=officer)
    found = sign_in(officer).get(f"/residents/visits/?after=2026-03-01.{visit.pk}")
    assert (shown(found), found.context["count"]) == ([], 1)


def test_ten_thousand_rows_open_as_one_page(village, officer, sign_in):
    from patrols.models import Patrol

    row = build.make_patrol(village, by=officer)
    fields = {
        "starts_at": row.starts_at,
        "occurred_on": row.occurred_on,
        "recorded_by": officer,
        "done_by": [officer.pk],
    }
    fields |= build.keys(village)
    Patrol.objects.bulk_create(Patrol(**fields) for _number in range(10_050))
    answer = sign_in(officer).get("/patrols/")
    assert len(shown(answer)) == 50 and answer.context["has_more"] and answer.context["count"] == 10_000


@pytest.mark.parametrize(
    "query", ["month=nonsense", "village=x", "sort=password", "after=!!!", "before=%00", "q=%00"]
)
def test_a_strange_address_is_no_error(village, officer, sign_in, query):
    assert sign_in(officer).get(f"/residents/visits/?{query}").status_code == 200


def test_reading_is_on_the_trail(village, officer, sign_in):
    from audit.models import Entry

    visit = build.make_visit(village, by=officer)
    sign_in(officer).get(visit.get_absolute_url())
    assert Entry.objects.filter(action="read", subject_id=visit.pk, actor_id=officer.pk).count() == 1


def test_the_name_that_was_searched_for_stays_out_of_the_trail(village, officer, sign_in):
    from audit.models import Entry

    sign_in(officer).get("/residents/households/?q=曾小明&due=on")
    assert Entry.objects.get(action="list").detail["filter"] == "q=***&due=on"
