import pytest

from ledgers.models import Draft

pytestmark = pytest.mark.usefixtures("in_march")
FORM = "residents.visit"


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
        user=officer, form=FORM, data={"household": "no number", "occurred_on": "x", "talks": []}
    )
    assert sign_in(officer).get("/residents/visits/new/").status_code == 200


def test_a_draft_that_nobody_came_back_to_is_cleared(officer):
    from ledgers.tasks import clear

    old = Draft.objects.create(user=officer, form=FORM, data={})
    Draft.objects.update(saved_at="2026-02-01T00:00:00+08:00")
    clear()
    assert not Draft.objects.filter(pk=old.pk).exists()
