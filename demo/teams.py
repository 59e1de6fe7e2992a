"""Teams in every village, their members with consent, and neighbourhood groups; trainings of two years."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from demo.names import Names, phone
from demo.plan import Beat, Plan
from demo.timeline import at
from posts.models import Village
from residents.models import Household
from teams.models import GroupHousehold, Member, Team, WatchGroup
from training.models import Attendance, Training

GROUP_OF, GROUPED = 10, 0.3  # households of a group; the share of a village's households that belong to one
FIRST_PHONE = 90_000_000  # beyond those of the register
LEFT, WITHDREW, CAME = 0.08, 0.02, 0.75
ERASED_AFTER = timedelta(days=31)
COMMITTEE = ("committee", "治保会", ["order", "mediation", "law"], "村综治工作室")
PATROL = ("patrol", "巡逻队", ["patrol", "order"], "村委会")
# Beside the two of most villages, one of these in turn.
FURTHER: tuple[tuple[str, str, list[str], str], ...] = (
    ("night_watch", "打更队", ["patrol", "fire"], "村委会"),
    ("school", "护校队", ["order", "patrol"], "村小学"),
    ("business", "企业互助队", ["fire", "order"], "沿街商户"),
    ("volunteers", "平安志愿者队", ["law", "help"], "团支部"),
    ("militia", "民兵应急分队", ["fire", "patrol"], "镇武装部"),
    ("neighbours", "邻里守望队", ["patrol", "help"], "村民小组"),
    ("factory", "护厂队", ["fire", "order"], "村办工厂"),
    ("guards", "保安队", ["order"], "农贸市场"),
)
TOPICS = ("patrol", "fire", "fraud", "law", "first_aid", "checks", "information", "mediation")
TEACHERS = {"fire": "县消防救援大队", "first_aid": "镇卫生院", "law": "司法所", "fraud": "县局刑侦大队"}


@dataclass
class Writing:
    """What one run writes with."""

    plan: Plan
    rng: Random
    names: Names
    members: dict[int, list[Member]]  # key of a post -> those of its villages


def write_teams(plan: Plan) -> None:
    rng = plan.rng("teams")
    writing = Writing(plan, rng, Names(rng), {})
    number = 0
    for beat in plan.beats:
        for village in beat.villages:
            _of_village(writing, beat, village, number)
            number += 1
    _groups(plan)
    _trainings(writing)


def _keys(beat: Beat, village: Village) -> dict[str, Any]:
    return {"village_id": village.pk, "post_id": beat.post.pk, "station_id": beat.station.pk}


def _of_village(writing: Writing, beat: Beat, village: Village, number: int) -> None:
    """A security committee everywhere, a patrol team nearly everywhere, and a further one in two of three villages."""
    found = [
        COMMITTEE,
        *([PATROL] if number % 7 else []),
        *([FURTHER[number % len(FURTHER)]] if number % 3 else []),
    ]
    since, today = writing.plan.timeline.first_day, writing.plan.timeline.today
    for kind, name, functions, partner in found:
        is_paid = kind in ("guards", "factory", "school")
        agreed = (
            {"agreement_with": partner, "agreement_until": today + timedelta(days=200)} if is_paid else {}
        )
        team = writing.plan.write(
            Team, name=name, kind=kind, functions=functions, partner=partner, is_paid=is_paid, starts_on=since,
            **_keys(beat, village), **agreed,
        )  # fmt: skip
        for place in range(writing.rng.randint(3, 6)):
            _member(writing, beat, village, team, is_leader=place == 0)


def _member(writing: Writing, beat: Beat, village: Village, team: Team, *, is_leader: bool) -> None:
    rng, today = writing.rng, writing.plan.timeline.today
    began = team.starts_on + timedelta(days=rng.randint(0, 60))
    if not is_leader and rng.random() < 0.15:
        began = today - timedelta(days=rng.randint(1, 90))
    gone: dict[str, Any] = {}
    lot = rng.random()
    if not is_leader and lot < LEFT and began < today - timedelta(days=100):
        ends = today - timedelta(days=rng.randint(5, 90))
        why = Member.Left.CONSENT if lot < WITHDREW else Member.Left.LEFT
        gone = {"ends_on": ends, "left_for": why}
        if why == Member.Left.CONSENT:
            gone["consent_ended_on"] = ends
        if ends < today - ERASED_AFTER:
            gone["erased_on"] = ends + ERASED_AFTER
    written = len(writing.plan.rows.get(Member, ()))
    person = (
        {} if "erased_on" in gone else {"name": writing.names.full(), "phone": phone(FIRST_PHONE + written)}
    )
    member = writing.plan.write(
        Member, team_id=team.pk, is_leader=is_leader, is_adult=True, consent_on=began, consent_form="paper",
        starts_on=began, **person, **gone, **_keys(beat, village),
    )  # fmt: skip
    writing.members.setdefault(beat.post.pk, []).append(member)


def _groups(plan: Plan) -> None:
    """Groups of ten neighbours of most households, in the order in which they are registered."""
    for beat in plan.beats:
        for village in beat.villages:
            living = [
                one for one in beat.households if one.village_id == village.pk and one.closed_on is None
            ]
            chosen = living[: int(len(living) * GROUPED)]
            for number, start in enumerate(range(0, len(chosen) - GROUP_OF + 1, GROUP_OF), start=1):
                _group(plan, beat, village, f"第{number}组", chosen[start : start + GROUP_OF])


def _group(plan: Plan, beat: Beat, village: Village, name: str, homes: list[Household]) -> None:
    since = plan.timeline.first_day
    group = plan.write(WatchGroup, name=name, starts_on=since, **_keys(beat, village))
    for place, home in enumerate(homes):
        began = max(filter(None, (since, home.opened_on)))
        plan.write(
            GroupHousehold, group_id=group.pk, household_id=home.pk, is_contact=place == 0, starts_on=began,
            **_keys(beat, village),
        )  # fmt: skip


def _trainings(writing: Writing) -> None:
    """One a post and quarter; one of each station in the spring, one of the county in the autumn."""
    plan, rng = writing.plan, writing.rng
    for month in plan.timeline.months:
        if month.month % 3 == 2:
            for place, beat in enumerate(plan.beats):
                days = beat.duty_in(month)
                if days:
                    _of_post(writing, beat, rng.choice(days), TOPICS[(place + month.month) % len(TOPICS)])
        if month.month in (4, 10):
            _wider(writing, month, "station" if month.month == 4 else "county")


def _of_post(writing: Writing, beat: Beat, on: date, topic: str) -> None:
    village = beat.duty[on]
    training = writing.plan.write(
        Training, level="post", held_on=on, topic=topic, hours=writing.rng.choice((2, 3, 4)),
        teacher=TEACHERS.get(topic, "警务室"), recorded_by_id=beat.officer.pk, recorded_at=at(on, 17),
        **_keys(beat, village),
    )  # fmt: skip
    _came(writing, training, beat, CAME)


def _wider(writing: Writing, month: date, level: str) -> None:
    """Of the station for the posts below it; of the county for all of them: held in the first village of the first."""
    plan, day = writing.plan, month + timedelta(days=14)
    if day >= plan.timeline.today:
        return
    heads = {beat.station.pk if level == "station" else 0: beat for beat in reversed(plan.beats)}
    for place, head in sorted(heads.items()):
        by = head.chief if level == "station" else plan.county_user
        training = plan.write(
            Training, level=level, held_on=day, topic="fire" if level == "station" else "fraud", hours=4,
            teacher=TEACHERS["fire" if level == "station" else "fraud"], recorded_by_id=by.pk, recorded_at=at(day, 17),
            **_keys(head, head.villages[0]),
        )  # fmt: skip
        for beat in plan.beats:
            if level == "county" or beat.station.pk == place:
                _came(writing, training, beat, CAME / 2)


def _came(writing: Writing, training: Training, beat: Beat, share: float) -> None:
    plan, rng = writing.plan, writing.rng
    here = training.village_id if training.post_id == beat.post.pk else beat.villages[0].pk
    keys = {"training_id": training.pk, "post_id": beat.post.pk, "station_id": beat.station.pk}
    for person in filter(None, (beat.officer, beat.auxiliary)):
        plan.write(Attendance, person_id=person.pk, village_id=here, **keys)
    for member in writing.members.get(beat.post.pk, ()):
        was_there = member.starts_on <= training.held_on <= (member.ends_on or training.held_on)
        if was_there and rng.random() < share:
            plan.write(Attendance, member=member.pk, village_id=member.village_id, **keys)
