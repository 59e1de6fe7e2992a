"""The parties of a dispute, named and corrected on its pages."""

import pytest

from disputes.models import (
    Dispute,
    Party,
)
from tests import dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")


def party_url(dispute) -> str:
    return f"/disputes/{dispute.pk}/parties/new/"


def test_a_party_is_named_corrected_and_taken_out(client, dispute):
    assert client.post(party_url(dispute), {"p_name": "黄试", "side": "A"}).url == dispute.get_absolute_url()
    party = Party.objects.get()
    assert (
        client.post(f"/disputes/parties/{party.pk}/edit/", {"side": "B", "agrees": "yes"}).status_code == 302
    )
    party.refresh_from_db()
    assert (party.name, party.side, party.agrees) == ("黄试", "B", "yes")
    assert client.post(f"/disputes/parties/{party.pk}/remove/").status_code == 302
    assert not Party.objects.exists()


def test_the_next_free_side_is_offered(client, dispute):
    dispute_parts.make_party(dispute, "A")
    assert client.get(party_url(dispute)).context["form"].initial["side"] == "B"


def test_a_refusal_leads_to_the_end_with_the_three_ways(client, dispute):
    answer = client.post(party_url(dispute), {"p_name": "黄试", "side": "A", "agrees": "no"}, follow=True)
    url = f"/disputes/{dispute.pk}/close/?stage=refused"
    assert answer.redirect_chain[-1][0] == url
    text = answer.content.decode()
    assert all(word in text for word in ("仲裁", "行政", "司法"))
    assert answer.context["form"].initial["stage"] == "refused"


def test_an_auxiliary_who_closes_nothing_stays_on_the_dispute(dispute, auxiliary, sign_in):
    answer = sign_in(auxiliary).post(party_url(dispute), {"p_name": "黄试", "side": "A", "agrees": "no"})
    assert answer.url == dispute.get_absolute_url()


def test_facts_of_a_guardian_are_those_of_a_minor(client, dispute):
    sent = {"p_name": "黄试", "side": "A", "guardian": "黄父"}
    assert "is_minor" in client.post(party_url(dispute), sent).context["form"].errors
    assert "notified_on" in client.post(
        party_url(dispute), sent | {"is_minor": "on", "notified_how": "phone"}
    ).context["form"].errors  # fmt: skip
    whole = sent | {"is_minor": "on", "notified_how": "phone", "notified_on": "2026-03-11"}
    assert client.post(party_url(dispute), whole).status_code == 302


def test_who_owes_something_is_not_taken_out(client, dispute):
    party = dispute_parts.make_party(dispute)
    dispute_parts.make_duty(dispute_parts.make_agreement(dispute), party)
    client.post(f"/disputes/parties/{party.pk}/remove/")
    assert Party.objects.exists()


def test_a_page_of_a_withdrawn_dispute_leads_back(client, dispute):
    Dispute.objects.filter(pk=dispute.pk).update(state="withdrawn")
    answer = client.get(party_url(dispute))
    assert answer.url == dispute.get_absolute_url()
