"""Drafts of the forms of the books."""

import pytest

from ledgers.models import Draft
from oversight.actions import emergency
from residents.models import Visit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
FORM = "residents.visit"
KEY = "0b0e7a52-5a53-4dd4-9d3e-6c1f0d7f1a11"


def test_what_is_typed_comes_back(officer, sign_in):
    client = sign_in(officer)
    client.post(f"/ledgers/drafts/{FORM}/", {"note": "谈了防诈骗", "csrfmiddlewaretoken": "x"})
    assert Draft.objects.get(user=officer).data == {"note": "谈了防诈骗"}
    assert "谈了防诈骗" in client.get("/residents/visits/new/").content.decode()


def test_a_draft_is_seen_by_its_writer_only(officer, auxiliary, sign_in):
    sign_in(officer).post(f"/ledgers/drafts/{FORM}/", {"note": "谈了防诈骗"})
    assert "谈了防诈骗" not in sign_in(auxiliary).get("/residents/visits/new/").content.decode()


def test_a_draft_can_be_thrown_away(officer, sign_in):
    client = sign_in(officer)
    client.post(f"/ledgers/drafts/{FORM}/", {"note": "x"})
    client.post(f"/ledgers/drafts/{FORM}/discard/")
    assert not Draft.objects.exists()


def test_a_draft_has_a_size(officer, sign_in):
    assert sign_in(officer).post(f"/ledgers/drafts/{FORM}/", {"note": "长" * 30_000}).status_code == 413


def test_a_broken_draft_does_not_break_the_form(officer, sign_in):
    Draft.objects.create(
        user=officer,
        post=officer.assignments.get().post,
        form=FORM,
        data={"household": "no number", "occurred_on": "x", "talks": []},
    )
    assert sign_in(officer).get("/residents/visits/new/").status_code == 200


def test_a_draft_that_nobody_came_back_to_is_cleared(officer):
    from retention.tasks import dispose

    old = Draft.objects.create(user=officer, post=officer.assignments.get().post, form=FORM, data={})
    Draft.objects.update(saved_at="2026-02-01T00:00:00+08:00")
    dispose()
    assert not Draft.objects.filter(pk=old.pk).exists()


def test_a_draft_brings_the_key_of_its_form_back(village, officer, sign_in):
    sign_in(officer).post(f"/ledgers/drafts/{FORM}/", {"note": "x", "client_key": KEY})
    page = sign_in(officer).get("/residents/visits/new/")
    assert str(page.context["client_key"]) == KEY and page.context["draft"].data["note"] == "x"


def test_what_was_typed_last_and_arrives_after_the_form_is_no_draft(village, officer, sign_in):
    client, household = sign_in(officer), build.make_household(village)
    sent = {"household": household.pk, "outcome": "met", "occurred_on": "2026-03-20", "client_key": KEY}
    client.post("/residents/visits/new/", sent)
    client.post(f"/ledgers/drafts/{FORM}/", sent)
    assert not Draft.objects.exists()


def test_a_draft_that_was_saved_comes_back_as_its_receipt(village, officer, sign_in):
    client, household = sign_in(officer), build.make_household(village)
    sent = {"household": household.pk, "outcome": "met", "occurred_on": "2026-03-20", "client_key": KEY}
    client.post("/residents/visits/new/", sent)
    subject = f"household:{household.pk}"
    Draft.objects.create(
        user=officer, post=officer.assignments.get().post, form=FORM, subject=subject, data=sent
    )  # stored at the same moment
    page = client.get(f"/residents/visits/new/?household={household.pk}")
    assert page.context["draft"] is None and str(page.context["client_key"]) != KEY
    assert Visit.objects.get().receipt in page.content.decode()


def test_a_draft_is_gone_when_its_household_is_saved(village, officer, sign_in):
    client = sign_in(officer)
    draft = Draft.objects.create(
        user=officer,
        post=officer.assignments.get().post,
        form="residents.household",
        data={"householder": "张三"},
    )
    given = {
        "village": village.pk,
        "number": "1",
        "householder": "张三",
        "members": "4",
        "children_under_14": "0",
    }
    assert client.post("/residents/households/new/", given | {"members": "0"}).status_code == 422
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert client.post("/residents/households/new/", given).status_code == 302
    assert not Draft.objects.exists()


def test_a_request_made_at_a_visit_leaves_the_draft_of_another_request(village, officer, sign_in):
    other = Draft.objects.create(
        user=officer, post=officer.assignments.get().post, form="residents.request", data={"asked": "修路"}
    )
    household = build.make_household(village)
    given = {"household": household.pk, "outcome": "met", "occurred_on": "2026-03-20", "asked": "路灯"}
    sign_in(officer).post("/residents/visits/new/", given)
    assert Draft.objects.filter(pk=other.pk).exists()


def test_a_change_leaves_the_draft_of_a_new_row(village, officer, sign_in):
    household = build.make_household(village)
    draft = Draft.objects.create(
        user=officer,
        post=officer.assignments.get().post,
        form="residents.household",
        data={"householder": "张三"},
    )
    given = {"number": "1", "householder": "李四", "members": "4", "children_under_14": "0"}
    assert sign_in(officer).post(f"/residents/households/{household.pk}/edit/", given).status_code == 302
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_an_open_form_stores_no_draft_during_an_emergency_view(officer, elsewhere, sign_in):
    emergency.open_view(elsewhere.memberships.get().post, "山洪预警，须联系独居老人转移", by=officer)
    assert sign_in(officer).post("/ledgers/drafts/residents.visit/", {"note": "未写完"}).status_code == 403
