"""Services: recorded and changed as every row of a ledger, and done at premises of their own village."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from ledgers import actions
from residents.models import Premises, Service


@transaction.atomic
def record_service(service: Service, *, by: User, verb: str, late_reason: str = "") -> Service:
    """A new service; ValidationError for premises of another village, or that had ended by its day."""
    premises = _locked(service, by)
    if service.premises_id:
        _check_premises(service, premises)
    return actions.record(service, by=by, verb=verb, late_reason=late_reason)


@transaction.atomic
def amend_service(service: Service, *, by: User, verb: str, late_reason: str = "") -> Service:
    """A changed service. One whose premises moved to another village, or ended, meanwhile stays as it was saved."""
    premises = _locked(service, by)
    before = actions.hold(service, by=by)
    if service.premises_id and (service.premises_id, service.village_id) != (
        before.premises_id,
        before.village_id,
    ):
        _check_premises(service, premises)
    return actions.amend(service, by=by, verb=verb, late_reason=late_reason)


def _locked(service: Service, by: User) -> Premises | None:
    """The premises of the service, which neither move nor end until the transaction does; None out of sight."""
    rows = Premises.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=service.premises_id).first() if service.premises_id else None


def _check_premises(service: Service, premises: Premises | None) -> None:
    if premises is None:
        raise ValidationError({"premises": _("The premises are not entered at your place.")})
    if premises.village_id != service.village_id:
        words = {"premises": str(premises), "village": str(premises.village)}
        raise ValidationError({"premises": _("%(premises)s lies in %(village)s.") % words})
    if premises.ends_on is not None and premises.ends_on < service.occurred_on:
        ended = _("%(premises)s ended on %(day)s.")
        words = {"premises": str(premises), "day": f"{premises.ends_on:%Y-%m-%d}"}
        raise ValidationError({"premises": ended % words})
