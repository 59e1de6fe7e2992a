"""A dispute that ended without agreement is taken up again, and a later agreement recorded; both results stay."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit import history
from audit.models import Entry
from disputes.actions import closing
from disputes.models import Dispute
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
        handled_on="2026-03-20",
        occurred_on="2026-03-10",
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


@pytest.mark.parametrize("stage", ["open", "agreed"])
def test_an_open_or_agreed_one_is_not(village, officer, stage):
    dispute = build.make_agreed(village, officer) if stage == "agreed" else build.make_dispute(village)
    with pytest.raises(ValidationError):
        closing.reopen(dispute, "再谈", by=officer)


def test_it_takes_a_reason_and_the_right(failed, officer, leader):
    with pytest.raises(ValidationError):
        closing.reopen(failed, " ", by=officer)
    with pytest.raises(PermissionDenied):
        closing.reopen(failed, "再谈", by=leader)
