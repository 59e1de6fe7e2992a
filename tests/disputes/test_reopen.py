"""A dispute that ended without agreement is taken up again, and a later agreement recorded; both results stay."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit import history
from audit.models import Entry
from disputes.actions import agreeing, closing
from disputes.models import Agreement, Dispute, FollowUp
from tests import build
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def failed(village, officer):
    return build.make_dispute(
        village,
        by=officer,
        stage="failed",
        result="各执一词",
        handled_on=date(2026, 3, 20),
        occurred_on=date(2026, 3, 10),
    )


def test_a_failed_dispute_is_taken_up_again_and_agreed(failed, officer):
    client = PageClient()
    client.force_login(officer)
    url = failed.get_absolute_url()
    assert "/reopen/" in client.get(url).content.decode()
    assert client.post(f"{url}reopen/", {"reason": "双方愿意再谈"}).status_code == 302
    agreed = {"stage": "agreed", "agreement": "oral", "result": "和解", "handled_on": "2026-03-20"}
    assert client.post(f"{url}close/", agreed).status_code == 302
    failed.refresh_from_db()
    assert (failed.stage, failed.result) == (Dispute.Stage.AGREED, "和解")


def test_the_first_result_stays_in_the_history_with_the_reason(failed, officer):
    closing.reopen(failed, "双方愿意再谈", by=officer)
    entry = Entry.objects.filter(action="reopen_dispute").get()
    assert (entry.detail["stage"], entry.detail["reason"]) == ("failed", "双方愿意再谈")
    assert history.changes_model(Dispute).objects.filter(pgh_obj=failed.pk, result="各执一词").exists()


def test_an_open_one_is_not(village, officer):
    with pytest.raises(ValidationError):
        closing.reopen(build.make_dispute(village), "再谈", by=officer)


def test_an_agreed_one_keeps_the_agreement_beside_the_new_one(village, officer):
    dispute = build.make_agreed(village, officer)
    Agreement(dispute=dispute, form="oral", terms="各退一步", recorded_by=officer).save()
    FollowUp(dispute=dispute, planned_on=date(2026, 4, 1)).save()
    closing.reopen(dispute, "一方没有履行", by=officer)
    replaced = Agreement.objects.get()
    assert (replaced.replaced_why, replaced.terms) == ("一方没有履行", "各退一步")
    assert FollowUp.objects.get().dropped_on is not None


def test_it_takes_a_reason_and_the_right(failed, officer, leader):
    with pytest.raises(ValidationError):
        closing.reopen(failed, " ", by=officer)
    with pytest.raises(PermissionDenied):
        closing.reopen(failed, "再谈", by=leader)


def test_what_ended_without_an_agreement_gets_none_before_it_is_taken_up_again(village, officer):
    row = build.make_dispute(village, by=officer)
    terms = Agreement(dispute=row, form="oral", terms="各退一步", effective_on=row.occurred_on)
    standing = agreeing.draft(terms, by=officer)
    Dispute.objects.filter(pk=row.pk).update(stage="failed", result="未成", handled_on=row.occurred_on)
    with pytest.raises(ValidationError, match="已办结"):
        agreeing.make_final(standing, by=officer)
    Agreement.objects.update(replaced_on=row.occurred_on, replaced_why="写错了")
    with pytest.raises(ValidationError, match="已办结"):
        agreeing.draft(Agreement(dispute=row, form="oral"), by=officer)
