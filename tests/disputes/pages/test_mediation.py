"""Mediators and sessions on their pages, and the agreement that a session ends with."""

from datetime import date

import pytest

from disputes.models import (
    Agreement,
    Dispute,
    Mediator,
    Party,
    Session,
    Suspension,
)
from tests import build, dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")


def test_a_mediator_of_a_committee_is_a_name(client, dispute, officer):
    url = f"/disputes/{dispute.pk}/mediators/new/"
    assert "name" in client.post(url, {"kind": "committee"}).context["form"].errors
    client.post(
        url, {"kind": "committee", "name": "石试", "body": "村调委会", "is_host": "on", "user": officer.pk}
    )
    one = Mediator.objects.get()
    assert (one.name, one.user, one.is_host) == ("石试", None, True)
    client.post(url, {"kind": "officer", "user": officer.pk, "name": "石试"})
    assert Mediator.objects.get(kind="officer").name == ""
    client.post(f"/disputes/mediators/{one.pk}/remove/")
    assert Mediator.objects.count() == 1


def minutes(**changed) -> dict:
    return {
        "held_on": "2026-03-12", "place": "村委会", "result": "goes_on", "claims": "各说各的",
        "next_on": "2026-03-19",
    } | changed  # fmt: skip


def session_url(dispute) -> str:
    return f"/disputes/{dispute.pk}/sessions/new/"


def agreed(**changed) -> dict:
    return minutes(
        **{
            "result": "agreed", "agreed-form": "written", "agreed-terms": "改排水管", "agreed-facts": "渗水",
            "agreed-manner": "当面", "agreed-place": "村委会", "agreed-effective_on": "2026-03-12",
            "agreed-duties-TOTAL_FORMS": "2", "agreed-duties-INITIAL_FORMS": "0",
            "agreed-duties-0-what": "付修缮费", "agreed-duties-0-amount": "1200",
            "agreed-duties-0-due_on": "2026-03-30",
        }
        | changed
    )  # fmt: skip


def test_a_session_that_goes_on_names_the_next_day(client, dispute):
    assert client.post(session_url(dispute), minutes()).url == dispute.get_absolute_url()
    assert Session.objects.get().next_on == date(2026, 3, 19)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("result", ["failed", "refused"])
def test_one_that_failed_leads_to_the_end(client, dispute, result):
    answer = client.post(session_url(dispute), minutes(result=result))
    assert answer.url == f"/disputes/{dispute.pk}/close/?stage={result}"


def test_who_refuses_at_a_session_is_noted_of_the_party(client, dispute):
    one, other = (dispute_parts.make_party(dispute, side) for side in "AB")
    answer = client.post(session_url(dispute), minutes(result="refused"))
    assert "refused_by" in answer.context["form"].errors
    sent = minutes(result="refused", refused_by=[str(other.pk)])
    assert client.post(session_url(dispute), sent).status_code == 302
    assert [party.agrees for party in Party.objects.order_by("pk")] == [one.agrees, "no"]
    goes_on = minutes(held_on="2026-03-13", refused_by=[str(one.pk)])  # ticked, and then another result
    client.post(session_url(dispute), goes_on)
    assert Party.objects.get(pk=one.pk).agrees == one.agrees


def test_the_form_of_the_end_leads_to_the_draft_that_it_asks_for(client, dispute):
    draft = dispute_parts.make_agreement(dispute)
    page = client.get(f"/disputes/{dispute.pk}/close/").content.decode()
    assert f"/disputes/agreements/{draft.pk}/edit/" in page


def test_minutes_and_agreement_are_saved_together(client, dispute):
    party = dispute_parts.make_party(dispute)
    sent = agreed(**{"agreed-duties-0-who": str(party.pk)})
    assert client.post(session_url(dispute), sent).status_code == 302
    agreement = Agreement.objects.get()
    duty = agreement.duties.get()
    assert (agreement.terms, duty.who, duty.amount, agreement.is_final) == ("改排水管", party, 1200, False)


def test_an_agreement_without_a_day_has_the_day_of_its_session(client, dispute):
    party = dispute_parts.make_party(dispute)
    sent = agreed(**{"agreed-effective_on": "", "agreed-form": "oral", "agreed-duties-0-who": str(party.pk)})
    assert client.post(session_url(dispute), sent).status_code == 302
    assert Agreement.objects.get().effective_on == Session.objects.get().held_on == date(2026, 3, 12)


def test_nothing_is_saved_when_one_of_them_is_not_right(client, dispute):
    party = dispute_parts.make_party(dispute)
    sent = agreed(**{"agreed-duties-0-who": str(party.pk), "agreed-duties-0-due_on": "哪天"})
    answer = client.post(session_url(dispute), sent)
    assert answer.status_code == 422 and "付修缮费" in answer.content.decode()
    assert not Session.objects.exists() and not Agreement.objects.exists()


def test_a_party_of_another_dispute_owes_nothing_here(client, dispute, village):
    foreign = dispute_parts.make_party(build.make_dispute(village))
    assert (
        client.post(session_url(dispute), agreed(**{"agreed-duties-0-who": str(foreign.pk)})).status_code
        == 422
    )


def test_the_second_session_is_not_offered_a_second_agreement(client, dispute):
    dispute_parts.make_agreement(dispute)
    assert client.get(session_url(dispute)).context["form"].beside is None
    assert client.post(session_url(dispute), minutes(result="agreed")).status_code == 302


def test_minutes_are_corrected(client, dispute):
    one = dispute_parts.make_session(dispute)
    sent = minutes(held_on="2026-03-10", claims="补记", result="failed")
    assert client.post(f"/disputes/sessions/{one.pk}/edit/", sent).status_code == 302
    one.refresh_from_db()
    assert (one.claims, one.result) == ("补记", "failed")


def test_others_do_not_correct_them(dispute, auxiliary, sign_in):
    one = dispute_parts.make_session(dispute)
    assert sign_in(auxiliary).get(f"/disputes/sessions/{one.pk}/edit/").status_code == 403


def test_it_rests_and_goes_on(client, dispute):
    url = f"/disputes/{dispute.pk}/rest/"
    client.post(url, {"why": "expert", "starts_on": "2026-03-12", "planned_until": "2026-04-01"})
    rest = Suspension.objects.get()
    assert client.get(url).status_code == 302  # it rests already
    assert client.post(f"/disputes/rests/{rest.pk}/end/", {"ended_on": "2026-03-18"}).status_code == 302
    assert client.get(f"/disputes/rests/{rest.pk}/end/").status_code == 302  # it goes on already


def test_words_of_the_minutes_suggest_it_on_the_page(client, dispute, officer):
    assert "询问是否涉及家庭暴力" not in client.get(dispute.get_absolute_url()).content.decode()
    Dispute.objects.filter(pk=dispute.pk).update(kind="contract", violence="")
    dispute_parts.make_session(dispute, asked="乙方说被掐脖子")
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert "询问是否涉及家庭暴力" in page and "掐脖" in page
    sent = {
        "occurred_on": f"{dispute.occurred_on}",
        "village": dispute.village_id,
        "kind": "contract",
        "summary": "欠款",
    }
    form = client.get(f"/disputes/{dispute.pk}/edit/").content.decode()
    assert 'name="violence"' in form
    dispute.refresh_from_db()
    assert (
        client.post(
            f"/disputes/{dispute.pk}/edit/", sent | {"violence": "no", "version": dispute.version}
        ).status_code
        == 302
    )
    assert "询问是否涉及家庭暴力" not in client.get(dispute.get_absolute_url()).content.decode()
