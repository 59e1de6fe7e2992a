"""What is done about domestic violence: recorded by the officers of the post and the chief, visits planned from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from accounts.models import User
from calendars.working_days import after_months
from disputes.actions.rows import hold_dispute, insert
from disputes.models import Dispute, Measure
from rules import law

Kind = Measure.Kind


@transaction.atomic
def record(measure: Measure, *, by: User) -> Measure:
    """Write one step of the protected route down. The trail says that something was recorded, not what."""
    dispute = hold_dispute(measure, by, "protect_dispute")
    check_protected(dispute)
    if measure.done_on > timezone.localdate():
        raise ValidationError({"done_on": _("The day lies in the future.")})
    _check_kind(measure, dispute, scope.for_user(by).county)
    measure.recorded_by = by
    return insert(measure, dispute, by, "record_measure")


def check_protected(dispute: Dispute) -> None:
    """ValidationError for any other dispute."""
    if not dispute.is_protected:
        raise ValidationError(_("Only a protected dispute has these."))


def _check_kind(measure: Measure, dispute: Dispute, county: str) -> None:
    if measure.kind == Kind.BREACH:
        letters = dispute.measure_set.filter(kind=Kind.ADMONITION, done_on__lte=measure.done_on)
        if not letters.exists():
            raise ValidationError({"done_on": _("There was no admonition by then that could be broken.")})
    if measure.kind == Kind.ORDER:
        _check_order(measure, county)


def _check_order(measure: Measure, county: str) -> None:
    """An order holds for the months of its row at most; a longer one is another order."""
    if measure.until is None:
        raise ValidationError({"until": _("Say until when it holds.")})
    if measure.until < measure.done_on:
        raise ValidationError({"until": _("A protection order ends on a day after its first.")})
    row = law.row("dv.order", on=measure.done_on, county=county)
    months = row.number("longest")
    if measure.until > after_months(measure.done_on, months):
        sentence = _(
            "A protection order holds for %(months)s months at most; one that goes on is another order."
        )
        raise ValidationError({"until": f"{sentence % {'months': months}}（{row.article}）"})


@dataclass(frozen=True)
class Visit:
    """The next visit of a body, by the interval of the county."""

    body: str
    label: str
    due_on: date


def next_visits(measures: Iterable[Measure], county: str) -> list[Visit]:
    """After an admonition committee and station visit both sides (反家庭暴力法 17); the interval is the county's."""
    found = list(measures)
    letters = [one.done_on for one in found if one.kind == Kind.ADMONITION]
    if not letters:
        return []
    visits = []
    for body in Measure.Body:
        made = [one.done_on for one in found if one.kind == Kind.VISIT and one.body == body]
        last = max([*letters, *made])
        due_on = last + rules.days("dispute.visit_days", on=last, county=county)
        visits.append(Visit(body.value, str(body.label), due_on))
    return visits
