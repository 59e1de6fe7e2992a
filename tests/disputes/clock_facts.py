"""What happened in a dispute, as its clocks are given it, and what they say on a day."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from calendars.working_days import table_of
from disputes.clocks.deriving import clocks_of
from disputes.clocks.facts import (
    AgreementFact,
    ExtensionFact,
    Facts,
    PartyFact,
    SessionFact,
    SuspensionFact,
)
from rules.holidays import WITH_THE_REGISTRY
from rules.models import DatedValue

TABLE = table_of(WITH_THE_REGISTRY)
COUNTY = "990901"
AGREEMENT = AgreementFact(date(2026, 3, 12), "no", "", None)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def facts(accepted: str, **more: Any) -> Facts:
    found: dict[str, Any] = {
        "pk": 1, "number_label": "东门〔2026〕1号", "county_code": COUNTY, "procedure": "police", "kind": "neighbour",
        "stage": "open", "filed_on": None, "case_closed_on": None, "handled_on": None, "approved_on": None,
        "people": (PartyFact("A"), PartyFact("B")),
        "recorded_at": timezone.make_aware(datetime.fromisoformat(accepted)),
    }  # fmt: skip
    return Facts(occurred_on=date.fromisoformat(accepted), **found | more)


def session(held: str, result: str = "goes_on", next_on: str | None = None) -> SessionFact:
    return SessionFact(
        1, date.fromisoformat(held), result, day(next_on), timezone.make_aware(datetime.fromisoformat(held))
    )


def rest(why: str, first: str, last: str | None) -> SuspensionFact:
    return SuspensionFact(1, why, date.fromisoformat(first), day(last))


def extended(*days: str, of: str = "case") -> tuple[ExtensionFact, ...]:
    return tuple(ExtensionFact(of, date.fromisoformat(one)) for one in days)


def one(found: Facts, rule: str, today: str):
    return next((one for one in clocks_of(found, TABLE, date.fromisoformat(today)) if one.rule == rule), None)


def seen(clock) -> tuple[str, str | None, int | None] | None:
    return clock and (clock.state.value, clock.due_on and str(clock.due_on), clock.days_left)


def put(code: str, value: int) -> None:
    DatedValue.objects.create(code=code, county=COUNTY, value=value, unit="days", valid_from=date(2025, 1, 1))
