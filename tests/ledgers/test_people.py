"""Who did a row stands apart from who typed it: each counts it and mends it, and people of the post alone are named."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from access.roles import Role
from audit.models import Entry
from duty import arrivals
from indicators import compute
from indicators.models import VillageMonth
from ledgers import actions, books, people, returned
from ledgers.models import Row
from patrols.models import Patrol
from residents.models import Request, Visit
from tests import build
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")
MARCH = date(2026, 3, 1)
NEW = "/patrols/new/"
LEDGERS = [pytest.param(book, id=book.stem) for book in books.ledgers()]


def opened(user):
    client = PageClient()
    client.force_login(user)
    return client


def typed(village, *who, on="2026-03-20"):
    sent = {
        "village": village.pk,
        "occurred_on": on,
        "mode": "foot",
        "starts_at": "08:00",
        "minutes": 60,
        "people": 2,
    }
    return sent | {"done_by": [one.pk for one in who]}


def together(village, officer, auxiliary, on=MARCH):
    return build.make_patrol(village, on, officer, done_by=[officer.pk, auxiliary.pk])


# Who is named


def test_who_types_a_row_alone_at_the_post_did_it_and_is_asked_nothing(village, officer):
    client = opened(officer)
    assert "done_by" not in client.get(NEW).context["form"].fields
    client.post(NEW, typed(village))
    assert Patrol.objects.get().done_by == [officer.pk]


def test_two_who_went_together_are_named_and_who_typed_it_stands_apart(village, officer, auxiliary):
    opened(officer).post(NEW, typed(village, officer, auxiliary))
    row = Patrol.objects.get()
    assert row.recorded_by == officer and row.done_by == sorted([officer.pk, auxiliary.pk])
    assert row.get_done_by_display() in Entry.objects.get(action="record").detail["done_by"]


def test_an_officer_types_for_the_auxiliary_alone(village, officer, auxiliary):
    opened(officer).post(NEW, typed(village, auxiliary))
    assert Patrol.objects.get().done_by == [auxiliary.pk]


def test_a_clerk_names_somebody(village, officer, clerk):
    client = opened(clerk)
    refused = client.post(NEW, typed(village))
    assert refused.status_code == 422 and "done_by" in refused.context["form"].errors
    client.post(NEW, typed(village, officer))
    assert (Patrol.objects.get().recorded_by, Patrol.objects.get().done_by) == (clerk, [officer.pk])


@pytest.mark.parametrize("book", LEDGERS)
def test_a_clerk_who_names_nobody_is_refused_past_every_form(book, village, clerk):
    row = getattr(build, f"make_{book.stem.partition(':')[2].replace('-', '_')}")(village, MARCH, clerk)
    row.pk, row.done_by, row.client_key = None, [], uuid4()
    row._state.adding = True
    with pytest.raises(ValidationError, match="done_by"):
        actions.record(row, by=clerk, verb=book.records)


@pytest.mark.parametrize("who", ["stranger", "clerk", "chief"])
def test_nobody_else_than_people_of_the_post_is_named(village, officer, auxiliary, who, request):
    somebody = request.getfixturevalue(who)
    refused = opened(officer).post(NEW, typed(village, officer, somebody))
    assert refused.status_code == 422 and not Patrol.objects.exists()
    row = Patrol(**build._row(village, MARCH, officer) | {"starts_at": "08:00", "done_by": [somebody.pk]})
    with pytest.raises(ValidationError, match="done_by"):
        actions.record(row, by=officer, verb="record_patrol")


@pytest.mark.parametrize(("on", "status"), [("2026-03-10", 302), ("2026-03-11", 422)])
def test_who_has_left_is_named_on_days_before_the_leaving(village, officer, auxiliary, on, status):
    auxiliary.assignments.update(ends_on=date(2026, 3, 10))
    assert opened(officer).post(NEW, typed(village, officer, auxiliary, on=on)).status_code == status


def test_a_saved_row_stays_valid_when_somebody_has_left(village, officer, auxiliary):
    row = together(village, officer, auxiliary, date(2026, 3, 15))
    auxiliary.assignments.update(ends_on=date(2026, 1, 10))
    sent = typed(village, officer, auxiliary, on="2026-03-15") | {"note": "补充"}
    assert opened(officer).post(f"/patrols/{row.pk}/edit/", sent).status_code == 302
    sent |= {"occurred_on": "2026-03-16"}
    assert opened(officer).post(f"/patrols/{row.pk}/edit/", sent).status_code == 422


def test_nobody_at_all_is_refused_when_a_row_is_changed(village, officer, auxiliary):
    row = together(village, officer, auxiliary)
    refused = opened(officer).post(f"/patrols/{row.pk}/edit/", typed(village, on="2026-03-01"))
    assert refused.status_code == 422 and "done_by" in refused.context["form"].errors


def test_the_request_of_a_visit_has_the_people_of_the_visit(village, officer, auxiliary):
    household = build.make_household(village)
    sent = {"household": household.pk, "outcome": "met", "occurred_on": "2026-03-20", "asked": "路灯坏了"}
    opened(officer).post("/residents/visits/new/", sent | {"done_by": [officer.pk, auxiliary.pk]})
    assert Request.objects.get().done_by == Visit.objects.get().done_by == sorted([officer.pk, auxiliary.pk])


# Sent again, changed, looked at


def test_the_same_key_with_other_people_is_refused(village, officer, auxiliary):
    client, key = opened(officer), "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    client.post(NEW, typed(village, officer) | {"client_key": key})
    again = client.post(NEW, typed(village, officer, auxiliary) | {"client_key": key})
    assert again.status_code == 422 and Patrol.objects.get().done_by == [officer.pk]


def test_a_change_of_people_has_a_version_and_stands_in_the_history_by_name(village, officer, auxiliary):
    row = together(village, officer, auxiliary)
    client = opened(officer)
    client.post(f"/patrols/{row.pk}/edit/", typed(village, officer, on="2026-03-01"))
    row.refresh_from_db()
    assert row.done_by == [officer.pk] and row.version == 2
    assert auxiliary.name in client.get(f"/patrols/{row.pk}/").content.decode()


@pytest.mark.parametrize("book", LEDGERS)
def test_list_and_page_name_everybody(book, village, officer, auxiliary):
    maker = getattr(build, f"make_{book.stem.partition(':')[2].replace('-', '_')}")
    row = maker(village, MARCH, officer, done_by=[officer.pk, auxiliary.pk])
    names = "、".join(sorted([officer.name, auxiliary.name]))
    for url in (book.url("list"), row.get_absolute_url()):
        assert names in opened(officer).get(url).content.decode()


# Whose it is


@pytest.mark.turns(2)
@pytest.mark.parametrize("book", LEDGERS)
def test_my_work_is_what_i_did_and_what_i_typed_is_asked_for_apart(book, village, officer, auxiliary, clerk):
    maker = getattr(build, f"make_{book.stem.partition(':')[2].replace('-', '_')}")
    row = maker(village, MARCH, clerk, done_by=[auxiliary.pk])
    for user, did, typed in ((auxiliary, 1, 0), (clerk, 0, 1), (officer, 0, 0)):
        client = opened(user)
        found = [client.get(f"{book.url('list')}?{query}=on").context["count"] for query in ("did", "typed")]
        assert found == [did, typed]
    assert people.is_own(row, auxiliary) and not people.is_own(row, officer)


def test_each_counts_the_whole_row_and_the_post_counts_rows(village, officer, auxiliary):
    household = build.make_household(village)
    done_by = [officer.pk, auxiliary.pk]
    build.make_visit(village, MARCH, officer, household=household, talks=3, done_by=done_by)
    for user in (officer, auxiliary):
        assert Visit.objects.filter(people.done_by(user)).count() == 1
    compute.fill_month(MARCH)
    counted = VillageMonth.objects.get(village=village, month=MARCH)
    assert (counted.visits, counted.households_met, counted.talks) == (1, 1, 3)


def test_a_row_given_back_waits_for_everybody_who_did_it(village, officer, auxiliary, clerk, chief):
    row = build.make_patrol(village, MARCH, clerk, done_by=[auxiliary.pk])
    actions.give_back(row, "少了地点", by=chief)
    assert [returned.to_mend(Patrol, user).count() for user in (auxiliary, clerk, officer)] == [1, 1, 0]
    for user in (auxiliary, clerk):
        user.assignments.update(ends_on=date(2026, 3, 10))
    assert returned.to_mend(Patrol, officer).count() == 1


def test_who_did_it_mends_what_the_clerk_typed(village, officer, clerk):
    row = build.make_patrol(village, MARCH, clerk, done_by=[officer.pk])
    client = opened(officer)
    assert client.post(f"/patrols/{row.pk}/withdraw/").status_code == 302
    row.refresh_from_db()
    assert row.state == Row.State.WITHDRAWN


def test_nobody_reviews_what_they_did(village, clerk, chief):
    row = build.make_patrol(village, MARCH, clerk, done_by=[chief.pk])
    with pytest.raises(ValidationError):
        actions.accept(row, by=chief)


def test_a_row_typed_for_somebody_proposes_them_the_arrival(village, officer, auxiliary):
    build.make_patrol(village, date(2026, 3, 20), officer, done_by=[auxiliary.pk])
    found = [arrivals.first_row_of_today(user, village.pk) for user in (auxiliary, officer)]
    assert found[0] and found[1] is None


def test_an_officer_of_another_post_of_the_station_is_offered_to_the_clerk_alone(
    station, village, officer, clerk
):
    other = build.make_user(
        "other", Role.OFFICER, build.make_post(station, name="后村警务室"), is_responsible=True
    )
    build.make_user("aux2", Role.AUXILIARY, officer.assignments.get().post)
    offered = {key for _post, named in people.offered(clerk) for key, _name in named}
    assert other.pk in offered
    assert other.pk not in {key for _post, named in people.offered(officer) for key, _name in named}


def test_today_counts_what_each_did_this_month_and_leads_to_it(village, officer, auxiliary):
    together(village, officer, auxiliary)
    build.make_patrol(village, MARCH, officer)
    build.make_patrol(village, MARCH, officer, state="withdrawn")
    for user, rows in ((officer, 2), (auxiliary, 1)):
        client = opened(user)
        (line,) = client.get("/").context["own_month"]
        assert line["rows"] == client.get(line["url"]).context["count"] == rows
