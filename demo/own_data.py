"""What villagers asked about their own data, and one identity number that a service needs."""

from datetime import timedelta
from typing import Any

from demo.plan import Plan
from demo.timeline import at
from residents import identity
from residents.models import DataRequest, Identity, Resident
from residents.models.data_requests import ANSWERED_WITHIN

Kind, State, Asker = DataRequest.Kind, DataRequest.State, DataRequest.Asker

# Place of the post in the county, what is asked for, in their words, days ago, outcome and after how many days, answer.
CASES = (
    (0, Kind.COPY, "想看看登记了我家哪些信息。", 4, None, ""),
    (0, Kind.EXPLAIN, "走访记录会保存多久？", 26, (State.GRANTED, 1), "已递交告知书并逐项说明保存期限。"),
    (1, Kind.CORRECT, "电话号码换了，请改过来。", 43, None, ""),
    (6, Kind.COPY, "外出务工，需要一份登记信息。", 20, (State.GRANTED, 3), "已核对身份，当面递交打印件。"),
    (
        10,
        Kind.DELETE,
        "请删除家里的电话。",
        30,
        (State.REFUSED, 6),
        "结对帮扶尚未结束，仍需联系，到期后删除。",
    ),
    (14, Kind.CORRECT, "人口数登记少了一人。", 12, (State.GRANTED, 2), "已核对户口本并更正。"),
    (19, Kind.DELETE, "搬走了，不想再留备注。", 2, None, ""),
)
REGION = "990101"  # of no division
IDENTITY_BEFORE = 6  # days


def write_own_data(plan: Plan) -> None:
    rng = plan.rng("own_data")
    for place, kind, wish, before, outcome, answer in CASES:
        beat = plan.beats[place]
        household = rng.choice([household for household in beat.households if household.closed_on is None])
        asked_on = plan.timeline.today - timedelta(days=before)
        state_fields: dict[str, Any] = {"state": State.RECEIVED, "is_identity_checked": kind == Kind.COPY}
        if outcome:
            state, days = outcome
            by = beat.chief if state == State.REFUSED else beat.officer
            state_fields = {
                "state": state,
                "answer": answer,
                "answered_on": asked_on + timedelta(days=days),
                "answered_by_id": by.pk,
                "is_identity_checked": True,
            }
        plan.write(
            DataRequest,
            household_id=household.pk,
            village_id=household.village_id,
            post_id=beat.post.pk,
            station_id=beat.station.pk,
            kind=kind,
            asker=Asker.SELF,
            wish=wish,
            asked_on=asked_on,
            due_on=asked_on + ANSWERED_WITHIN,
            received_by_id=beat.officer.pk,
            **state_fields,
        )
    _identity(plan)


def _identity(plan: Plan) -> None:
    """A number with the prefix 99, which no region has, that is sound in itself."""
    beat = plan.beats[0]
    resident = next(one for one in plan.rows[Resident] if one.post_id == beat.post.pk)
    first = f"{REGION}{resident.birth_year}0708001"
    plan.write(
        Identity,
        resident_id=resident.pk,
        village_id=resident.village_id,
        post_id=beat.post.pk,
        station_id=beat.station.pk,
        number=first + identity.check_character(first),
        purpose=Identity.Purpose.DOCUMENT,
        recorded_by_id=beat.officer.pk,
        recorded_at=at(plan.timeline.today - timedelta(days=IDENTITY_BEFORE), 10, 20),
    )
