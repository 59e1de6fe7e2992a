"""Longer periods and the end of the case behind a dispute."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from disputes import county_settings
from disputes.actions.rows import change, check_living, hold_dispute, hold_part, insert
from disputes.clocks import case, facts
from disputes.clocks.facts import Facts
from disputes.legality.facts import GateStep
from disputes.legality.gate import Reasons, check_step, keep
from disputes.models import Dispute, Extension
from ledgers import actions
from rules.law import LegalRow


@transaction.atomic
def extend(extension: Extension, *, by: User) -> Extension:
    """Note an approved extension: of the case (as often as the law of its filing has), or of the month."""
    dispute = hold_dispute(extension, by, "settle_dispute")
    found = facts.read(Dispute.objects.filter(pk=dispute.pk))[0]
    start = _start_of_case(found) if extension.of == Extension.Of.CASE else _start_of_month(found)
    _check_day(extension, start)
    extension.recorded_by = by
    return insert(extension, dispute, by, "extend_period")


@transaction.atomic
def amend_extension(extension: Extension, *, by: User) -> Extension:
    """Correct who approved an extension, or when; of what it is stays."""
    dispute = hold_dispute(extension, by, "settle_dispute")
    held = hold_part(extension, by)
    found = facts.read(Dispute.objects.filter(pk=dispute.pk))[0]
    first = case.begins(found, case.row_of(found)) if held.of == Extension.Of.CASE else None
    start = first or found.occurred_on  # it may belong to the period before the mediation failed
    _check_day(extension, start)
    extension.of = held.of
    return change(extension, dispute, by, "extend_period")


def offered(dispute: Dispute, found: Facts | None = None) -> tuple[str, ...]:
    """What may be extended now: the case as often as its law has, the month where the county has it, once."""
    known = found or facts.read(Dispute.objects.filter(pk=dispute.pk))[0]
    ways = {Extension.Of.CASE: _start_of_case, Extension.Of.MONTH: _start_of_month}
    return tuple(what.value for what, start in ways.items() if _is_open_to(start, known))


def _is_open_to(start: Callable[[Facts], date], found: Facts) -> bool:
    try:
        start(found)
    except ValidationError:
        return False
    return True


def _check_day(extension: Extension, start: date) -> None:
    if not start <= extension.approved_on <= timezone.localdate():
        raise ValidationError({"approved_on": _("The day lies between the begin of the period and today.")})


def _case_started(found: Facts, row: LegalRow) -> case.Start:
    """ValidationError where no case is filed."""
    start = case.started(found, row)
    if start is None:
        raise ValidationError({"of": _("No case period runs: say first on which day the case was filed.")})
    return start


def _start_of_case(found: Facts) -> date:
    """ValidationError where no case period runs, or it was extended as often as the law has."""
    row = case.row_of(found)
    start = _case_started(found, row)
    if case.closed_on(found):
        raise ValidationError({"of": _("The case is closed: its period runs no more.")})
    times = case.extended(found, start)
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
    """The case behind the dispute is closed: its period runs no more. Closed before, the day is corrected."""
    if not may(by, "settle_dispute"):
        raise PermissionDenied
    held = actions.hold(dispute, by=by)
    check_living(held)
    check_has_case(held)
    first = held.filed_on or held.occurred_on
    if not first <= day <= timezone.localdate():
        raise ValidationError({"case_closed_on": _("The day lies between filing and today.")})
    overridden = check_step(GateStep.CASE, held, by, reasons, done_on=day)
    held.case_closed_on = day
    held.save(update_fields=["case_closed_on"])
    trail.record("close_case", held, by=by, case_closed_on=str(day))
    keep(overridden, held, by=by)
    return held


def check_has_case(dispute: Dispute) -> None:
    """ValidationError where no day of filing is noted: there is no case that could end."""
    if dispute.filed_on is None:
        raise ValidationError(_("No case is filed here: note the day of filing first."))
