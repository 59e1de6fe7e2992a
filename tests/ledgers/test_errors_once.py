"""One error stands once, beside its field, and brings no unrelated question into view."""

from datetime import date

import pytest

from ledgers.models import StationMonth
from tests import build
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")
DONATION = {"kind": "donation", "quantity": "1", "occurred_on": "2026-03-20"}


@pytest.fixture
def client(officer):
    client = PageClient()
    client.force_login(officer)
    return client


def close_month(station, officer, state):
    StationMonth.objects.create(
        station=station,
        month=date(2026, 2, 1),
        state=state,
        submitted_by=officer,
        submitted_at="2026-03-01T00:00Z",
    )


def is_asked(page):
    """Does the page ask why it is late, in a field that somebody sees?"""
    form = page.context["form"]
    return 'name="late_reason"' in page.content.decode() and not form["late_reason"].is_hidden


@pytest.mark.parametrize(("state", "asked"), [("published", True), ("submitted", False), ("open", False)])
def test_the_late_reason_is_asked_for_by_a_published_month_alone(
    village, station, officer, client, state, asked
):
    close_month(station, officer, state)
    household = build.make_household(village)
    sent = {"household": household.pk, "outcome": "met", "talks": "1", "occurred_on": "2026-02-20"}
    extra = {"next_visit_on": "2026-02-19"} if state == "open" else {}
    page = client.post("/residents/visits/new/", sent | extra)
    assert page.status_code == 422 and is_asked(page) == asked


def test_a_wrong_amount_is_one_error(village, client):
    page = client.post("/residents/services/new/", DONATION | {"village": village.pk, "yuan": "abc"})
    assert len(page.context["form"].errors["yuan"]) == 1


def test_the_withdrawal_says_its_error_once(village, station, officer, client):
    visit = build.make_visit(village, date(2026, 2, 20), officer)
    close_month(station, officer, "submitted")
    page = client.post(f"{visit.get_absolute_url()}withdraw/")
    words = page.context["form"].non_field_errors()[0]
    assert page.status_code == 422 and page.content.decode().count(words) == 1
    assert not is_asked(page)
