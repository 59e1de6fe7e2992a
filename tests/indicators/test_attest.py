"""Attesting the five-none: counts only, a blank is no none, two clerks at once, locks, and the board."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from audit.models import Entry
from indicators import actions
from indicators.models import IncidentCount, PreparedCount
from ledgers import months
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
FIVE = [category.value for category in IncidentCount.FIVE]


def url(month):
    return reverse("indicators:incident-attest", args=[month])


def board(month):
    return reverse("indicators:incident-board") + f"?month={month:%Y-%m}"


def stored(village, month):
    rows = IncidentCount.objects.filter(village=village, month=month)
    return dict(rows.values_list("category", "count"))


def typed(village, *, shown="-,-,-,-,-,-", **counts):
    cells = {f"{category}-{village.pk}": count for category, count in counts.items()}
    return cells | {f"shown-{village.pk}": shown}


def test_a_number_is_written_and_a_blank_is_not(village, clerk, february, sign_in):
    answer = sign_in(clerk).post(url(february), typed(village, criminal="2", mass="0", cult=""))
    assert answer.status_code == 302
    assert stored(village, february) == {"criminal": 2, "mass": 0}


def test_a_blanked_cell_is_taken_back(village, clerk, february, sign_in):
    build.attest(village, february)
    rest = dict.fromkeys(FIVE, "0") | {"mass": ""}
    sign_in(clerk).post(url(february), typed(village, shown="0,0,0,0,0,-", **rest))
    assert "mass" not in stored(village, february)
    assert len(stored(village, february)) == 4


def test_cells_of_another_clerk_that_were_not_touched_stay(village, clerk, chief, station, february, sign_in):
    actions.attest(station, february, {(village.pk, "mass"): 3}, by=chief)
    sign_in(clerk).post(url(february), typed(village, criminal="1"))
    assert stored(village, february) == {"criminal": 1, "mass": 3}


def test_a_cell_that_somebody_changed_meanwhile_is_refused_once(
    village, clerk, chief, station, february, sign_in
):
    actions.attest(station, february, {(village.pk, "mass"): 3}, by=chief)
    client = sign_in(clerk)
    answer = client.post(url(february), typed(village, mass="1"))
    assert answer.status_code == 422
    assert stored(village, february) == {"mass": 3}
    assert 'value="-,3,-,-,-,-"' in answer.content.decode()
    client.post(url(february), typed(village, mass="1", shown="-,3,-,-,-,-"))
    assert stored(village, february) == {"mass": 1}


@pytest.mark.parametrize("value", ["x", "-1", "1000", "1.5"])
def test_what_is_no_count_is_refused_and_stays_typed(village, clerk, february, sign_in, value):
    answer = sign_in(clerk).post(url(february), typed(village, criminal=value))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{value}"' in page
    assert f'href="#id_criminal-{village.pk}"' in page
    assert stored(village, february) == {}


@pytest.mark.parametrize("criminal", ["1", ""])
def test_preventable_cases_are_some_of_the_criminal_ones(village, clerk, february, sign_in, criminal):
    answer = sign_in(clerk).post(url(february), typed(village, criminal=criminal, preventable="2"))
    assert answer.status_code == 422
    assert f'id="id_preventable-{village.pk}-error"' in answer.content.decode()


def test_the_action_refuses_too(village, station, clerk, february):
    for values in (
        {(village.pk, "preventable"): 1},
        {(village.pk, "criminal"): 1000},
        {(village.pk, "faith"): 1},
    ):
        with pytest.raises(ValidationError):
            actions.attest(station, february, values, by=clerk)


def test_only_the_own_station_is_attested(village, elsewhere, station, clerk, officer, bureau, february):
    other = elsewhere.memberships.get().post.station
    for by, where, target in [
        (clerk, other, elsewhere),
        (clerk, station, elsewhere),
        (officer, station, village),
        (bureau, station, village),
    ]:
        with pytest.raises(PermissionDenied):
            actions.attest(where, february, {(target.pk, "mass"): 0}, by=by)


def test_the_trail_says_who_and_how_many_but_no_text(village, station, clerk, february):
    actions.attest(station, february, {(village.pk, "mass"): 0, (village.pk, "cult"): 0}, by=clerk)
    entry = Entry.objects.get(action="attest_incidents")
    assert (entry.actor_name, entry.detail) == (str(clerk), {"month": "2026-02", "changed": 2})


def test_saving_without_a_change_writes_nothing(village, station, clerk, february):
    actions.attest(station, february, {(village.pk, "mass"): 0}, by=clerk)
    assert actions.attest(station, february, {(village.pk, "mass"): 0}, by=clerk) == 0
    assert Entry.objects.filter(action="attest_incidents").count() == 1


def test_a_month_that_has_not_begun_is_refused(village, clerk, sign_in):
    client = sign_in(clerk)
    assert "disabled" in client.get(url("2026-04")).content.decode()
    assert client.post(url("2026-04"), typed(village, mass="0")).status_code == 422


def test_the_receipt_of_a_forged_link_is_ignored(village, clerk, february, sign_in):
    answer = sign_in(clerk).get(url(february) + "?saved=abc")
    assert answer.context["saved"] is None


def test_once_every_village_has_reported_the_month_is_submitted_next(
    village, post, station, clerk, february, march, sign_in
):
    near = build.make_village(post)
    build.attest(village, february)
    client, submit = sign_in(clerk), f"/figures/months/2026-02/stations/{station.pk}/submit/"
    assert submit not in client.get(url(february) + "?saved=5").content.decode()
    build.attest(near, february)
    assert submit in client.get(url(february) + "?saved=5").content.decode()
    assert "/submit/" not in client.get(url(march) + "?saved=5").content.decode()
    months.submit(station, february, by=clerk)
    assert submit not in client.get(url(february) + "?saved=5").content.decode()


def test_the_running_month_is_provisional(village, clerk, march, sign_in):
    client = sign_in(clerk)
    client.cookies["language"] = "en"
    assert "counts nowhere" in client.get(url(march)).content.decode()
    assert client.post(url(march), typed(village, mass="0")).status_code == 302
    assert stored(village, march) == {}


def test_a_prepared_count_counts_nowhere_until_it_is_confirmed(
    village, station, clerk, bureau, march, sign_in, time_machine
):
    cells = dict.fromkeys(FIVE, "0") | {"mass": "2"}
    sign_in(clerk).post(url(march), typed(village, **cells))
    assert stored(village, march) == {}
    found = sign_in(bureau).get(board(march)).context
    assert (found["found"].reported, found["prepared"]) == (0, 1)
    time_machine.move_to("2026-04-01T09:00:00+08:00")
    client = sign_in(clerk)
    page = client.get(url(march))
    assert page.context["unconfirmed"] == 1 and "is-prepared" in page.content.decode()
    assert sign_in(bureau).get(board(march)).context["found"].reported == 0
    client.post(url(march), typed(village, **cells | {"mass": "1"}))
    assert stored(village, march) == dict.fromkeys(FIVE, 0) | {"mass": 1}
    assert client.get(url(march)).context["unconfirmed"] == 0


def test_the_running_month_is_prepared_and_an_ended_one_attested(village, station, clerk, february, march):
    cells = {(village.pk, "mass"): 0}
    with pytest.raises(ValidationError):
        actions.attest(station, march, cells, by=clerk)
    with pytest.raises(ValidationError):
        actions.prepare(station, february, cells, by=clerk)
    assert actions.prepare(station, march, cells, by=clerk) == 1
    assert actions.prepare(station, march, cells, by=clerk) == 0
    assert actions.prepare(station, march, {(village.pk, "mass"): None}, by=clerk) == 1
    assert not PreparedCount.objects.exists()


def test_a_prepared_cell_of_another_clerk_is_refused_once(village, station, clerk, chief, march, sign_in):
    actions.prepare(station, march, {(village.pk, "mass"): 3}, by=chief)
    client = sign_in(clerk)
    assert client.post(url(march), typed(village, mass="1")).status_code == 422
    assert client.post(url(march), typed(village, shown="-,3,-,-,-,-", mass="1")).status_code == 302
    assert PreparedCount.objects.get().count == 1


def test_only_the_own_station_is_prepared(village, elsewhere, station, clerk, officer, bureau, march):
    other = elsewhere.memberships.get().post.station
    for by, where, target in [
        (clerk, other, elsewhere),
        (clerk, station, elsewhere),
        (officer, station, village),
        (bureau, station, village),
    ]:
        with pytest.raises(PermissionDenied):
            actions.prepare(where, march, {(target.pk, "mass"): 0}, by=by)


def test_a_submitted_month_says_why_it_is_locked(village, station, clerk, february, sign_in):
    months.submit(station, february, by=clerk)
    client = sign_in(clerk)
    page = client.get(url(february)).content.decode()
    assert str(clerk) in page
    assert "disabled" in page
    assert client.post(url(february), typed(village, mass="0")).status_code == 422
    assert stored(village, february) == {}


def test_a_published_month_takes_a_late_reason(village, station, clerk, bureau, february, sign_in):
    months.mark_published([station], february, by=bureau)
    client = sign_in(clerk)
    assert client.post(url(february), typed(village, mass="0")).status_code == 422
    answer = client.post(url(february), typed(village, mass="0") | {"late_reason": "补报"})
    assert answer.status_code == 302
    assert stored(village, february) == {"mass": 0}


def test_the_board_shows_three_looks_at_once(village, elsewhere, clerk, bureau, station, february, sign_in):
    actions.attest(station, february, {(village.pk, "mass"): 0, (village.pk, "criminal"): 2}, by=clerk)
    page = sign_in(bureau).get(board(february)).content.decode()
    assert 'class="nothing"' in page
    assert 'class="unreported"' in page
    assert '<b class="behind">2</b>' in page


def test_the_board_puts_the_worst_first_and_names_who_is_missing(
    village, elsewhere, bureau, february, sign_in
):
    build.attest(village, february)
    found = sign_in(bureau).get(board(february)).context
    assert [line.village for line in found["lines"]] == [elsewhere, village]
    assert [station.name for station, _lines in found["found"].missing] == ["别处派出所"]
    assert (found["found"].reported, found["found"].expected) == (1, 2)


def test_a_station_sees_its_own_villages(village, elsewhere, chief, february, sign_in):
    found = sign_in(chief).get(board(february)).context["lines"]
    assert [line.village for line in found] == [village]


def test_the_board_is_narrowed_by_town_and_state(village, elsewhere, bureau, february, sign_in):
    build.attest(village, february)
    client = sign_in(bureau)
    assert [line.village for line in client.get(board(february) + "&state=met").context["lines"]] == [village]
    assert client.get(board(february) + "&town=0").context["lines"] == []
    assert client.get(board(february) + "&state=unreported").context["found"].expected == 2


@pytest.mark.parametrize("month", ["2026-13", "0001-01", "x", "9999-12"])
def test_a_month_that_is_none_does_not_exist(bureau, sign_in, month):
    assert sign_in(bureau).get(reverse("indicators:incident-board"), {"month": month}).status_code == 404


def test_an_officer_does_not_see_the_board(officer, february, sign_in):
    assert sign_in(officer).get(board(february)).status_code == 403
