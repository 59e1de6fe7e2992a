"""Open disputes of the first post whose steps chance seldom brings: a case filed by the police, with a minor, extended
and resting for an expert opinion; a draft agreement under a red mark; a final one that waits for its second signature;
and a protected one with its measures.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from demo.dispute_parts import Parts
from demo.plan import Beat, Plan
from demo.workload import entry
from disputes.models import (
    Agreement,
    Attention,
    Dispute,
    Duty,
    Extension,
    Measure,
    Party,
    Session,
    Suspension,
)


@dataclass(frozen=True)
class Case:
    """``ago``: days since acceptance. ``write`` adds what belongs to the dispute."""

    ago: int
    summary: str
    write: "Callable[[Writer, Dispute], None]"
    values: dict[str, Any] = field(default_factory=dict)


class Writer(Parts):
    """Writes the parts of the cases of one post."""

    def __init__(self, plan: Plan, beat: Beat):
        super().__init__(plan)
        self.rng, self.beat, self.today = plan.rng("parts of cases"), beat, plan.timeline.today

    def by(self) -> dict[str, int]:
        return {"recorded_by_id": self.beat.officer.pk}

    def party(self, dispute: Dispute, side: str, **values: Any) -> Party:
        name = values.pop("name", "") or self.names.full()
        found: Party = self.add(Party, dispute, side=side, name=name, agrees="yes", **values)
        return found

    def session(self, dispute: Dispute, day: date, **values: Any) -> None:
        is_police = dispute.procedure == "police"
        self.add(
            Session, dispute, held_on=day, sides_present=["A", "B"], told_rights=True, result="goes_on",
            place="派出所调解室" if is_police else "村委会调解室", recorder=self.beat.officer.name,
            officers_present=2 if is_police else None, recording="yes" if is_police else "",
            recorded_at=dispute.recorded_at, **self.by(), **values,
        )  # fmt: skip


def filed(on: Writer, dispute: Dispute) -> None:
    """The first attempt failed, the opinion on the injury is waited for, and the period was extended once."""
    day = dispute.occurred_on
    on.party(
        dispute, "A", part="injured", is_minor=True, guardian=on.names.full(), notified_how="phone", notified_on=day,
        came="guardian",
    )  # fmt: skip
    on.party(dispute, "B", part="actor")
    on.mediator(on.beat, dispute)
    on.session(
        dispute, day + timedelta(days=1), claims="甲方家长要求赔偿医疗费；乙方认为伤情与己无关。",
        asked="询问了双方和在场人。", offered="待伤情鉴定后再次调解。",
    )  # fmt: skip
    on.add(
        Suspension, dispute, why="expert", note="等待伤情鉴定意见", starts_on=day + timedelta(days=3),
        planned_until=on.today + timedelta(days=6), **on.by(),
    )  # fmt: skip
    on.add(
        Extension,
        dispute,
        of="case",
        approved_by="示范县公安局",
        approved_on=day + timedelta(days=26),
        **on.by(),
    )


def drafted(on: Writer, dispute: Dispute) -> None:
    """The terms are being written while the quarrel may break out again."""
    on.party(dispute, "A")
    on.party(dispute, "B")
    on.mediator(on.beat, dispute)
    on.session(
        dispute, dispute.occurred_on + timedelta(days=1), claims="双方争用同一水渠，曾发生推搡。",
        asked="到现场查看了水渠走向。", offered="按单双日轮流用水。",
    )  # fmt: skip
    on.add(
        Attention, dispute, level="red", why="双方亲属已聚集，可能再起冲突", until=on.today + timedelta(days=10),
        marked_by_id=on.beat.officer.pk, marked_on=dispute.occurred_on,
    )  # fmt: skip
    on.add(
        Agreement, dispute, form="written", is_final=False, facts=dispute.summary, terms="双方按单双日轮流用水。",
        manner="自行履行", place="村口水渠", recorder=on.beat.officer.name, ownership="no", **on.by(),
    )  # fmt: skip


def half_signed(on: Writer, dispute: Dispute) -> None:
    """Agreed and printed; one side has signed, and what was promised is not due yet."""
    first = on.party(dispute, "A")
    on.party(dispute, "B")
    on.mediator(on.beat, dispute)
    day = dispute.occurred_on + timedelta(days=2)
    on.session(
        dispute, day, claims="甲方要求支付务工报酬。", asked="核对了用工记录。", offered="分两期支付。",
    )  # fmt: skip
    agreement = on.add(
        Agreement, dispute, form="written", is_final=True, facts=dispute.summary, terms="乙方分两期付清报酬。",
        manner="转账支付", place="村委会", effective_on=day, signed_on=day, sides_signed=["A"],
        signed_by_mediator=True, recorder=on.beat.officer.name, ownership="no", **on.by(),
    )  # fmt: skip
    for number, amount in ((5, 1_500), (35, 2_000)):
        on.add(
            Duty, dispute, agreement_id=agreement.pk, who_id=first.pk, what="支付报酬", amount=amount,
            due_on=on.today + timedelta(days=number),
        )  # fmt: skip


def protected(on: Writer, dispute: Dispute) -> None:
    """Reported, admonished, protected by a court; the committee has visited, the station's visit is due."""
    hidden = {"is_protected": True}
    day = dispute.occurred_on
    on.party(dispute, "A", part="injured", hides_address=True, **hidden)
    on.party(dispute, "B", part="actor", **hidden)
    measures: tuple[dict[str, Any], ...] = (
        {"kind": "report", "done_on": day, "number": "示范警受〔2026〕18号", "first_steps": ["stop", "evidence"]},
        {"kind": "admonition", "done_on": day + timedelta(days=1), "number": "示范告〔2026〕3号",
         "bans": "不得再实施殴打、恐吓。", "served_actor_on": day + timedelta(days=1),
         "served_victim_on": day + timedelta(days=1), "committee_told_on": day + timedelta(days=2)},
        {"kind": "visit", "done_on": day + timedelta(days=5), "body": "committee"},
        {"kind": "order", "done_on": day + timedelta(days=4), "until": day + timedelta(days=150),
         "number": "（2026）民保令2号", "ordered": ["violence", "contact"]},
    )  # fmt: skip
    for measure in measures:
        on.add(Measure, dispute, **measure, **hidden, **on.by())


