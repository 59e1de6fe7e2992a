"""Actions on requests: note one, change it, tell the answer back. The pages of the requests call them.

What a household asks for during a visit is noted with the visit (residents/actions.py).
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from ledgers import actions, months
from ledgers.models import Row
from referrals.actions import passing as referring
from referrals.models import Referral
from residents.actions.register import check_registered
from residents.models import Request

KIND = Referral.Subject.REQUEST.value
TOLD = ("answer", "outcome", "told_how", "told_back_on")


@transaction.atomic
def note_request(request: Request, *, by: User, late_reason: str = "") -> Request:
    """Write what somebody asked for outside of a visit."""
    _settle_place(request)
    saved = actions.record(request, by=by, verb="record_visit", late_reason=late_reason)
    if saved.household is not None:
        check_registered(saved.household, saved.occurred_on)
    return saved


@transaction.atomic
def amend_request(request: Request, *, by: User, late_reason: str = "") -> Request:
    """Change what somebody asked for outside of a visit."""
    before = actions.hold(request, by=by)
    _settle_place(request)
    check_due_day(before, request)
    saved = actions.amend(request, by=by, verb="record_visit", late_reason=late_reason)
    if saved.household is None:
        return saved
    if (before.household_id, before.occurred_on) != (saved.household_id, saved.occurred_on):
        check_registered(saved.household, saved.occurred_on, before=before.household_id)
    return saved


def _settle_place(request: Request) -> None:
    """The village of the household that asks, and the due day of what is urgent. One that moved stays where it is."""
    if request.household is not None:
        request.village = request.household.village
    request.keep_urgent()


def check_due_day(before: Request, after: Request) -> None:
    """ValidationError for another due day once it has passed or the answer was told: nothing becomes punctual later.

    The chief may give the request back for its due day; what is urgent is due on its own day.
    """
    urgent = Request.Urgency.URGENT
    if before.due_on == after.due_on or before.urgency == after.urgency == urgent:
        return
    if before.state == Row.State.GIVEN_BACK and before.returned_field in ("due_on", "urgency"):
        return
    if before.told_back_on or before.due_on < timezone.localdate():
        raise ValidationError(
            {
                "due_on": _(
                    "The day has passed, or the answer was told: the due day stays. The chief may give it back."
                )
            }
        )


@transaction.atomic
def answer(request: Request, *, by: User, late_reason: str = "") -> Request:
    """Note what was done and that whoever asked was told, how and on which day, also when the answer is no.

    The month of that day must be open to it; that of the due day as well, when it was told in time.
    """
    if not may(by, "answer_request"):
        raise PermissionDenied
    before = actions.hold(request, by=by)
    check_waits(before)
    day = request.told_back_on
    if day is None:
        raise ValidationError({"told_back_on": _("Say on which day.")})
    late = months.let_in(before.village_id, day, late_reason, field="told_back_on")
    if day <= before.due_on:
        late |= months.let_in(before.village_of("due_on"), before.due_on, late_reason, field="told_back_on")
    actions.note_late(request, late, late_reason)
    request.save(update_fields=[*TOLD, "is_late", "reason"])
    trail.record(
        "answer_request", request, by=by, told_back_on=str(day), told_how=request.told_how,
        outcome=request.outcome, late=late,
    )  # fmt: skip
    referring.told(KIND, request.pk, how=request.told_how, day=day, by=by)
    return request


@transaction.atomic
def correct_answer(request: Request, *, by: User, late_reason: str = "") -> Request:
    """Change an answer that was told, while the row is open to change; the chief may have given it back for it.

    A day that was too late does not become punctual, unless the chief gave the row back for that day.
    """
    before = actions.hold(request, by=by)
    check_answer_changes(before, by)
    day = request.told_back_on
    if day is None:
        raise ValidationError({"told_back_on": _("Say on which day.")})
    if day <= before.due_on < (before.told_back_on or day) and before.returned_field != "told_back_on":
        raise ValidationError(
            {"told_back_on": _("The answer was told too late: the chief may give the day back.")}
        )
    return actions.amend(request, by=by, verb="answer_request", late_reason=late_reason)


@transaction.atomic
def withdraw_request(
    request: Request, *, by: User, verb: str = "withdraw_row", late_reason: str = ""
) -> Request:
    """Take a request back, with what was passed on about it; its slip opens nothing any more."""
    saved = actions.withdraw(request, by=by, verb=verb, late_reason=late_reason)
    referring.withdrawn_with(KIND, saved.pk, by=by)
    return saved


def check_answer_changes(request: Request, by: User) -> None:
    """ValidationError unless the request is answered and the person may change it."""
    if request.told_back_on is None:
        raise ValidationError(_("The request is not answered yet. Load the page again."))
    actions.check_changeable(request, by)


def check_waits(request: Request) -> None:
    """ValidationError for a request that waits for no answer."""
    if not request.waits:
        raise ValidationError(
            _("The request is answered already, or it does not count. Load the page again.")
        )
