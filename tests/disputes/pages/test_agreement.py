"""The draft of an agreement and its duties on their pages."""

import pytest

from disputes.models import (
    Agreement,
    Duty,
)
from tests import dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")


def lines(*duties, shown=()) -> dict:
    found = {"duties-TOTAL_FORMS": str(len(duties) + 1), "duties-INITIAL_FORMS": str(len(shown))}
    for number, (who, what, due_on) in enumerate(duties):
        found |= {f"duties-{number}-{name}": value for name, value in
                  {"who": str(who.pk), "what": what, "due_on": due_on}.items()}  # fmt: skip
    for number, duty in enumerate(shown):
        found |= {f"duties-{number}-key": str(duty.pk), f"duties-{number}-shown": str(duty.version)}
    return found


def draft_of(agreement) -> dict:
    return {"form": "written", "terms": "改两次", "facts": "渗水", "effective_on": "2026-03-12"}


@pytest.fixture
def drafted(dispute):
    party = dispute_parts.make_party(dispute)
    dispute_parts.make_party(dispute, "B", "周试")
    agreement = dispute_parts.make_agreement(dispute)
    return agreement, party, dispute_parts.make_duty(agreement, party)


def test_a_draft_is_changed_with_its_duties(client, drafted):
    agreement, party, duty = drafted
    sent = draft_of(agreement) | lines(
        (party, "付一半", "2026-03-30"), (party, "付另一半", "2026-04-30"), shown=[duty]
    )
    assert client.post(f"/disputes/agreements/{agreement.pk}/edit/", sent).status_code == 302
    assert list(agreement.duties.values_list("pk", "what")) == [
        (duty.pk, "付一半"), (duty.pk + 1, "付另一半"),
    ]  # fmt: skip


def test_an_emptied_line_is_taken_out(client, drafted):
    agreement, _party, duty = drafted
    sent = draft_of(agreement) | lines(shown=[duty])
    assert client.post(f"/disputes/agreements/{agreement.pk}/edit/", sent).status_code == 302
    assert not agreement.duties.exists()


def test_a_duty_that_was_changed_meanwhile_is_not_overwritten(client, drafted):
    agreement, party, duty = drafted
    sent = draft_of(agreement) | lines((party, "付一半", "2026-03-30"), shown=[duty])
    Duty.objects.filter(pk=duty.pk).update(what="付全部")
    assert client.post(f"/disputes/agreements/{agreement.pk}/edit/", sent).status_code == 409
    assert agreement.duties.get().what == "付全部"


def test_a_whole_one_is_made_final_and_then_corrected_with_a_reason(client, drafted):
    agreement, _party, _duty = drafted
    url = f"/disputes/agreements/{agreement.pk}"
    assert client.post(f"{url}/final/").status_code == 302
    agreement.refresh_from_db()
    assert agreement.is_final and client.get(f"{url}/edit/").status_code == 302
    assert client.post(f"{url}/correct/", {"reason": "金额写错"}).status_code == 302
    old, new = Agreement.objects.order_by("pk")
    assert (old.replaced_why, new.is_final, new.terms) == ("金额写错", False, old.terms)
    text = client.get(old.dispute.get_absolute_url()).content.decode()
    assert "金额写错" in text


def test_what_is_missing_leads_back_to_the_draft_and_is_marked_there(client, drafted):
    agreement, _party, _duty = drafted
    Agreement.objects.filter(pk=agreement.pk).update(place="")
    page = client.get(f"/disputes/agreements/{agreement.pk}/final/", follow=True)
    text = page.content.decode()
    assert (
        page.request["PATH_INFO"].endswith("/edit/")
        and text.count("data-missing") == 1
        and "履行地点" in text
    )
    form = page.context["form"]
    assert form.fields["place"].widget.attrs.keys() >= {"data-missing"}
