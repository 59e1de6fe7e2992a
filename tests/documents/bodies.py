"""A dispute with everything that papers print, as large or as empty as a test wants it."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from accounts.models import User
from disputes.models import Agreement, Dispute, Duty, FollowUp, Mediator, Party, Session
from posts.models import Village
from tests import build

SIDES = "ABCDEF"


def make_whole(
    village: Village,
    by: User,
    *,
    parties: int = 2,
    sessions: int = 1,
    text: str = "围墙占地",
    name: str = "曾小明",
    **more: Any,
) -> Dispute:
    """An agreed dispute with parties, sessions, a final agreement, duties and a follow-up; every text is ``text``."""
    day = date(2026, 3, 2)
    dispute = build.make_dispute(
        village,
        day,
        by,
        summary=text,
        stage="agreed",
        agreement="written",
        result=text,
        handled_on=day,
        **more,
    )
    for number in range(parties):
        Party.objects.create(
            dispute=dispute, side=SIDES[min(number, 5)], name=f"{name}{number or ''}", phone="13900000001"
        )
    Mediator.objects.create(dispute=dispute, kind="officer", user=by, is_host=True)
    Mediator.objects.create(dispute=dispute, kind="committee", name="申屠调解", body="村调委会")
    for _number in range(sessions):
        Session.objects.create(
            dispute=dispute, held_on=day, began_at=time(9, 30), ended_at=time(11), place="村委会",
            sides_present=["A", "B"],
            claims=text, asked=text, offered=text, result="agreed", told_rights=True, recorder="令狐记", recorded_by=by,
        )  # fmt: skip
    agreement = Agreement.objects.create(
        dispute=dispute, form="written", is_final=True, facts=text, terms=text, manner="当面交付", place="村委会",
        effective_on=day, recorder="令狐记", confirmation="applied", applied_on=day, court="试验县人民法院",
        recorded_by=by,
    )  # fmt: skip
    first = dispute.party_set.first()
    Duty.objects.create(
        dispute=dispute, agreement=agreement, who=first, what="拆除围墙", amount=Decimal("1200"), due_on=day,
        state="performed", settled_on=day, proof="收条",
    )  # fmt: skip
    FollowUp.objects.create(
        dispute=dispute,
        planned_on=day,
        made_on=day,
        made_by=by,
        performed="yes",
        satisfied="yes",
        note=text[:300],
    )
    return dispute
