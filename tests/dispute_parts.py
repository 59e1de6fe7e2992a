"""What belongs to a dispute, made for tests: parties, sessions, agreements with their duties, calls, marks."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from disputes.models import (
    Agreement,
    Attention,
    Dispute,
    Duty,
    Extension,
    FollowUp,
    Measure,
    Mediator,
    Party,
    Session,
    Suspension,
)
from posts.models import Village
from tests import build


def make_party(dispute: Dispute, side: str = "A", name: str = "黄试", **fields: Any) -> Party:
    return _saved(Party(dispute=dispute, side=side, name=name, **fields))


def make_mediator(dispute: Dispute, name: str = "石试", **fields: Any) -> Mediator:
    return _saved(Mediator(dispute=dispute, name=name, **{"kind": "committee", "body": "调委会"} | fields))


def make_session(dispute: Dispute, on: date | None = None, **fields: Any) -> Session:
    given = {"result": "goes_on", "place": "村委会", "recorded_by": dispute.recorded_by} | fields
    return _saved(Session(dispute=dispute, held_on=on or dispute.occurred_on, **given))


def make_suspension(dispute: Dispute, **fields: Any) -> Suspension:
    given = {"why": "expert", "starts_on": dispute.occurred_on, "recorded_by": dispute.recorded_by} | fields
    return _saved(Suspension(dispute=dispute, **given))


UNSIGNED = {"signed_on": None, "sides_signed": [], "signed_by_mediator": False, "is_sealed_by_body": False}


def make_agreement(dispute: Dispute, *, final: bool = False, **fields: Any) -> Agreement:
    """A draft, or a final one that all have signed; written and whole but for its duties."""
    given = {
        "form": "written", "facts": "院墙渗水", "terms": "改排水管", "manner": "当面", "place": "村委会",
        "effective_on": dispute.occurred_on, "is_final": final, "recorded_by": dispute.recorded_by,
    }  # fmt: skip
    if final:
        given |= {
            "signed_on": dispute.occurred_on, "sides_signed": ["A", "B"], "signed_by_mediator": True,
            "is_sealed_by_body": True,
        }  # fmt: skip
    return _saved(Agreement(dispute=dispute, **given | fields))


def make_duty(agreement: Agreement, who: Party | None = None, **fields: Any) -> Duty:
    given = {"what": "付修缮费", "amount": 1200, "due_on": date(2026, 3, 30)} | fields
    return _saved(Duty(dispute=agreement.dispute, agreement=agreement, who=who, **given))


def make_call(dispute: Dispute, on: date | None = None, **fields: Any) -> FollowUp:
    return _saved(FollowUp(dispute=dispute, planned_on=on or timezone.localdate(), **fields))


def make_mark(dispute: Dispute, **fields: Any) -> Attention:
    given = {
        "level": "yellow", "why": "双方情绪激动", "until": date(2026, 4, 30), "marked_by": dispute.recorded_by,
        "marked_on": timezone.localdate(),
    }  # fmt: skip
    return _saved(Attention(dispute=dispute, **given | fields))


def make_extension(dispute: Dispute, on: date | None = None, **fields: Any) -> Extension:
    given = {"of": "case", "approved_by": "县局", "recorded_by": dispute.recorded_by} | fields
    return _saved(Extension(dispute=dispute, approved_on=on or dispute.occurred_on, **given))


def make_protected(village: Village, by: User, **fields: Any) -> Dispute:
    given = {"kind": "marriage", "violence": "yes", "procedure": "protected", "is_protected": True} | fields
    return build.make_dispute(village, by=by, **given)


def make_measure(
    dispute: Dispute, kind: str = "admonition", on: date | None = None, **fields: Any
) -> Measure:
    """Of a protected dispute."""
    given = {"bans": "不得施暴", "recorded_by": dispute.recorded_by} | fields
    return _saved(Measure(dispute=dispute, kind=kind, done_on=on or dispute.occurred_on, **given))


def one_of_each(village: Village, by: User) -> dict[str, Any]:
    """A part of every kind, each of a dispute in which its pages have something to do; by the noun of its urls."""
    long_ago, lately = (timezone.localdate() - timedelta(days=back) for back in (10, 5))
    talked, resting = (build.make_dispute(village, long_ago, by) for _one in range(2))
    draft = make_agreement(talked, ownership="no")
    make_duty(draft, make_party(talked, "B", "周试"))
    closed = build.make_dispute(
        village, long_ago, by, stage="agreed", agreement="written", result="和解", handled_on=lately
    )
    final = make_agreement(closed, final=True)
    return {
        "party": make_party(talked, phone="15400001234"),
        "mediator": make_mediator(talked),
        "minutes": make_session(talked, recording="yes"),
        "suspension": make_suspension(resting),
        "agreement": draft,
        "final": final,
        "owed": make_duty(final, make_party(closed)),
        "call": make_call(closed),
        "mark": make_mark(resting),
        "extension": make_extension(resting),
        "measure": make_measure(make_protected(village, by)),
    }


def _saved(part: Any) -> Any:
    part.save(force_insert=True)
    return part
