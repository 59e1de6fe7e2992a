"""The page of a row tells its past: before and after, who, when and why."""

import pytest
from django.db import connection

from access.rights import rights_of
from audit import history
from audit.models import Entry
from ledgers import actions
from pages import row_history
from residents.actions.register import change_household
from residents.actions.visits import amend_visit
from residents.models import Visit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def visit(village, officer):
    household = build.make_household(village, householder="曾小明")
    return build.make_visit(
        village, by=officer, household=household, talks=1, note="老人说灶房的电线旧了，要换一根"
    )


def amended(visit, officer, **changes):
    fresh = Visit.objects.get(pk=visit.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    return amend_visit(fresh, by=officer)


def before_after(moment) -> dict:
    return {one.label: (one.before, one.after) for one in moment.differences}


def test_a_change_tells_before_and_after_and_who(visit, officer):
    amended(visit, officer, talks=3)
    [moment] = row_history.moments_of(Visit.objects.get(pk=visit.pk), rights_of(officer))
    assert (moment.who, before_after(moment)) == ("Officer", {"谈心人次": (1, 3)})


def test_two_changes_stand_newest_first_and_join_on(visit, officer):
    """In one test all is one transaction; the test sets different transaction numbers."""
    amended(visit, officer, talks=3)
    amended(visit, officer, talks=5)
    first, second = history.changes_model(Visit).objects.order_by("pgh_id")
    assert (first.talks, second.talks) == (1, 3)
    [moment] = row_history.moments_of(Visit.objects.get(pk=visit.pk), rights_of(officer))
    assert before_after(moment) == {"谈心人次": (1, 5)}


def test_a_change_by_hand_is_told_too(visit, officer):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.user', %s, true)", [str(officer.pk)])
        cursor.execute("UPDATE residents_visit SET talks = 7 WHERE id = %s", [visit.pk])
    [moment] = row_history.moments_of(Visit.objects.get(pk=visit.pk), rights_of(officer))
    assert (moment.who, moment.entries, before_after(moment)) == ("Officer", [], {"谈心人次": (1, 7)})


def test_a_longer_text_tells_what_went_and_what_came(visit, officer):
    amended(visit, officer, note="老人说灶房的电线旧了，已经换了")
    [moment] = row_history.moments_of(Visit.objects.get(pk=visit.pk), rights_of(officer))
    kinds = {kind for kind, _text in moment.differences[0].words}
    assert kinds == {"same", "removed", "added"}
    assert "".join(text for kind, text in moment.differences[0].words if kind != "added") == visit.note


def test_words_of_latin_text_stay_whole():
    assert row_history.text_difference("red house", "red horse") == [
        ("same", "red "),
        ("removed", "house"),
        ("added", "horse"),
    ]


def test_a_very_long_text_is_shown_before_and_after(visit, officer):
    amended(visit, officer, note="长" * 700)
    [moment] = row_history.moments_of(Visit.objects.get(pk=visit.pk), rights_of(officer))
    assert moment.differences[0].is_long and not moment.differences[0].words


def test_the_reason_stands_beside_the_change(visit, chief):
    actions.give_back(visit, "日期不对", by=chief)
    [moment] = row_history.moments_of(Visit.objects.get(pk=visit.pk), rights_of(chief))
    assert moment.reason == "日期不对"


def test_a_household_tells_no_name_to_those_who_may_not_see_it(visit, officer, bureau, sign_in):
    household = visit.household
    household.householder = "曾小强"
    change_household(household, by=officer)
    page = f"/residents/households/{household.pk}/"
    assert "曾小强" in sign_in(officer).get(page).content.decode()
    answer = sign_in(bureau).get(page)
    [moment] = [one for one in answer.context["history"] if one.differences]
    assert moment.differences[0].is_hidden and "曾小" not in answer.content.decode()


def test_the_words_of_a_visit_are_hidden_from_the_county(visit, officer, bureau):
    amended(visit, officer, note="别的话别的话别的话别的话别的话别的话别的话")
    [moment] = row_history.moments_of(Visit.objects.get(pk=visit.pk), rights_of(bureau))
    assert moment.differences[0].is_hidden and moment.differences[0].before is None


def test_another_household_is_named_as_pages_name_it(visit, officer, village):
    other = build.make_household(village, householder="钱试")
    amended(visit, officer, household=other)
    [moment] = row_history.moments_of(Visit.objects.get(pk=visit.pk), rights_of(officer))
    assert before_after(moment)["住户"] == (visit.household, other)


def test_looking_at_a_row_is_no_part_of_its_past(visit, officer, sign_in):
    sign_in(officer).get(visit.get_absolute_url())
    assert row_history.moments_of(visit, rights_of(officer)) == []


def test_the_mark_of_a_priority_visit_is_told_to_whoever_sees_priority_visits(
    village, officer, clerk, bureau
):
    visit = build.make_visit(village, by=officer, note="原来")
    changed = Visit.objects.get(pk=visit.pk)
    changed.is_priority, changed.note = True, "后来"
    actions.amend(changed, by=officer, verb="record_visit")
    row = Visit.objects.get(pk=visit.pk)
    label = str(Visit._meta.get_field("is_priority").verbose_name)
    seen = {
        who: [
            one.label for moment in row_history.moments_of(row, rights_of(who)) for one in moment.differences
        ]
        for who in (officer, clerk, bureau)
    }
    assert label in seen[officer]
    assert label not in seen[clerk] + seen[bureau] and seen[clerk]
    assert "is_priority" not in Entry.objects.get(action="amend").detail["changes"]