CASES = (
    Case(33, "学生课间打闹致一人手指受伤，家长要求赔偿。", filed, {
        "kind": "damage", "host": "police", "procedure": "police", "place_handled": "station", "act": "injury",
        "ground": "kin",
    }),
    Case(6, "两户争用村口水渠，曾推搡。", drafted, {"kind": "neighbour", "violence": "no", "may_escalate": True}),
    Case(9, "务工报酬未按约定支付。", half_signed, {"kind": "labour"}),
    Case(15, "夫妻争吵中一方动手。", protected, {
        "kind": "marriage", "violence": "yes", "procedure": "protected", "is_protected": True,
    }),
)  # fmt: skip


def accepted(plan: Plan) -> list[Dispute]:
    """The disputes alone, in the order of CASES."""
    beat, rng = plan.beats[0], plan.rng("cases of disputes")
    found = []
    for case in CASES:
        day = max(on for on in beat.duty if on <= plan.timeline.today - timedelta(days=case.ago))
        filed_on = {"filed_on": day} if case.values.get("procedure") == "police" else {}
        given = {"origin": "applied", "host": "village", "procedure": "people"} | case.values | filed_on
        village = beat.villages[0].pk
        found.append(
            entry(Dispute, beat, day, rng, village=village, by=beat.officer, summary=case.summary, **given)
        )
    return found


def write_cases(plan: Plan, disputes: list[Dispute]) -> None:
    """What belongs to them; they have their keys by now."""
    writer = Writer(plan, plan.beats[0])
    for case, dispute in zip(CASES, disputes, strict=True):
        case.write(writer, dispute)
