"""Actions on requests about own data: receive, grant, refuse. Granting a deletion deletes. The pages call these."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from ledgers import books
from ledgers.models import Row
from referrals.actions import passing as referring
from referrals.models import Referral
from residents import family
from residents.models import DataRequest, Household, PriorityVisit, Request, Resident
from retention import disposal
from retention.periods import GONE

Kind, State = DataRequest.Kind, DataRequest.State
ANSWERED = ("state", "answer", "answered_by", "answered_on")


@transaction.atomic
def receive(asked: DataRequest, *, by: User) -> DataRequest:
    """Record a request. The answer is due within the period of the county, counted from the day of asking."""
    household = asked.household
    if (
        not may(by, "receive_data_request")
        or not Household.objects.visible_to(by).filter(pk=household.pk).exists()
    ):
        raise PermissionDenied
    asked.received_by, asked.state = by, State.RECEIVED
    asked.due_on = asked.due_on or asked.asked_on + answer_within(scope.for_user(by).county, asked.asked_on)
    asked.placed_like(household)
    asked.save(force_insert=True)
    trail.record("receive_data_request", asked, by=by, kind=asked.kind, due_on=str(asked.due_on))
    return asked


def answer_within(county: str, day: date) -> timedelta:
    """How long the county with this division code gives for the answer to a request of ``day`` about own data."""
    return rules.days("data_request.answer_days", on=day, county=county)


@transaction.atomic
def grant(asked: DataRequest, answer: str, *, checked: bool = False, by: User) -> DataRequest:
    """The person got what they asked for. A deletion is carried out now; a correction notes what has changed since."""
    asked = _to_answer(asked, by, "answer_data_request")
    asked.is_identity_checked |= checked
    if not asked.is_identity_checked and asked.kind != Kind.EXPLAIN:
        raise ValidationError(
            {
                "is_identity_checked": _(
                    "Check first who asks. Until then nothing is given, changed or deleted."
                )
            }
        )
    if not answer.strip():
        raise ValidationError({"answer": _("Say what the person was told.")})
    detail = {"changed": changed_since(asked)} if asked.kind == Kind.CORRECT else {}
    if asked.kind == Kind.DELETE:
        detail = {"changed": delete(asked, by=by)}
    asked.state, asked.answer = State.GRANTED, answer.strip()
    asked.save(update_fields=[*ANSWERED, "is_identity_checked"])
    trail.record("grant_data_request", asked, by=by, kind=asked.kind, **detail)
    return asked


@transaction.atomic
def refuse(asked: DataRequest, reason: str, *, by: User) -> DataRequest:
    """The chief refuses with a reason; the person may go to court (个人信息保护法 50)."""
    asked = _to_answer(asked, by, "refuse_data_request")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the law wants a reason, and the person is told it.")})
    asked.state, asked.answer = State.REFUSED, reason.strip()
    asked.save(update_fields=ANSWERED)
    trail.record("refuse_data_request", asked, by=by, kind=asked.kind, reason=asked.answer)
    return asked


def _to_answer(asked: DataRequest, by: User, verb: str) -> DataRequest:
    rows = DataRequest.objects.visible_to(by)
    if not may(by, verb) or not rows.filter(pk=asked.pk).exists():
        raise PermissionDenied
    held = hold(asked, rows)
    check_waits(held)
    held.answered_by, held.answered_on = by, timezone.localdate()
    return held


def check_waits(asked: DataRequest) -> None:
    """ValidationError for a request that has been answered."""
    if asked.state != State.RECEIVED:
        raise ValidationError(_("It has been answered already. Load the page again."))


def check_can_answer(asked: DataRequest) -> None:
    """ValidationError, too, for a copy while nobody has looked who asks: it is printed and handed over before."""
    check_waits(asked)
    if asked.kind == Kind.COPY and not asked.is_identity_checked:
        raise ValidationError(_("Check first who asks, then print the copy and hand it over."))


def check_unknown(asked: DataRequest) -> None:
    """ValidationError where nobody has to look any more who asks."""
    check_waits(asked)
    if asked.is_identity_checked or asked.kind == Kind.EXPLAIN:
        raise ValidationError(_("The identity has been checked, or need not be."))


@transaction.atomic
def check_identity(asked: DataRequest, *, by: User) -> DataRequest:
    """Somebody has looked at a document of the person who asks: from now on the copy can be printed."""
    rows = DataRequest.objects.visible_to(by)
    if not may(by, "answer_data_request") or not rows.filter(pk=asked.pk).exists():
        raise PermissionDenied
    held = hold(asked, rows)
    check_unknown(held)
    held.is_identity_checked = True
    held.save(update_fields=["is_identity_checked"])
    trail.record("check_identity", held, by=by, kind=held.kind)
    return held


def changed_since(asked: DataRequest) -> list[str]:
    """The facts of the person or the household that were changed since it was asked: names of fields, no values."""
    found: set[str] = set()
    if asked.subject:
        entries = trail.entries_for(asked.subject).filter(at__date__gte=asked.asked_on)
        for changes in entries.values_list("detail__changes", flat=True):
            found |= set(changes or {})
    return sorted(found)


def delete(asked: DataRequest, *, by: User) -> list[str]:
    """Erase what a deletion covers. A person's entry is deleted, with the text of their priority visits. A household
    stays registered: erased are its phone, its note, and the text of its visits, requests and priority visits; the
    entries of its residents stay. Returns the names of what was erased; none when the entry was deleted before.
    """
    if asked.is_of_person:
        return _delete_person(asked)
    household, today = asked.household, timezone.localdate()
    about = _about_households()
    entries = family.entries(
        household
    )  # also what was noted under those that were merged, or from which it moved
    for model, field in about.items():  # before the household, as all lock them (config/lock_order.py)
        rows = model._default_manager.filter(**{f"{field}__in": entries}, erased_on=None)
        keys = list(
            rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)
        )
        disposal.erase(model._default_manager.filter(pk__in=keys), model.retention, today)
        disposal.forget(model, keys)
        if model is Request:
            referring.forget(Referral.Subject.REQUEST, keys)
    homes = Household.objects.filter(pk__in=entries)
    list(homes.order_by("pk").select_for_update(of=("self",), no_key=True))
    homes.update(phone=None, phone_index=None, phone_tail=None, note="")
    disposal.forget(Household, entries)
    helped = PriorityVisit.objects.filter(household__in=entries, is_of_person=False)
    helps = list(helped.values_list("pk", flat=True))
    helped.update(reason=GONE)
    disposal.forget(PriorityVisit, helps)
    trail.record("erase_on_request", household, by=by)
    return ["phone", "note", *(model._meta.label_lower for model in about), PriorityVisit._meta.label_lower]


def _about_households() -> dict[type[Row], str]:
    """The models of books with a foreign key to a household, and the name of that field."""
    return {
        model: field.name
        for model in books.row_models()
        for field in model._meta.fields
        if field.related_model is Household
    }


def _delete_person(asked: DataRequest) -> list[str]:
    person = Resident.objects.select_for_update(of=("self",)).filter(pk=asked.resident_id).first()
    if person is None:
        return []
    helped = person.priority_visits.all()
    keys = list(helped.values_list("pk", flat=True))
    helped.update(reason=GONE)
    disposal.forget(PriorityVisit, keys)
    keys = [person.pk, *earlier_of(person)]
    Resident.objects.filter(pk__in=keys).delete()
    asked.resident = None
    disposal.forget(Resident, keys)
    return ["residents.resident"]


def earlier_of(person: Resident) -> list[int]:
    """The keys of the entries that go on in the person's, as far as whoever acts sees them."""
    found: list[int] = []
    last = [person.pk]
    while last:
        rows = Resident.objects.filter(continued_in__in=last).exclude(pk__in=[person.pk, *found])
        last = list(rows.order_by("pk").values_list("pk", flat=True))
        found += last
    return found
