"""What is done about domestic violence: recorded, corrected and withdrawn by officers of the post and the chief."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit import trail
from calendars.working_days import after_months
from disputes.actions.rows import change, hold_dispute, hold_part, insert
from disputes.models import Dispute, Measure
from rules import law

Kind = Measure.Kind
WITHOUT_LETTER = {
    Kind.VISIT: gettext_lazy("There was no admonition by then that is visited about."),
    Kind.BREACH: gettext_lazy("There was no admonition by then that could be broken."),
}
FOLLOW = tuple(WITHOUT_LETTER)
HANDED = ("served_actor_on", "served_victim_on", "committee_told_on")


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
    held = hold_part(measure, by)
    measure.kind = held.kind
    check_stands(held)
    _check(measure, dispute)
    if measure.kind == Kind.ADMONITION:
        _check_followers(dispute, [measure.done_on, *_letters(dispute, without=measure.pk)], "done_on")
    return change(measure, dispute, by, "amend_measure")


@transaction.atomic
def withdraw(measure: Measure, reason: str, *, by: User) -> Measure:
    """Take back what was written down by mistake: it stays with the reason, and is followed no more."""
    dispute = hold_dispute(measure, by, "protect_dispute")
    held = hold_part(measure, by)
    check_stands(held)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is withdrawn.")})
    if held.kind == Kind.ADMONITION:
        _check_followers(dispute, _letters(dispute, without=held.pk), "reason")
    held.withdrawn_on, held.withdrawn_why = timezone.localdate(), reason.strip()
    held.save(update_fields=["withdrawn_on", "withdrawn_why"])
    trail.record("withdraw_measure", dispute, by=by, part=held._meta.model_name, number=held.pk)
    return held


def check_stands(measure: Measure) -> None:
    """ValidationError for what is withdrawn already."""
    if measure.withdrawn_on:
        raise ValidationError(_("It is withdrawn already. Load the page again."))


def _letters(dispute: Dispute, *, without: int = 0) -> list[date]:
    """The days of the admonitions that stand."""
    found = dispute.measure_set.filter(kind=Kind.ADMONITION, withdrawn_on=None).exclude(pk=without)
    return list(found.values_list("done_on", flat=True))


def _check_followers(dispute: Dispute, letters: list[date], field: str) -> None:
    """ValidationError where a visit or a breach would come before every admonition, or without any."""
    follow = dispute.measure_set.filter(kind__in=FOLLOW, withdrawn_on=None)
    if letters:
        follow = follow.filter(done_on__lt=min(letters))
    if follow.exists():
        raise ValidationError(
            {field: _("A visit or a breach is noted that would come before any admonition.")}
        )


def _check(measure: Measure, dispute: Dispute) -> None:
    check_protected(dispute)
    today = timezone.localdate()
    if measure.done_on > today:
        raise ValidationError({"done_on": _("The day lies in the future.")})
    if measure.kind in FOLLOW and measure.done_on < dispute.occurred_on:
        raise ValidationError({"done_on": _("The day lies before acceptance.")})
    days = {name: getattr(measure, name) for name in HANDED}
    wrong = [name for name, day in days.items() if day and not measure.done_on <= day <= today]
    if wrong:
        sentence = _("The day lies between the day of the admonition and today.")
        raise ValidationError(dict.fromkeys(wrong, sentence))
    _check_kind(measure, dispute)


def check_protected(dispute: Dispute) -> None:
    """ValidationError for any other dispute."""
    if not dispute.is_protected:
        raise ValidationError(_("Only a protected dispute has these."))


def _check_kind(measure: Measure, dispute: Dispute) -> None:
    if measure.kind in FOLLOW and not any(day <= measure.done_on for day in _letters(dispute)):
        raise ValidationError({"done_on": WITHOUT_LETTER[Kind(measure.kind)]})
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
