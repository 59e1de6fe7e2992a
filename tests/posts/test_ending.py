"""An assignment ends, changes, is taken back and swapped by the day; a post closes once nothing hangs on it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from access import scope
from access.roles import Role
from accounts.models import Session
from audit.models import Entry
from ledgers.models import Row, StationMonth
from policies.acting import HOUSEKEEPING, acting
from posts import arriving
from posts.actions import assigning, closing, swapping
from posts.models import Assignment, Post
from residents.models import Visit
from tests import build, objects

TODAY = date(2026, 3, 20)
YESTERDAY, TOMORROW, LATER = date(2026, 3, 19), date(2026, 3, 21), date(2026, 4, 10)
pytestmark = pytest.mark.usefixtures("in_march")


def of(user) -> Assignment:
    return Assignment.objects.get(user=user, ends_on=None)


def end(assignment, grantor, day, **more):
    with acting(scope.acting_as(grantor)):
        return assigning.end(assignment, by=grantor, last_day=day, **more)


def test_a_row_that_names_somebody_holds_the_end_whoever_typed_it(auxiliary, clerk, village, grantor):
    build.make_patrol(village, date(2026, 3, 15), clerk, done_by=[auxiliary.pk])
    with pytest.raises(ValidationError, match="2026-03-15"):
        end(of(auxiliary), grantor, date(2026, 3, 10))
    assert end(of(auxiliary), grantor, date(2026, 3, 15)).ends_on == date(2026, 3, 15)


@pytest.fixture
def second(post):
    """The responsible officer of another post of the station."""
    return build.make_user("second", Role.OFFICER, build.make_post(post.station, "二室"), is_responsible=True)


def test_sessions_end_with_the_last_day(officer, grantor, village, sign_in, time_machine):
    time_machine.move_to("2026-03-20T23:55:00+08:00")
    client = sign_in(officer)
    end(of(officer), grantor, TODAY)
    assert (
        client.get("/residents/visits/").status_code == 200 and Session.objects.filter(user=officer).exists()
    )
    time_machine.move_to("2026-03-21T00:01:00+08:00")
    assert client.get("/residents/visits/").status_code == 403
    with acting(HOUSEKEEPING):
        arriving.sign_out_all()
    assert not Session.objects.filter(user=officer).exists()
    sign_in(officer)  # the account stays open
    with acting(HOUSEKEEPING):
        assert arriving.sign_out_all() == 0


def test_a_last_day_back_has_limits(officer, grantor, village, station):
    build.make_visit(village, by=officer, occurred_on=date(2026, 3, 5))
    with pytest.raises(ValidationError, match="2026-03-20"):  # recorded today
        end(of(officer), grantor, date(2026, 3, 10))
    Visit.objects.update(recorded_at="2026-03-05T10:00:00+08:00")
    StationMonth.objects.create(
        station=station,
        month=date(2026, 2, 1),
        state="submitted",
        submitted_by=grantor,
        submitted_at=timezone.now(),
    )
    with pytest.raises(ValidationError):  # before the visit, and in a closed month
        end(of(officer), grantor, date(2026, 2, 20))
    assert end(of(officer), grantor, date(2026, 3, 5)).ends_on == date(2026, 3, 5)


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2024, 1, 1), date(2030, 1, 1)])
def test_impossible_last_days_are_refused(day, officer, grantor):
    with pytest.raises(ValidationError):
        end(of(officer), grantor, day)


def test_the_page_says_who_takes_over_what(village, officer, second, chief, grantor, bureau, sign_in):
    rows = objects.one_of_each(village, officer, bureau)
    Visit.objects.filter(pk=rows["visit"].pk).update(state=Row.State.GIVEN_BACK, reviewed_by=chief,
                                                     reviewed_at=timezone.now(), reason="补")  # fmt: skip
    client, assignment = sign_in(grantor), of(officer)
    page = client.get(f"/account/assignments/{assignment.pk}/end/")
    left = {one.what.kind: (one.what.n, one.taker) for one in page.context["left"]}
    assert left["returned"][0] == 1 and chief.name in left["returned"][1]  # nobody follows yet
    assert left["pairings"][0] == 1 and left["requests"][0] >= 1
    with acting(scope.acting_as(grantor)):
        assigning.end(of(second), by=grantor, last_day=YESTERDAY)
        follower = Assignment(user=second, role=Role.OFFICER, post=assignment.post, starts_on=TOMORROW)
        assigning.assign(follower, by=grantor)
    page = client.get(f"/account/assignments/{assignment.pk}/end/")
    assert {one.taker for one in page.context["left"] if one.what.kind == "returned"} != {left["returned"][1]}
    sent = {"ends_on": str(TODAY), "version": str(assignment.version)}
    assert client.post(f"/account/assignments/{assignment.pk}/end/", sent).status_code == 302
    assert Assignment.objects.get(pk=assignment.pk).ends_on == TODAY
    detail = Entry.objects.filter(action="end_assignment").latest("pk").detail
    assert detail["ends_on"] == str(TODAY)
    stale = sent | {"ends_on": str(LATER)}
    assert client.post(f"/account/assignments/{assignment.pk}/end/", stale).status_code == 409  # another tab


def test_a_pairing_of_who_left_is_ended_by_the_successor(village, officer, second, grantor, sign_in):
    pairing = build.make_pairing(build.make_household(village), officer)
    colleague = build.make_user("colleague", Role.OFFICER, of(officer).post)
    url = f"/residents/pairings/{pairing.pk}/end/"
    assert sign_in(colleague).post(url).status_code == 403
    end(of(officer), grantor, YESTERDAY)
    assert f'href="{url}"' in sign_in(colleague).get("/residents/pairings/").content.decode()
    assert sign_in(colleague).post(url).status_code == 302
    pairing.refresh_from_db()
    assert pairing.ends_on == YESTERDAY


def test_what_is_to_come_is_changed_or_taken_back(post, second, grantor, sign_in):
    newcomer = build.make_user("newcomer", None)
    client, page = sign_in(grantor), f"/account/{newcomer.pk}/"
    given = {"role": "auxiliary", "post": post.pk, "starts_on": str(LATER)}
    assert client.post(page, given).status_code == 302
    row = of(newcomer)
    edit, undo = (f"/account/assignments/{row.pk}/{step}/" for step in ("edit", "take-back"))
    assert f'href="{edit}"' in client.get(page).content.decode() and client.get(edit).status_code == 200
    changed = given | {"starts_on": str(TOMORROW), "version": "1"}
    assert client.post(edit, changed).status_code == 302 and of(newcomer).starts_on == TOMORROW
    assert client.get(f"/account/assignments/{row.pk}/end/").status_code == 302  # not begun: nothing to end
    assert client.post(undo, {"version": "2"}).status_code == 302 and not newcomer.assignments.exists()
    assert (
        client.get(f"/account/assignments/{of(second).pk}/edit/").status_code == 302
    )  # begun: ended, not changed
    assert client.post(f"/account/assignments/{of(second).pk}/take-back/").status_code in (302, 422)
    assert second.assignments.exists()


def test_two_officers_change_places_in_one_act(post, officer, second, grantor, sign_in):
    other = of(second)
    client, url = sign_in(grantor), f"/account/assignments/{of(officer).pk}/swap/"
    page = client.get(url)
    assert list(page.context["form"].fields["other"].queryset) == [other]
    sent = {"other": other.pk, "day": str(TOMORROW), "version": "1"}
    assert client.post(url, sent).status_code == 302
    assert [(one.post, one.is_responsible, one.starts_on) for one in (of(officer), of(second))] == [
        (other.post, True, TOMORROW), (post, True, TOMORROW)
    ]  # fmt: skip
    assert set(Assignment.objects.exclude(ends_on=None).values_list("user", "ends_on")) == {
        (officer.pk, TODAY), (second.pk, TODAY)
    }  # fmt: skip
    assert Entry.objects.filter(action="swap_assignment").count() == 2
    assert client.post(url, sent | {"day": str(LATER)}).status_code in (302, 409, 422)
    assert Assignment.objects.count() == 5  # the two, twice, and the grant administrator


@pytest.mark.parametrize("day", [YESTERDAY, date(2030, 1, 1)])
def test_a_swap_on_an_impossible_day_is_refused(day, officer, second, grantor):
    with acting(scope.acting_as(grantor)), pytest.raises(ValidationError):
        swapping.swap(of(officer), of(second), day, by=grantor)


@pytest.mark.parametrize("who", ["officer", "chief", "bureau", "administrator"])
def test_nobody_else_ends_or_swaps(who, request, officer, second, sign_in):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        assigning.end(of(second), by=person, last_day=TODAY)
    with pytest.raises(PermissionDenied):
        swapping.swap(of(officer), of(second), TOMORROW, by=person)
    for step in ("end", "edit", "take-back", "swap"):
        assert sign_in(person).post(f"/account/assignments/{of(second).pk}/{step}/").status_code == 403


def test_another_county_is_out_of_reach(officer, post, village, sign_in):
    county = build.make_county("邻县", "990902")
    grantor, bureau = build.make_user("g2", Role.GRANTOR, county), build.make_user("b2", Role.COUNTY, county)
    for step in ("end", "edit", "take-back", "swap"):
        assert sign_in(grantor).get(f"/account/assignments/{of(officer).pk}/{step}/").status_code == 404
    for step in ("close", "reopen"):
        assert sign_in(bureau).get(f"/organisation/posts/{post.pk}/{step}/").status_code == 404
        assert sign_in(bureau).get(f"/organisation/stations/{post.station.pk}/{step}/").status_code == 404


def test_a_post_closes_once_nothing_hangs_on_it_and_opens_again(
    post, station, village, officer, bureau, grantor, sign_in, time_machine
):
    client, url = sign_in(bureau), f"/organisation/posts/{post.pk}/close/"
    page = client.get(url)
    assert [one.village for one in page.context["hanging"].villages] == [village]
    assert f'href="/organisation/villages/{village.pk}/move/"' in page.content.decode()
    assert client.post(url, {"closed_on": str(LATER), "version": "1"}).status_code == 422
    village.memberships.update(ends_on=TODAY)
    end(of(officer), grantor, TODAY)
    assert client.post(url, {"closed_on": str(YESTERDAY), "version": "1"}).status_code == 422
    assert client.post(url, {"closed_on": str(TODAY), "version": "1"}).status_code == 422  # both serve today
    assert client.post(url, {"closed_on": str(TOMORROW), "version": "1"}).status_code == 302
    newcomer = build.make_user("newcomer", None)
    given = {"role": "auxiliary", "post": post.pk, "starts_on": str(TODAY)}
    assert sign_in(grantor).post(f"/account/{newcomer.pk}/", given).status_code == 422  # beyond its last day
    time_machine.move_to("2026-03-21T09:00:00+08:00")
    client = sign_in(bureau)
    chosen = sign_in(grantor).get(f"/account/{newcomer.pk}/").context["form"].fields["post"].queryset
    assert post not in chosen and post.name in client.get("/organisation/").content.decode()
    assert client.get(f"/organisation/stations/{station.pk}/close/").context["hanging"].is_free
    assert (
        client.post(f"/organisation/stations/{station.pk}/close/", {"closed_on": "2026-03-21"}).status_code
        == 302
    )
    reopen = f"/organisation/posts/{post.pk}/reopen/"
    assert client.post(reopen, {"version": "2"}).status_code == 422  # its station is closed
    assert client.post(f"/organisation/stations/{station.pk}/reopen/").status_code == 302
    assert client.post(reopen, {"version": "2"}).status_code == 302
    assert Post.objects.get(pk=post.pk).closed_on is None
    verbs = ["close_post", "close_station", "reopen_station", "reopen_post"]
    assert (
        list(Entry.objects.filter(action__in=verbs).order_by("pk").values_list("action", flat=True)) == verbs
    )


def test_an_abolished_village_holds_no_post_open_once_nobody_is_entered_there(
    post, village, officer, bureau, grantor, sign_in
):
    end(of(officer), grantor, YESTERDAY)
    home = build.make_household(village)
    type(village).objects.filter(pk=village.pk).update(closed_on=date(2026, 3, 10))
    client, url = sign_in(bureau), f"/organisation/posts/{post.pk}/close/"
    page = client.get(url).content.decode()
    assert f"?village={village.pk}" in page and "/move/" not in page
    assert client.post(url, {"closed_on": str(TODAY), "version": "1"}).status_code == 422
    type(home).objects.filter(pk=home.pk).update(closed_on=YESTERDAY)
    assert client.post(url, {"closed_on": str(TODAY), "version": "1"}).status_code == 302
    assert village.memberships.get().ends_on == YESTERDAY


@pytest.mark.parametrize("who", ["officer", "chief", "leader", "grantor"])
def test_nobody_else_closes(who, request, post):
    person = request.getfixturevalue(who)
    for act in (lambda: closing.close(post, LATER, by=person), lambda: closing.reopen(post, by=person)):
        with pytest.raises(PermissionDenied):
            act()
