"""The last day on which anything was written down of a dispute: any kind of part that it has, and what is passed on.

The kinds and their days are read from the models, so that a new kind counts without being named here.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import DateField, DateTimeField, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from disputes.models import Dispute
from disputes.models.disputes import PARTS
from referrals.models import Referral

# Kinds without a day of their own: who is named, which moves nothing.
WITHOUT_DAY = {"mediator_set"}
PASSED_ON = Q(subject_kind=Referral.Subject.DISPUTE)


def kinds() -> dict[str, tuple[type[Model], tuple[str, ...]]]:
    """Every kind of record: its model, and the fields that bear a day of it."""
    models: dict[str, Any] = {name: Dispute._meta.get_field(name).related_model for name in PARTS}
    models["referrals"] = Referral
    return {name: (model, days_of(model)) for name, model in models.items()}


def days_of(model: type[Model]) -> tuple[str, ...]:
    """The fields of days and of moments; a day that is still to come is not counted (``last_on``)."""
    return tuple(one.name for one in model._meta.concrete_fields if isinstance(one, DateField))


def last_on() -> Any:
    """The last day up to today on which a part of a dispute was written or something was done; None without any."""
    return Greatest(*_newest(timezone.localdate()), output_field=DateField())


def _newest(today: date) -> Iterator[Subquery]:
    """The last day of each kind, as a column of the query of disputes."""
    for model, days in kinds().values():
        if not days:
            continue
        is_passed_on = model is Referral
        key = "subject_key" if is_passed_on else "dispute"
        rows: QuerySet[Any] = model._default_manager.filter(
            *([PASSED_ON] if is_passed_on else []), **{key: OuterRef("pk")}
        )
        found = [_max(model, name, today) for name in days]
        newest = Greatest(*found, output_field=DateField()) if len(found) > 1 else found[0]
        yield Subquery(rows.order_by().values(key).annotate(newest=newest).values("newest"))


def _max(model: type[Model], name: str, today: date) -> Max:
    is_moment = isinstance(model._meta.get_field(name), DateTimeField)
    day: Any = TruncDate(name) if is_moment else name
    upto = Q(**{f"{name}__date__lte" if is_moment else f"{name}__lte": today})
    return Max(day, filter=upto, output_field=DateField())
