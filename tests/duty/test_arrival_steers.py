"""The village of today's arrival is the default of every form, and a missing arrival is proposed, never assumed."""

from datetime import date

import pytest

from duty import actions
from duty.models import DutyDay
from ledgers import books
from tests import build
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")
WITH_VILLAGE = [book for book in books.books() if book.records and book.keeps_drafts]


@pytest.fixture
def client(officer):
    client = PageClient()
    client.force_login(officer)
    return client


@pytest.fixture
def second(post, village):
    return build.make_village(post, name="后一村委会")


@pytest.mark.parametrize("book", WITH_VILLAGE, ids=lambda book: book.stem)
def test_every_form_begins_with_the_village_of_the_arrival(book, second, officer, client):
    actions.arrive(second, by=officer)
    form = client.get(book.url("create")).context["form"]
    if "village" in form.fields:
        assert (form.initial["village"], form.place_name()) == (second.pk, str(second))
        assert form.fields["village"].choices[0][0] == second.pk


@pytest.mark.parametrize("book", books.ledgers(), ids=lambda book: book.stem)
def test_every_ledger_form_shows_its_day_and_is_loud_about_another(book, village, client):
    url = book.url("create")
    assert "今天 03-20 周五" in client.get(url).content.decode()
    another = client.get(url, {"occurred_on": "2026-03-11"}).content.decode()
    assert "is-another-day" in another and "03-11 周三" in another


def test_an_empty_day_is_an_error_and_never_today(village, client):
    household = build.make_household(village)
    url = f"/residents/visits/new/?household={household.pk}"
    refused = client.post(url, {"household": household.pk, "outcome": "met", "occurred_on": ""})
    assert refused.status_code == 422 and "occurred_on" in refused.context["form"].errors


def record(client, household):
    url = f"/residents/visits/new/?household={household.pk}"
    sent = {"household": household.pk, "outcome": "met", "occurred_on": "2026-03-20"}
    return client.post(url, sent, follow=True)


def test_a_row_of_a_day_without_arrival_proposes_it_and_notes_nothing(village, client):
    page = record(client, build.make_household(village))
    assert "data-arrival-proposal" in page.content.decode() and not DutyDay.objects.exists()


def test_the_proposed_arrival_is_of_the_first_row(village, officer, client, time_machine):
    first = record(client, build.make_household(village)).context["row"]
    time_machine.shift(600)
    client.post("/ledgers/duty/arrive/", {"village": village.pk, "since": "first_row"})
    assert DutyDay.objects.get().arrived_at == first.recorded_at
    page = record(client, build.make_household(village))
    assert "data-arrival-proposal" not in page.content.decode()


def test_a_row_of_another_day_proposes_no_arrival(village, officer, client):
    visit = build.make_visit(village, date(2026, 3, 19), officer)
    page = client.get(f"{visit.get_absolute_url()}?saved=1").content.decode()
    assert "data-arrival-proposal" not in page


def test_the_choice_of_households_begins_where_the_officer_is(village, second, officer, client):
    for place, due in ((village, date(2026, 3, 1)), (second, date(2026, 3, 10))):
        build.make_household(place, next_visit_on=due)
    actions.arrive(second, by=officer)
    assert client.get("/residents/visits/new/").context["due"][0].village == second


KINDS = {
    "/patrols/new/": {"mode": "foot", "starts_at": "08:00", "minutes": 60, "people": 1},
    "/residents/services/new/": {"kind": "good_deed", "quantity": 1},
    "/disputes/new/": {
        "kind": "neighbour",
        "violence": "no",
        "a_name": "甲测试",
        "b_name": "乙测试",
        "origin": "found",
        "host": "village",
        "parties": 2,
        "summary": "地界",
    },
}


@pytest.mark.parametrize("url", KINDS)
def test_a_patrol_a_service_and_a_mediation_propose_it_as_a_visit_does(url, village, client):
    sent = {"village": village.pk, "occurred_on": "2026-03-20"} | KINDS[url]
    page = client.post(url, sent, follow=True)
    assert "data-arrival-proposal" in page.content.decode() and not DutyDay.objects.exists()


def test_a_dispute_closed_today_proposes_it(village, officer, client):
    dispute = build.make_dispute(village, date(2026, 3, 2), officer)
    sent = {"stage": "agreed", "agreement": "oral", "result": "和解", "handled_on": "2026-03-20"}
    page = client.post(f"/disputes/{dispute.pk}/close/", sent, follow=True)
    assert "data-arrival-proposal" in page.content.decode() and not DutyDay.objects.exists()


def test_the_village_reached_last_steers_and_the_first_one_counts(second, village, officer, client):
    for place in (village, second):
        actions.arrive(place, by=officer)
    day = DutyDay.objects.get()
    assert (day.village, day.last_village) == (village, second)
    assert client.get("/patrols/new/").context["form"].initial["village"] == second.pk
    page = client.get("/").content.decode()
    assert str(second) in page and f"/ledgers/duty/{day.pk}/" in page


def test_a_withdrawn_arrival_steers_nothing(second, village, officer, client):
    build.make_duty_day(second, date(2026, 3, 20), officer, state="withdrawn", withdrawal_reason="x")
    assert (
        "village" not in client.get("/patrols/new/").context["form"].initial
    )  # one of two: nobody has said which
