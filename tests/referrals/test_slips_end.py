"""A slip of a referral ends with it, and what was passed on about a dispute ends with the dispute."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.actions import acceptance
from referrals.actions import passing, slips
from referrals.models import OF_REFERRAL, Referral, Slip
from referrals.slips import opens
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def of_dispute(dispute, officer) -> Referral:
    return build.make_referral(dispute.village, by=officer, subject_kind="dispute", subject_key=dispute.pk)


def test_the_slip_of_a_referral_says_answered_once_somebody_was_told(village, officer):
    dispute = build.make_dispute(village, by=officer)
    referral = of_dispute(dispute, officer)
    slips.issue(OF_REFERRAL, referral, by=officer)
    Referral.objects.filter(pk=referral.pk).update(
        state=Referral.State.DONE, outcome="solved", answer="已协调", answered_on=date(2026, 3, 20)
    )
    referral.refresh_from_db()
    referral.told_how, referral.told_back_on = "face", date(2026, 3, 20)
    passing.tell(referral, by=officer)
    slip = Slip.objects.get()
    assert (slip.shown, slip.answered_on) == (Slip.Shown.ANSWERED, date(2026, 3, 20)) and slip.ends_on


@pytest.mark.parametrize("how", ["withdraw", "protect"])
def test_what_was_passed_on_about_a_dispute_ends_with_it(village, officer, how):
    dispute = build.make_dispute(village, by=officer, kind="marriage", violence="no")
    referral = of_dispute(dispute, officer)
    slips.issue(OF_REFERRAL, referral, by=officer)
    if how == "withdraw":
        acceptance.withdraw_case(dispute, by=officer)
    else:
        dispute.violence = "yes"
        acceptance.amend_case(dispute, by=officer)
    referral.refresh_from_db()
    assert referral.state == Referral.State.WITHDRAWN and Slip.objects.get().ends_on


def test_a_slip_says_how_the_row_stands_now_also_one_that_had_ended(village, officer):
    request = build.make_request(village, by=officer)
    slips.issue("request", request, by=officer)
    slips.answered("request", request.pk, date(2026, 3, 20))
    Slip.objects.update(ends_on=date(2026, 3, 20))
    for state, shown in (("withdrawn", "received"), ("sent", "passed_on")):
        build.make_referral(village, by=officer, row=request, state=state)
        code = slips.issue("request", request, by=officer)
        slip = Slip.objects.get()
        assert (slip.shown, slip.answered_on, slip.ends_on) == (shown, None, None)
        assert opens("request", request.pk, code)


def test_nobody_passes_a_row_on_while_its_slip_is_written(village, officer):
    request = build.make_request(village, by=officer)
    with CaptureQueriesContext(connection) as queries:
        slips.issue("request", request, by=officer)
    locks = [one["sql"] for one in queries if "FOR NO KEY UPDATE" in one["sql"]]
    assert len(locks) == 1 and '"residents_request"' in locks[0]
