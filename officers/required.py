"""Each field that a form demands: who answers for it, what it is used for, and until when it is demanded.

A required field costs every officer time on every entry. A new one stands here, with owner, use and last day, or
tests/officers/test_burden.py fails; after its last day the page of the burden shows it until somebody renews it here or
makes it optional. Fields are those of the forms on models (pages/forms.py), by model and field.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import TextChoices
from django.forms import ModelForm
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from config.rooms import ROOMS


class Owner(TextChoices):
    """The unit of the county bureau that answers for a field."""

    ORDER = "order", _("Public order brigade")
    LEGAL = "legal", _("Legal section")
    COMMAND = "command", _("Command centre")
    STAFF = "staff", _("Staff section")


class Use(TextChoices):
    """What the value is used for."""

    PLACE = "place", _("which village and month count it")
    FIGURE = "figure", _("a figure of the month")
    DEADLINE = "deadline", _("a due day that is watched")
    WHO = "who", _("who or what it is about")
    DUTY = "duty", _("the law wants it on paper")
    STEP = "step", _("which step comes next")
    SCOPE = "scope", _("who sees it and may do it")
    FINDING = "finding", _("found again and told apart")


P, F, D, W, L, S, A, N = (
    Use.PLACE, Use.FIGURE, Use.DEADLINE, Use.WHO, Use.DUTY, Use.STEP, Use.SCOPE, Use.FINDING,
)  # fmt: skip
SINCE = date(2026, 1, 1)
UNTIL = date(2028, 12, 31)  # each is looked at again before then


@dataclass(frozen=True)
class Demanded:
    """The required fields of the forms of one model, field -> use; asked from ``since`` to ``until``."""

    owner: Owner
    fields: dict[str, Use]
    since: date = SINCE
    until: date = UNTIL


ROW = {"village": P, "occurred_on": P}
DATED = {"village": P, "starts_on": D}
REQUIRED: dict[str, Demanded] = {
    # entries of every day
    "residents.visit": Demanded(Owner.ORDER, {"household": W, "occurred_on": P, "outcome": F, "talks": F}),
    "residents.service": Demanded(Owner.ORDER, ROW | {"kind": F, "quantity": F}),
    "residents.request": Demanded(
        Owner.COMMAND, ROW | {"asker": W, "asked": W, "kind": F, "urgency": D, "due_on": D}
    ),
    "patrols.patrol": Demanded(
        Owner.ORDER, ROW | {"mode": F, "starts_at": F, "minutes": F, "people": F, "caught": F}
    ),
    "hazards.hazard": Demanded(
        Owner.ORDER,
        ROW
        | {
            "kind": F, "source": F, "place": N, "urgency": D, "due_on": D, "people_harmed": F, "picture": N,
        },
    ),
    "meetings.meeting": Demanded(Owner.ORDER, ROW | {"people": F, "attended": W, "minutes": W}),
    "disputes.checkround": Demanded(Owner.LEGAL, ROW | {"found": F}),
    "disputes.dispute": Demanded(
        Owner.LEGAL,
        ROW
        | {
            "host": F, "kind": F, "origin": F, "parties": F, "place_handled": F, "procedure": S, "stage": S,
            "summary": L,
        },
    ),
    # the steps of a dispute
    "disputes.agreement": Demanded(Owner.LEGAL, {"form": L, "together": S}),
    "disputes.attention": Demanded(Owner.LEGAL, {"level": S, "until": D, "why": W}),
    "disputes.duty": Demanded(Owner.LEGAL, {"what": L, "due_on": D, "new_state": S}),
    "disputes.extension": Demanded(Owner.LEGAL, {"of": D, "approved_by": L, "approved_on": D}),
    "disputes.measure": Demanded(Owner.LEGAL, {"done_on": L}),
    "disputes.mediator": Demanded(Owner.LEGAL, {"kind": L}),
    "disputes.party": Demanded(Owner.LEGAL, {"side": L}),
    "disputes.preventedcount": Demanded(
        Owner.LEGAL,
        {
            "crime_cases": F, "crime_people": F, "fight_cases": F, "fight_people": F, "petition_cases": F,
            "petition_people": F, "suicide_cases": F, "suicide_people": F,
        },
    ),
    "disputes.session": Demanded(Owner.LEGAL, {"held_on": L, "place": L, "result": S}),
    "disputes.suspension": Demanded(Owner.LEGAL, {"starts_on": D, "why": L}),
    # the register
    "residents.household": Demanded(
        Owner.ORDER, {"village": P, "number": N, "householder": W, "members": F, "children_under_14": F}
    ),
    "residents.resident": Demanded(Owner.ORDER, {"household": W, "name": W, "residence": F}),
    "residents.identity": Demanded(Owner.ORDER, {"number": W, "purpose": L}),
    "residents.pairing": Demanded(Owner.ORDER, {"household": W, "starts_on": F}),
    "residents.premises": Demanded(Owner.ORDER, DATED | {"kind": F, "name": N}),
    "residents.priorityvisit": Demanded(
        Owner.ORDER, {"household": W, "purpose": L, "reason": L, "days": D}
    ),
    "residents.datarequest": Demanded(
        Owner.LEGAL, {"household": W, "kind": S, "asker": L, "channel": S, "asked_on": D}
    ),
    # what a post has: teams, patrols, training, referrals
    "teams.team": Demanded(Owner.ORDER, DATED | {"kind": F, "name": N, "functions": F}),
    "teams.member": Demanded(
        Owner.ORDER, {"team": W, "name": W, "starts_on": D, "consent_on": L, "consent_form": L}
    ),
    "teams.watchgroup": Demanded(Owner.ORDER, DATED | {"name": N}),
    "patrols.checkpoint": Demanded(Owner.ORDER, DATED | {"kind": F, "name": N}),
    "patrols.patrolplan": Demanded(
        Owner.ORDER,
        DATED | {"name": N, "mode": F, "weekdays": D, "starts_at": D, "ends_at": D},
    ),
    "patrols.patrolpartner": Demanded(
        Owner.ORDER, {"partner_post": W, "partner_village": P, "people": F}
    ),
    "training.training": Demanded(
        Owner.STAFF, {"village": P, "held_on": F, "topic": F, "hours": F, "way": F}
    ),
    "referrals.referral": Demanded(
        Owner.COMMAND, {"village": P, "asked": W, "receiver": S, "urgency": D, "due_on": D}
    ),
    "referrals.outsidebody": Demanded(Owner.COMMAND, {"name": N}),
    "duty.dutyday": Demanded(Owner.STAFF, {"village": P, "on": F, "at": F}),
    "duty.leave": Demanded(Owner.STAFF, {"user": W, "kind": F, "starts_on": F, "ends_on": F}),
    # people and places of the bureau
    "accounts.user": Demanded(Owner.STAFF, {"name": W, "username": A}),
    "posts.assignment": Demanded(Owner.STAFF, {"role": A, "starts_on": A}),
    "posts.station": Demanded(Owner.STAFF, {"name": N}),
    "posts.post": Demanded(Owner.STAFF, {"name": N, "kind": F, "opened_on": F}),
    "posts.postfile": Demanded(Owner.STAFF, {"checked_on": D}),
    "posts.villageprofile": Demanded(Owner.ORDER, {"since": P, "terrain": F}),
    "oversight.standin": Demanded(Owner.STAFF, {"user": A, "starts_on": A, "ends_on": A}),
    "leaders.contactpoint": Demanded(Owner.STAFF, {"person": W, "starts_on": F}),
    "leaders.leaderentry": Demanded(Owner.STAFF, {"kind": F, "held_on": F, "advice": W}),
    "library.edition": Demanded(Owner.LEGAL, {"title": N, "issued_on": N}),
    "officers.familiaritytest": Demanded(Owner.STAFF, {"known": F, "asked_on": F}),
    "surveys.surveyround": Demanded(Owner.COMMAND, {"name": N, "month": F}),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One required field as the page shows it."""

    form: str
    field: str
    owner: str
    use: str
    since: date
    until: date
    is_over: bool


def lines(today: date) -> list[Line]:
    """Every declared field, those whose last day is over first."""
    labels = {(model, name): label for model, name, label in found()}
    made = [
        Line(
            str(apps.get_model(model)._meta.verbose_name),
            labels.get((model, name), name),
            str(one.owner.label),
            str(use.label),
            one.since,
            one.until,
            one.until < today,
        )
        for model, one in REQUIRED.items()
        for name, use in one.fields.items()
    ]
    return sorted(made, key=lambda line: not line.is_over)


def found() -> Iterator[tuple[str, str, str]]:
    """Model, field and label of each field that a form of a room demands; of forms that are loaded."""
    for form in _below(ModelForm):
        model = getattr(getattr(form, "_meta", None), "model", None)
        if model is None or form.__module__.partition(".")[0] not in ROOMS:
            continue
        for name, field in form.base_fields.items():
            if field.required:
                yield model._meta.label_lower, name, str(capfirst(field.label or name))


def _below(form: Any) -> Iterator[Any]:
    for one in form.__subclasses__():
        yield one
        yield from _below(one)
