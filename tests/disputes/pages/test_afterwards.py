"""What comes after an agreement: duties, calls, marks, and the ends without one."""

from datetime import date

import pytest

from disputes.models import (
    Attention,
    Dispute,
    FollowUp,
)
from tests import build, dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def owed(village, officer):
    closed = build.make_agreed(village, officer)
    Dispute.objects.filter(pk=closed.pk).update(occurred_on=date(2026, 3, 10))
    dispute_parts.make_party(closed)
    return dispute_parts.make_duty(dispute_parts.make_agreement(closed, final=True))


def test_a_duty_is_performed_with_its_proof(client, owed):
    url = f"/disputes/owed/{owed.pk}/performed/"
    assert client.post(url, {"settled_on": "2026-03-20"}).status_code == 422
    assert client.post(url, {"settled_on": "2026-03-20", "proof": "收条"}).status_code == 302
    owed.refresh_from_db()
    assert owed.state == "performed" and client.get(url).status_code == 302


def test_a_broken_one_may_still_be_performed(client, owed):
    client.post(f"/disputes/owed/{owed.pk}/broken/", {"settled_on": "2026-03-19"})
    owed.refresh_from_db()
    assert owed.state == "broken" and "收条" not in owed.proof
    text = client.get(owed.get_absolute_url()).content.decode()
    assert "未履行" in text and "/reopen/" in text
    assert client.post(
        f"/disputes/owed/{owed.pk}/performed/", {"settled_on": "2026-03-20", "proof": "收条"}
    ).status_code == 302  # fmt: skip


def test_a_call_is_noted_once(client, owed, officer):
    call = dispute_parts.make_call(owed.dispute)
    url = f"/disputes/calls/{call.pk}/"
    sent = {"made_on": "2026-03-20", "performed": "partly", "satisfied": "yes", "has_new_trouble": "on"}
    assert client.post(url, sent).status_code == 302
    made = FollowUp.objects.get()
    assert (made.made_by, made.performed, made.has_new_trouble) == (officer, "partly", True)
    assert client.get(url).status_code == 302


def test_a_mark_is_set_and_ended(client, dispute):
    client.post(f"/disputes/{dispute.pk}/mark/", {"level": "red", "why": "扬言报复", "until": "2026-04-01"})
    mark = Attention.objects.get()
    assert "扬言报复" in client.get(dispute.get_absolute_url()).content.decode()
    client.post(f"/disputes/marks/{mark.pk}/end/")
    mark.refresh_from_db()
    assert mark.ended_on == date(2026, 3, 20)


def test_settled_among_themselves_takes_two_days_and_the_police(client, village, officer):
    dispute = build.make_dispute(village, date(2026, 3, 10), by=officer, host="police", procedure="police")
    url = f"/disputes/{dispute.pk}/close/"
    sent = {"stage": "settled", "handled_on": "2026-03-12", "result": "已赔", "agreement": "oral"}
    assert set(client.post(url, sent).context["form"].errors) == {"applied_on", "approved_on"}
    whole = sent | {"applied_on": "2026-03-11", "approved_on": "2026-03-12"}
    assert client.post(url, whole).status_code == 302
    dispute.refresh_from_db()
    assert (dispute.stage, dispute.agreement, dispute.told_routes_on) == ("settled", "", None)


def test_a_committee_is_not_offered_that_end(client, dispute):
    stages = dict(client.get(f"/disputes/{dispute.pk}/close/").context["form"].fields["stage"].choices)
    assert "settled" not in stages and "agreed" in stages


def test_a_protected_one_is_not_offered_an_agreement(client, village, officer):
    dispute = build.make_dispute(
        village, by=officer, kind="marriage", violence="yes", is_protected=True, procedure="protected"
    )
    stages = dict(client.get(f"/disputes/{dispute.pk}/close/").context["form"].fields["stage"].choices)
    assert set(stages) == {"referred", "told"}
    assert client.get(f"/disputes/{dispute.pk}/sessions/new/").status_code == 302


def test_a_file_of_the_list_has_no_protected_dispute(village, officer):
    from disputes.book import DISPUTES

    build.make_dispute(
        village, by=officer, kind="marriage", violence="yes", is_protected=True, procedure="protected"
    )
    plain = build.make_dispute(village, by=officer)
    rows = DISPUTES.listing.of_file(DISPUTES.listing.rows(officer))
    assert list(rows) == [plain]
