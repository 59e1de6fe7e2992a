"""The table of periods, and what the daily runs have done: read by the county and its auditor."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Max, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from retention import disposal
from retention.models import DisposedBatch
from retention.periods import Then

RUNS_SHOWN = 100


@dataclass(frozen=True)
class RecordLine:
    """One kind of record in the table."""

    label: str
    record: str
    period: str
    runs_from: str
    then: str
    why: str
    is_of_villagers: bool


def table() -> list[RecordLine]:
    """Every record with its period as this county has set it, in the user's language; villagers' records first."""
    found = [_line(model, rule) for model, rule in disposal.rules()]
    return sorted(found, key=lambda line: not line.is_of_villagers)


def _line(model: Any, rule: Any) -> RecordLine:
    days = disposal.days_set(model, rule)
    names = [str(model._meta.get_field(name).verbose_name) for name in rule.after[:2]]
    since = str(rule.since) or " / ".join(names)
    if rule.whole_year and days is None:
        since = _("end of the year of: %(date)s") % {"date": since}
    return RecordLine(
        model._meta.label_lower,
        str(model._meta.verbose_name),
        period(model),
        since,
        str(rule.then.label),
        str(rule.why),
        getattr(model, "is_of_villagers", False) or getattr(model, "is_personal", False),
    )


def period(model: Any) -> str:
    """The period of the model in this county, in words."""
    rule = disposal.rule_of(model)
    days = disposal.days_set(model, rule)
    return rule.length() if days is None else ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def runs() -> list[dict[str, Any]]:
    """What was disposed of, by day and record, the newest first."""
    rows = DisposedBatch.objects.annotate(day=TruncDate("at")).values("day", "book", "then")
    found = rows.annotate(total=Sum("rows"), before=Max("until")).order_by("-day", "book")[:RUNS_SHOWN]
    names = {one._meta.label_lower: one._meta.verbose_name for one in apps.get_models()}
    return [
        row | {"record": names.get(row["book"], row["book"]), "done": Then(row["then"]).label}
        for row in found
    ]
