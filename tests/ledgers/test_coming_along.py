"""我也在场: somebody who came along is named in the row of the colleague, who wrote it down alone."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from access.roles import Role
from audit.models import Entry
from audit.versions import Stale
from indicators import compute
from indicators.models import VillageMonth
from ledgers import actions, joining_actions, months
from residents.models import Request, Visit
from tests import build
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")
MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)
NEW = "/residents/visits/new/"
BOOKS = {"visits": build.make_visit, "services": build.make_service, "patrols": build.make_patrol,
         "rounds": build.make_check_round}  # fmt: skip


def opened(user):
    client = PageClient()
    client.force_login(user)
    return client


def entered(household, **changed):
    return {"household": household.pk, "outcome": "met", "talks": "2", "occurred_on": "2026-03-01"} | changed


@pytest.fixture
def row(village, officer, auxiliary):
    """A visit of the officer, on which the auxiliary came along."""
    return build.make_visit(village, MARCH, officer, talks=2)


# On the page of the row


@pytest.mark.parametrize("book", BOOKS)
def test_who_came_along_is_named_by_one_button_and_a_confirmation(book, village, officer, auxiliary):
    row = BOOKS[book](village, MARCH, officer)
    client = opened(auxiliary)
    (join,) = [one for one in client.get(row.get_absolute_url()).context["buttons"] if "join" in one["url"]]
    answer = client.post(join["url"], follow=True)
    row.refresh_from_db()
    assert row.done_by == sorted([officer.pk, auxiliary.pk]) and row.recorded_by == officer
    assert "data-saved" in answer.content.decode() and not any(
        "join" in one["url"] for one in answer.context["buttons"]
    )
    told = Entry.objects.get(action="come_along")
    assert (told.actor_name, told.detail["done_by"]) == (auxiliary.name, auxiliary.name)
    assert auxiliary.name in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", ["officer", "clerk", "chief"])
def test_who_did_it_or_serves_elsewhere_was_not_there_too(who, row, request):
    user = request.getfixturevalue(who)
    client = opened(user)
    assert not any("join" in one["url"] for one in client.get(row.get_absolute_url()).context["buttons"])
    client.post(f"{row.get_absolute_url()}join/")
    assert Visit.objects.get().done_by == row.done_by


def test_who_had_not_come_yet_or_had_left_was_not_there(row, auxiliary):
    for days in ({"starts_on": date(2026, 3, 2)}, {"starts_on": FEBRUARY, "ends_on": date(2026, 2, 20)}):
        auxiliary.assignments.update(**days)
        with pytest.raises(ValidationError):
            joining_actions.come_along(row, [auxiliary.pk], by=auxiliary)


@pytest.mark.parametrize("state", ["withdrawn", "given_back"])
def test_a_row_that_counts_nowhere_is_joined_by_nobody(state, row, auxiliary):
    Visit.objects.update(state=state, reason="补正")
    row.refresh_from_db()
    assert not joining_actions.may_join(row, auxiliary)
    with pytest.raises(ValidationError):
        joining_actions.come_along(row, [auxiliary.pk], by=auxiliary)


def test_an_accepted_row_waits_for_the_review_again(row, auxiliary, chief):
    actions.accept(row, by=chief)
    client = opened(auxiliary)
    client.post(f"{row.get_absolute_url()}join/")
    row.refresh_from_db()
    assert (row.state, row.reviewed_by, auxiliary.pk in row.done_by) == ("recorded", None, True)
    assert opened(chief).post(f"{row.get_absolute_url()}accept/").status_code == 302
    row.refresh_from_db()
    assert row.state == "accepted"


def test_a_locked_month_refuses_and_a_published_one_asks_why(
    village, officer, auxiliary, station, clerk, chief, bureau
):
    row = build.make_visit(village, FEBRUARY, officer)
    for user in (officer, auxiliary):
        user.assignments.update(starts_on=FEBRUARY)
    months.submit(station, FEBRUARY, by=clerk)
    with pytest.raises(ValidationError):
        joining_actions.come_along(row, [auxiliary.pk], by=auxiliary)
    assert Visit.objects.get().done_by == [officer.pk]
    months.approve(station, FEBRUARY, by=chief)
    station.months.update(state="published")
    client = opened(auxiliary)
    address = f"{row.get_absolute_url()}join/"
    asked = client.post(address)
    assert asked.status_code == 422 and "late_reason" in asked.context["form"].fields
    client.post(address, {"late_reason": "当时漏写"})
    row.refresh_from_db()
    assert (row.is_late, row.reason, len(row.done_by)) == (True, "当时漏写", 2)


def test_two_who_join_at_once_are_both_named_and_neither_drops_the_other(row, post, auxiliary):
    other = build.make_user("other", Role.AUXILIARY, post)
    seen = Visit.objects.get()
    joining_actions.come_along(row, [auxiliary.pk], by=auxiliary)
    with pytest.raises(Stale):
        joining_actions.come_along(seen, [other.pk], by=other)
    joining_actions.come_along(Visit.objects.get(), [other.pk], by=other)
    assert len(Visit.objects.get().done_by) == 3


def test_joined_twice_is_joined_once_and_writes_nothing_more(row, auxiliary):
    joining_actions.come_along(row, [auxiliary.pk], by=auxiliary)
    version = Visit.objects.get().version
    joining_actions.come_along(Visit.objects.get(), [auxiliary.pk], by=auxiliary)
    assert Visit.objects.get().version == version and Entry.objects.filter(action="come_along").count() == 1


# In the form of a visit


def test_the_colleague_who_types_it_too_is_offered_to_be_named_and_not_a_second_visit(
    row, village, auxiliary
):
    client = opened(auxiliary)
    asked = client.post(NEW, entered(row.household, done_by=[auxiliary.pk]))
    page = asked.content.decode()
    assert asked.status_code == 422 and 'value="together"' in page and row.receipt in page
    told = client.post(NEW, entered(row.household, done_by=[auxiliary.pk], again="together"), follow=True)
    visit = Visit.objects.get()
    assert auxiliary.pk in visit.done_by and visit.talks == 2 and "data-saved" in told.content.decode()
    compute.fill_month(MARCH)
    counted = VillageMonth.objects.get(village=village, month=MARCH)
    assert (counted.visits, counted.households_met, counted.talks) == (1, 1, 2)


def test_nothing_typed_beside_it_is_lost(row, auxiliary):
    Visit.objects.update(note="说了防火", topics=["fire"])
    more = {
        "note": "下周再来",
        "topics": ["fire", "fraud"],
        "next_visit_on": "2026-03-30",
        "asked": "路灯坏了",
    }
    opened(auxiliary).post(NEW, entered(row.household, done_by=[auxiliary.pk], again="together", **more))
    visit, asked = Visit.objects.get(), Request.objects.get()
    assert (visit.note, visit.topics) == ("说了防火\n下周再来", ["fire", "fraud"])
    assert visit.next_visit_on == visit.household.next_visit_on == date(2026, 3, 30)
    assert (asked.visit, asked.done_by) == (visit, visit.done_by)
    visit.household.refresh_from_db()


def test_a_visit_that_went_otherwise_is_another_one(village, officer, auxiliary):
    row = build.make_visit(village, MARCH, officer, outcome="absent")
    client = opened(auxiliary)
    sent = entered(row.household, done_by=[auxiliary.pk])
    assert 'value="together"' not in client.post(NEW, sent).content.decode()
    refused = client.post(NEW, sent | {"again": "together"})
    assert refused.status_code == 422 and "outcome" in refused.context["form"].errors
    client.post(NEW, sent | {"again": "on"})
    assert Visit.objects.count() == 2


def test_the_clerk_adds_whom_they_type_for_and_is_told_who_stands_there(
    row, village, officer, auxiliary, clerk
):
    client = opened(clerk)
    page = client.post(NEW, entered(row.household, done_by=[auxiliary.pk])).content.decode()
    assert f"{auxiliary.name}" in page and 'value="together"' in page
    client.post(NEW, entered(row.household, done_by=[auxiliary.pk], again="together"))
    assert Visit.objects.get().done_by == sorted([officer.pk, auxiliary.pk])
    assert not Visit.objects.filter(recorded_by=clerk).exists()


def test_who_is_named_in_it_already_is_led_to_it(village, officer, auxiliary, sign_in):
    row = build.make_visit(village, MARCH, officer, done_by=[officer.pk, auxiliary.pk])
    sent = entered(row.household, done_by=[auxiliary.pk], again="together", client_key=str(uuid4()))
    answer = opened(auxiliary).post(NEW, sent)
    assert (
        answer["Location"].startswith(row.get_absolute_url()) and Visit.objects.get().version == row.version
    )


def test_sent_twice_it_is_joined_once(row, auxiliary):
    client = opened(auxiliary)
    sent = entered(
        row.household, done_by=[auxiliary.pk], again="together", note="一起", client_key=str(uuid4())
    )
    first, second = (client.post(NEW, sent)["Location"] for _time in range(2))
    assert first == second and Visit.objects.get().note == "一起"


def test_withdrawn_meanwhile_it_is_said_and_saved_as_a_new_one(row, auxiliary):
    Visit.objects.update(state="withdrawn")
    client = opened(auxiliary)
    sent = entered(row.household, done_by=[auxiliary.pk])
    assert client.post(NEW, sent | {"again": "together"}).status_code == 422
    client.post(NEW, sent)
    assert Visit.objects.count() == 2


def test_the_request_of_the_visit_has_its_people_too(row, village, officer, auxiliary):
    build.make_request(village, MARCH, officer, household=row.household, visit=row)
    opened(auxiliary).post(f"{row.get_absolute_url()}join/")
    assert Request.objects.get().done_by == sorted([officer.pk, auxiliary.pk])


# In other places


def test_the_only_one_at_the_post_is_chosen_for_the_clerk_and_of_several_nobody(
    village, officer, clerk, post
):
    def chosen():
        return opened(clerk).get("/patrols/new/").context["form"]["done_by"].value()

    assert chosen() == [officer.pk]
    build.make_user("second", Role.AUXILIARY, post)
    assert chosen() == []


def test_who_is_named_is_proposed_the_arrival_on_today_once(village, officer, auxiliary):
    build.make_patrol(village, date(2026, 3, 20), officer, done_by=[officer.pk, auxiliary.pk])
    client = opened(auxiliary)
    assert "data-arrival-proposal" in client.get("/").content.decode()
    client.post("/ledgers/duty/arrive/", {"village": village.pk, "since": "first_row"})
    assert "data-arrival-proposal" not in client.get("/").content.decode()
