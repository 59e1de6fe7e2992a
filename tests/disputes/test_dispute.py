"""Disputes: recorded, changed, closed, reviewed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from disputes.actions import closing, parties
from disputes.models import Dispute, Party
from ledgers import months
from tests import build, dispute_parts
from tests.lists import shown

pytestmark = pytest.mark.usefixtures("in_march")


def entered(village, **changed) -> dict:
    return {
        "village": village.pk, "occurred_on": "2026-03-10", "kind": "neighbour", "violence": "no", "origin": "found",
        "host": "village", "parties": "2", "summary": "地界", "a_name": "黄试", "b_name": "周试",
    } | changed  # fmt: skip


def test_a_dispute_is_accepted(village, officer, sign_in):
    sign_in(officer).post("/disputes/new/", entered(village))
    assert Dispute.objects.get().stage == "open"


def test_all_18_types_of_the_form_are_offered():
    assert len(Dispute.Kind.choices) == 18


def test_an_auxiliary_does_not_host_police_mediation(village, officer, auxiliary, sign_in):
    answer = sign_in(auxiliary).post("/disputes/new/", entered(village, host="police"))
    assert "host" in answer.context["form"].errors
    asked = entered(village, host="police", act="insult", ground="kin")
    assert sign_in(officer).post("/disputes/new/", asked).status_code == 302


def test_one_person_has_no_dispute(village, officer, sign_in):
    assert (
        "parties"
        in sign_in(officer).post("/disputes/new/", entered(village, parties="1")).context["form"].errors
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"stage": "agreed", "agreement": ""}, "agreement"),
        ({"handled_on": "2026-03-01"}, "handled_on"),
        ({"handled_on": "2026-03-21"}, "handled_on"),
        ({"result": ""}, "result"),
        ({"stage": "open"}, "stage"),
    ],
)
def test_a_result_is_whole(village, officer, sign_in, changed, field):
    dispute = build.make_dispute(village, date(2026, 3, 10), by=officer)
    given = {
        "stage": "failed",
        "handled_on": "2026-03-12",
        "agreement": "",
        "result": "说不拢",
        "told_routes_on": "2026-03-12",
    } | changed
    answer = sign_in(officer).post(f"/disputes/{dispute.pk}/close/", given)
    assert answer.status_code == 422 and field in answer.context["form"].errors


def test_a_dispute_is_closed_once(village, officer, sign_in):
    dispute = build.make_dispute(village, date(2026, 3, 10), by=officer)
    given = {"stage": "agreed", "handled_on": "2026-03-12", "agreement": "oral", "result": "各退一尺"}
    client = sign_in(officer)
    assert client.post(f"/disputes/{dispute.pk}/close/", given).status_code == 302
    assert client.post(f"/disputes/{dispute.pk}/close/", given).status_code == 422
    dispute.refresh_from_db()
    assert (dispute.stage, dispute.handled_on) == ("agreed", date(2026, 3, 12))


def test_a_result_in_a_published_month_needs_a_reason(village, station, officer, bureau, sign_in):
    row = build.make_dispute(village, date(2026, 1, 20), by=officer)
    months.mark_published([station], date(2026, 2, 1), by=bureau)
    client, url = sign_in(officer), f"/disputes/{row.pk}/close/"
    given = {
        "stage": "failed",
        "handled_on": "2026-02-12",
        "agreement": "",
        "result": "说不拢",
        "told_routes_on": "2026-02-12",
    }
    assert "late_reason" not in client.get(url).content.decode()
    refused = client.post(url, given)
    assert "handled_on" in refused.context["form"].errors and "late_reason" in refused.content.decode()
    assert client.post(url, given | {"late_reason": "忘了记"}).status_code == 302
    row.refresh_from_db()
    assert (row.stage, row.is_late, row.reason) == ("failed", True, "忘了记")


def test_disputes_open_for_long_are_found(village, officer, sign_in):
    old = build.make_dispute(village, date(2026, 2, 17), by=officer)
    build.make_dispute(village, date(2026, 2, 18), by=officer)
    answer = sign_in(officer).get("/disputes/?stage=open&counted=on&open_days=30")
    assert shown(answer) == [old.pk]


def test_who_must_name_people_finds_them_unfolded_and_one_name_on_both_sides_is_asked_about(
    village, officer, clerk, sign_in
):
    page = sign_in(clerk).get("/disputes/new/").content.decode()
    assert 0 < page.index('name="done_by"') < page.index("<details class='fold'")
    sent = entered(village) | {"a_name": "黄试一", "a_who": "none", "b_name": "黄试一", "b_who": "none"}
    client = sign_in(officer)
    form = client.post("/disputes/new/", sent).context["form"]
    assert list(form.errors) == ["sure"]
    assert client.post("/disputes/new/", sent | {"sure": ["same_name"]}).status_code == 302


@pytest.mark.parametrize(("year", "is_minor"), [(2010, True), (2009, True), (2008, False), (2007, False)])
def test_a_minor_of_the_register_stays_one(village, officer, year, is_minor):
    """2026: who was born in 2008 comes of age in it, and counts as under age until somebody has looked."""
    who = build.make_resident(build.make_household(village), birth_year=year)
    row = build.make_dispute(village, by=officer)
    party = parties.add(Party(dispute=row, side="A", resident=who), by=officer)
    assert party.is_minor == (year >= 2008)
    party = Party.objects.get(pk=party.pk)
    party.is_minor = False
    assert parties.amend(party, by=officer).is_minor == is_minor


def test_a_name_that_stands_in_the_dispute_is_asked_about_when_a_party_is_added(village, officer, sign_in):
    row, client = build.make_dispute(village, by=officer), sign_in(officer)
    url = f"/disputes/{row.pk}/parties/new/"
    assert client.post(url, {"p_name": "黄试一", "side": "A"}).status_code == 302
    for side, name in (("A", "黄试一"), ("B", " 黄试一 "), ("B", "黄　试一")):
        sent = {"p_name": name, "side": side}
        assert list(client.post(url, sent).context["form"].errors) == ["sure"]
    assert client.post(url, sent | {"sure": ["same_name"]}).status_code == 302
    who = build.make_resident(build.make_household(village))
    chosen = {"p_name": who.name, "p_who": str(who.pk), "side": "C"}
    assert client.post(url, chosen).status_code == 302
    assert "p_name" in client.post(url, chosen).context["form"].errors and row.party_set.count() == 3


@pytest.mark.parametrize("procedure", ["people", "police"])
def test_whoever_agreed_on_something_was_asked_whether_they_want_mediation(
    village, officer, sign_in, procedure
):
    by_police = {"host": "police", "act": "beating", "ground": "kin"} if procedure == "police" else {}
    row = build.make_dispute(village, date(2026, 3, 2), by=officer, procedure=procedure, **by_police)
    for side, agrees in (("A", "yes"), ("B", "")):
        dispute_parts.make_party(row, side, "黄试" + side, agrees=agrees)
    client, url = sign_in(officer), f"/disputes/{row.pk}/close/"
    sent = {"stage": "agreed", "handled_on": "2026-03-20", "agreement": "oral", "result": "握手言和"}
    sent |= {f"why-{rule}": "已说明" for rule in ("pm-must", "pm-month", "po-first", "po-one", "po-paper")}
    assert 'name="all_agree"' in client.get(url).content.decode()
    assert "all_agree" in client.post(url, sent).context["form"].errors
    with pytest.raises(ValidationError, match="all_agree"):
        row.agreement, row.result, row.handled_on = "oral", "握手言和", date(2026, 3, 20)
        closing.close(row, "agreed", by=officer, reasons={"po.first": "已说明", "pm.month": "已说明"})
    if procedure == "people":  # the police want more of what they agree on
        assert client.post(url, sent | {"all_agree": "on"}).status_code == 302
        assert set(row.party_set.values_list("agrees", flat=True)) == {"yes"}
