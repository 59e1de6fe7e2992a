"""Longer periods and the end of the case behind a dispute."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from disputes import county_settings
from disputes.actions.rows import check_living, hold_dispute, insert
from disputes.clocks import case, facts
from disputes.clocks.facts import Facts
from disputes.legality.facts import Step
from disputes.legality.gate import Reasons, check_step, keep
from disputes.models import Dispute, Extension
from ledgers import actions


@transaction.atomic
def extend(extension: Extension, *, by: User) -> Extension:
    """Note an approved extension: of the case (as often as the law of its filing has), or of the month."""
    dispute = hold_dispute(extension, by, "settle_dispute")
    found = facts.read(Dispute.objects.filter(pk=dispute.pk))[0]
    start = _start_of_case(found) if extension.of == Extension.Of.CASE else _start_of_month(found)
    if not start <= extension.approved_on <= timezone.localdate():
        raise ValidationError({"approved_on": _("The day lies between the begin of the period and today.")})
    extension.recorded_by = by
    return insert(extension, dispute, by, "extend_period")


def _start_of_case(found: Facts) -> date:
    """ValidationError where no case period runs, or it was extended as often as the law has."""
    row = case.row_of(found)
    start = case.started(found, row)
    if start is None or case.closed_on(found):
        raise ValidationError({"of": _("No case period runs: say first on which day the case was filed.")})
    times = sum(one.of == Extension.Of.CASE for one in found.extensions)
    if times >= row.number("extensions"):
        raise ValidationError(
            {"of": _("It was extended %(times)s times: no more are allowed (%(article)s).")
             % {"times": times, "article": row.article}}
        )  # fmt: skip
    return start.on


def _start_of_month(found: Facts) -> date:
    """ValidationError outside of people's mediation, where the county has no extension, and for a second one."""
    if found.procedure != Dispute.Procedure.PEOPLE:
        raise ValidationError({"of": _("The month is one of people's mediation.")})
    if not county_settings.month_extension(found.occurred_on, found.county_code):
        raise ValidationError({"of": _("The county has set no extension of the month.")})
    if any(one.of == Extension.Of.MONTH for one in found.extensions):
        raise ValidationError({"of": _("The month is extended already.")})
    return found.occurred_on


@transaction.atomic
def close_case(dispute: Dispute, day: date, *, by: User, reasons: Reasons | None = None) -> Dispute:
    """The case behind the dispute is closed: its period runs no more."""
    if not may(by, "settle_dispute"):
        raise PermissionDenied
    held = actions.hold(dispute, by=by)
    check_living(held)
    first = held.filed_on or held.occurred_on
    if not first <= day <= timezone.localdate():
        raise ValidationError({"case_closed_on": _("The day lies between filing and today.")})
    overridden = check_step(Step.CASE, held, by, reasons, done_on=day)
    held.case_closed_on = day
    held.save(update_fields=["case_closed_on"])
    trail.record("close_case", held, by=by, case_closed_on=str(day))
    keep(overridden, held, by=by)
    return held
