"""A visit or a request by telephone or online: a talk, and nobody is met by it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from indicators import compute
from indicators.models import VillageMonth
from residents.models import Request, Visit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
DAY = date(2026, 3, 20)


def sent(client, url, **fields):
    key = client.get(url).context["client_key"]
    return client.post(url, {"client_key": key, "occurred_on": "2026-03-20"} | fields)


@pytest.mark.parametrize(
    ("channel", "outcome", "saved"),
    [
        ("", "met", ("person", "met", 2)),
        ("person", "met", ("person", "met", 2)),
        ("phone", "met", ("phone", "reached", 2)),
        ("online", "absent", ("online", "absent", 0)),
        ("phone", "declined", ("phone", "declined", 0)),
    ],
)
def test_only_face_to_face_meets_a_household(village, officer, sign_in, march, channel, outcome, saved):
    home = build.make_household(village)
    sent(
        sign_in(officer),
        "/residents/visits/new/",
        household=home.pk,
        outcome=outcome,
        talks="2",
        channel=channel,
    )
    visit = Visit.objects.get()
    assert (visit.channel, visit.outcome, visit.talks) == saved
    home.refresh_from_db()
    assert (home.last_met_on == DAY) == (saved[1] == "met")
    compute.fill_month(march)
    month = VillageMonth.objects.get(month=march)
    assert (month.households_met, month.talks) == (int(saved[1] == "met"), saved[2])


def test_a_call_that_is_opened_again_stays_a_call_and_can_become_a_visit(village, officer, sign_in):
    client = sign_in(officer)
    visit = build.make_visit(village, DAY, officer, outcome="reached", channel="phone", talks=1)
    url = f"/residents/visits/{visit.pk}/edit/"
    form = client.get(url).context["form"]
    assert form["outcome"].value() == "met" and form["channel"].value() == "phone"
    assert "reached" not in dict(form.fields["outcome"].choices)
    same = {"household": visit.household_id, "outcome": "met", "talks": "1", "version": "1"}
    sent(client, url, **same, channel="phone", note="电话里说")
    visit.refresh_from_db()
    assert (visit.outcome, visit.note) == ("reached", "电话里说")
    sent(client, url, **same | {"version": str(visit.version)}, channel="person")
    visit.refresh_from_db()
    assert (visit.outcome, visit.channel) == ("met", "person")


@pytest.mark.parametrize("fields", [{"channel": "phone"}, {"outcome": "reached"}])
def test_the_database_holds_it_too(village, officer, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_visit(village, DAY, officer, **{"talks": 1} | fields)


def test_a_household_that_was_called_is_not_one_that_only_declined(village, officer, march):
    home = build.make_household(village)
    build.make_visit(village, date(2026, 3, 2), officer, household=home, outcome="declined")
    compute.fill_month(march)
    assert VillageMonth.objects.get(month=march).households_declined == 1
    build.make_visit(
        village, date(2026, 3, 3), officer, household=home, outcome="reached", channel="online", talks=1
    )
    compute.fill_month(march)
    assert VillageMonth.objects.get(month=march).households_declined == 0


def test_a_request_says_how_it_came(village, officer, sign_in):
    home = build.make_household(village)
    fields = {"asker": "household", "household": home.pk, "asked": "路灯坏了", "due_on": "2026-03-30"}
    client = sign_in(officer)
    sent(client, "/residents/requests/new/", **fields, channel="phone")
    sent(client, "/residents/requests/new/", **fields | {"asked": "修路"})
    assert list(Request.objects.order_by("pk").values_list("channel", flat=True)) == ["phone", "person"]


def test_the_list_is_narrowed_by_channel(village, officer, sign_in):
    build.make_visit(village, DAY, officer)
    called = build.make_visit(village, DAY, officer, outcome="reached", channel="phone", talks=1)
    page = sign_in(officer).get("/residents/visits/?channel=phone").content.decode()
    assert called.get_absolute_url() in page and page.count("/residents/visits/new") >= 0
    assert page.count("联系上") >= 1
