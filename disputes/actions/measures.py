"""What is done about domestic violence: recorded, and corrected, by the officers of the post and the chief."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from calendars.working_days import after_months
from disputes.actions.rows import change, hold_dispute, hold_part, insert
from disputes.models import Dispute, Measure
from rules import law

Kind = Measure.Kind


@transaction.atomic
def record(measure: Measure, *, by: User) -> Measure:
    """Write one step of the protected route down. The trail says that something was recorded, not what."""
    dispute = hold_dispute(measure, by, "protect_dispute")
    _check(measure, dispute)
    measure.recorded_by = by
    return insert(measure, dispute, by, "record_measure")


@transaction.atomic
def amend(measure: Measure, *, by: User) -> Measure:
    """Correct a step that was written down wrongly; what it was before stays in its history. Its kind stays."""
    dispute = hold_dispute(measure, by, "protect_dispute")
    measure.kind = hold_part(measure, by).kind
    _check(measure, dispute)
    if measure.kind == Kind.ADMONITION:
        _check_breaches(measure, dispute)
    return change(measure, dispute, by, "amend_measure")


def _check_breaches(letter: Measure, dispute: Dispute) -> None:
    """ValidationError where a breach would come before every admonition."""
    letters = dispute.measure_set.filter(kind=Kind.ADMONITION).exclude(pk=letter.pk)
    first = min([letter.done_on, *letters.values_list("done_on", flat=True)])
    if dispute.measure_set.filter(kind=Kind.BREACH, done_on__lt=first).exists():
        raise ValidationError({"done_on": _("A breach is noted before this day.")})


def _check(measure: Measure, dispute: Dispute) -> None:
    check_protected(dispute)
    if measure.done_on > timezone.localdate():
        raise ValidationError({"done_on": _("The day lies in the future.")})
    _check_kind(measure, dispute)


def check_protected(dispute: Dispute) -> None:
    """ValidationError for any other dispute."""
    if not dispute.is_protected:
        raise ValidationError(_("Only a protected dispute has these."))


def _check_kind(measure: Measure, dispute: Dispute) -> None:
    if measure.kind == Kind.BREACH:
        letters = dispute.measure_set.filter(kind=Kind.ADMONITION, done_on__lte=measure.done_on)
        if not letters.exists():
            raise ValidationError({"done_on": _("There was no admonition by then that could be broken.")})
    if measure.kind == Kind.ORDER:
        _check_order(measure)


def _check_order(measure: Measure) -> None:
    """An order holds for the months of its row at most; a longer one is another order."""
    if measure.until is None:
        raise ValidationError({"until": _("Say until when it holds.")})
    if measure.until < measure.done_on:
        raise ValidationError({"until": _("A protection order ends on a day after its first.")})
    row = law.row_or_first("dv.order", on=measure.done_on)
    months = row.number("longest")
    if measure.until > after_months(measure.done_on, months):
        sentence = _(
            "A protection order holds for %(months)s months at most; one that goes on is another order."
        )
        raise ValidationError({"until": f"{sentence % {'months': months}}（{row.article}）"})
