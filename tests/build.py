"""Plain functions that make rows; their defaults pass validation and mean nothing."""

import itertools
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from access.roles import Role, row_of
from accounts.models import Confirmation, User
from administration.models import Proposal, ProposedRole
from disputes.models import Agreement, AgreementCopy, CheckRound, Dispute, Duty, FollowUp, Session
from duty.models import DutyDay, Handover, Leave
from hazards.models import Hazard, HazardPicture
from imports.models import DivisionImport, Import, ImportLine
from indicators.models import CaseHours, IncidentCount, PreparedCount
from leaders.models import ContactPoint, LeaderEntry
from library.models import Edition, Regulation
from meetings.models import Meeting
from officers.models import Digest, DrawnHouseholds, FamiliarityTest
from oversight.models import StandIn
from patrols.models import Checkpoint, Patrol, PatrolPartner, PatrolPlan, PlannedRound, RoundPoint
from posts.models import Assignment, County, Membership, Post, Station, Town, Village
from referrals.models import AnswerCopy, OutsideBody, Referral
from residents.models import (
    DataRequest,
    Duplicate,
    Household,
    Pairing,
    Premises,
    PriorityVisit,
    Request,
    Resident,
    Service,
    Visit,
)
from surveys.models import AnswerTally, Sample, SurveyRound
from teams.models import ContractCopy, GroupHousehold, Member, Team, WatchGroup
from training.models import Training

SINCE = date(2020, 1, 1)
_number = itertools.count(1)


def make_county(name: str = "试验县", code: str = "990901") -> County:
    county, _made = County.objects.get_or_create(code=code, defaults={"name": name})
    return county


def make_station(county: County, name: str = "试验派出所") -> Station:
    return Station.objects.create(county=county, name=name)


def make_post(station: Station, name: str = "试验警务室") -> Post:
    return Post.objects.create(station=station, name=name, opened_on=SINCE)


def make_village(post: Post, name: str = "试验村委会", town: Town | None = None) -> Village:
    """A village that belongs to the post since 2020."""
    county, number = post.station.county, next(_number)
    town = (
        town
        or Town.objects.get_or_create(
            code=f"{county.code}100", defaults={"name": "试验镇", "county": county}
        )[0]
    )
    village = Village.objects.create(
        code=f"{town.code}{200 + number % 200:03d}{number}"[:15], name=name, town=town
    )
    Membership.objects.create(village=village, post=post, starts_on=SINCE)
    return village


def make_move(village: Village) -> Membership:
    """Another village of the town that the post gets in ten days."""
    other = Village.objects.create(
        code=f"{village.town.code}{200 + next(_number) % 200:03d}{next(_number)}"[:15],
        name="将来村",
        town=village.town,
    )
    post = village.memberships.get(ends_on=None).post
    first = timezone.localdate() + timedelta(days=10)
    return Membership.objects.create(village=other, post=post, starts_on=first, is_arrived=False)


def make_user(username: str, role: str | None, place: Any = None, *, is_responsible: bool = False) -> User:
    """A person with the password ``secret-enough``, serving in ``role`` at ``place`` since 2020."""
    user = User.objects.create_user(username=username, name=username.title(), password="secret-enough")
    if role:
        level = {Post: "post", Station: "station", County: "county"}[type(place)]
        Assignment.objects.create(
            user=user, role=role, starts_on=SINCE, is_responsible=is_responsible, **{level: place}
        )
    return user


def assign(user: User, role: str, place: Any, since: date = SINCE) -> Assignment:
    """The person serves in ``role`` at ``place``."""
    level = {Post: "post", Station: "station", County: "county"}[type(place)]
    return Assignment.objects.create(user=user, role=role, starts_on=since, **{level: place})


def make_waiting(post: Post, asked_by: User) -> Confirmation:
    """Somebody new at the post who has chosen a password and waits to be confirmed."""
    user = User.objects.create_user(username=f"waits{next(_number)}", name="等候", confirmed_at=None)
    assign(user, Role.AUXILIARY, post)
    return Confirmation.objects.create(user=user, asked_by=asked_by, chosen_at=timezone.now())


def make_proposal(post: Post, by: User) -> Proposal:
    """A sheet proposes somebody new as an auxiliary of the post."""
    proposal = Proposal.objects.create(county=post.station.county, source="人员.xlsx", proposed_by=by)
    user = make_user(f"proposed{next(_number)}", None)
    ProposedRole.objects.create(
        proposal=proposal, user=user, role=Role.AUXILIARY, post=post, starts_on=timezone.localdate()
    )
    return proposal


def person_in(role: str, post: Post) -> User:
    """Somebody who serves in the role at the post, its station or its county, wherever the role belongs."""
    places = {"post": post, "station": post.station, "county": post.station.county}
    return make_user(str(role), role, places[row_of(role).place])


def keys(village: Village) -> dict[str, Any]:
    """The village with the access keys of its post today."""
    post = village.memberships.get(ends_on=None).post
    return {"village": village, "post": post, "station": post.station, "county": post.station.county}


def recorder(village: Village) -> User:
    """Whoever serves at the village's post; made when nobody does."""
    post = keys(village)["post"]
    found = User.objects.filter(assignments__post=post).first()
    return found or make_user(f"recorder{next(_number)}", Role.OFFICER, post, is_responsible=True)


def make_household(village: Village, **fields: Any) -> Household:
    number = next(_number)
    return Household.objects.create(
        **{"number": f"{number}号", "householder": "王测试", "members": 3} | keys(village) | fields
    )


def make_duplicate(village: Village, first: Household | None = None, **fields: Any) -> Duplicate:
    """A pair of two households of the village, to decide."""
    one, other = first or make_household(village), make_household(village)
    given = {"first": one, "second": other, "is_same_phone": True} | fields
    return Duplicate.objects.create(**keys(village) | given)


def make_resident(household: Household, **fields: Any) -> Resident:
    return Resident.objects.create(household=household, **{"name": "李测试", "birth_year": 1980} | fields)


def make_pairing(household: Household, officer: User, **fields: Any) -> Pairing:
    row = Pairing(household=household, officer=officer, **{"starts_on": SINCE} | fields)
    row.placed_like(household)
    row.save()
    return row


def make_data_request(household: Household, by: User, **fields: Any) -> DataRequest:
    row = DataRequest(household=household, received_by=by, **{"kind": "copy"} | fields)
    row.placed_like(household)
    row.save()
    return row


def make_priority(village: Village, by: User | None = None, **fields: Any) -> PriorityVisit:
    household = fields.pop("household", None) or make_household(village)
    given = {"purpose": "elderly", "reason": "独居，需要帮助"} | fields
    return PriorityVisit.objects.create(
        household=household, author=by or recorder(village), **keys(village) | given
    )


def _row(village: Village, on: date | None, by: User | None) -> dict[str, Any]:
    by = by or recorder(village)
    return {"occurred_on": on or timezone.localdate(), "recorded_by": by, "done_by": [by.pk]} | keys(village)


def make_visit(village: Village, on: date | None = None, by: User | None = None, **fields: Any) -> Visit:
    household = fields.pop("household", None) or make_household(village)
    if fields.get("outcome", "met") not in {"met", "reached"}:
        fields.setdefault("talks", 0)
    return Visit.objects.create(household=household, **_row(village, on, by) | fields)


def make_service(village: Village, on: date | None = None, by: User | None = None, **fields: Any) -> Service:
    return Service.objects.create(**_row(village, on, by) | {"kind": "good_deed"} | fields)


# What the forms of a request and of its answer send beside what a test is about.
ASKED = {"asker": "household", "kind": "other", "urgency": "normal"}
ANSWER = {"answer": "已修好", "outcome": "done", "told_how": "face", "told_back_on": "2026-03-20"}


def told(request: Request, on: date, **fields: Any) -> Request:
    """The request with an answer on it, not saved."""
    for name, value in ({**ANSWER, "told_back_on": on} | fields).items():
        setattr(request, name, value)
    return request


def make_request(village: Village, on: date | None = None, by: User | None = None, **fields: Any) -> Request:
    is_of_household = fields.get("asker", "household") == "household"
    household = fields.pop("household", None) or (make_household(village) if is_of_household else None)
    row = _row(village, on, by)
    if "told_back_on" in fields:
        fields = {"outcome": "done", "told_how": "face", "answer": "好"} | fields
    return Request.objects.create(
        household=household, **row | {"asked": "路灯坏了", "due_on": row["occurred_on"]} | fields
    )


def make_body(county: County, name: str = "供电公司") -> OutsideBody:
    return OutsideBody.objects.create(county=county, name=name)


def make_referral(village: Village, by: User | None = None, **fields: Any) -> Referral:
    """A request that was passed on to a body outside, or to the post or station that ``fields`` name."""
    by, place = by or recorder(village), keys(village)
    today = timezone.localdate()
    if not {"body", "to_post", "to_station"} & fields.keys() and fields.get("receiver") != "county":
        fields["body"] = place["county"].outside_bodies.first()
    if fields.get("to_post"):
        fields["to_station"] = fields["to_post"].station
    receiver = "post" if fields.get("to_post") else "station" if fields.get("to_station") else "body"
    if "subject_kind" not in fields:
        row = fields.pop("row", None) or make_request(village, by=by)
        fields |= {"subject_kind": "request", "subject_key": row.pk}
    given = {"receiver": receiver, "asked": "请修路灯", "sent_on": today, "sent_by": by, "due_on": today}
    return Referral.objects.create(**place | given | fields)


def make_answer_copy(village: Village, by: User | None = None, picture: bytes = b"jpeg") -> AnswerCopy:
    """A page of the paper answer of a body outside the police."""
    today = timezone.localdate()
    referral = make_referral(
        village, by, state="done", outcome="solved", answer="好", answered_on=today, sent_on=today
    )
    copy = AnswerCopy(referral=referral, size=len(picture), sha256="0" * 64, filed_by=by or recorder(village))
    copy.jpeg = picture
    copy.save()
    return copy


def make_waiting_referrals(village: Village, by: User) -> Referral:
    """One that came back, one that is long overdue, one for the county, one from elsewhere to the own post, and an
    overdue task of the county.
    """
    today = timezone.localdate()
    make_referral(village, by, state="done", outcome="solved", answer="好", answered_on=today, sent_on=today)
    make_referral(village, by, receiver="county", due_on=today)
    post = keys(village)["post"]
    far = make_village(make_post(make_station(post.station.county, "远方派出所"), "远方警务室"), "远方村委会")
    make_referral(far, to_post=post)
    make_referral(
        far, subject_kind="task", subject_key=None, to_station=keys(far)["station"],
        sent_on=today - timedelta(days=2), due_on=today - timedelta(days=1),
    )  # fmt: skip
    return make_referral(village, by, sent_on=today - timedelta(days=60), due_on=today - timedelta(days=40))


def make_patrol(village: Village, on: date | None = None, by: User | None = None, **fields: Any) -> Patrol:
    return Patrol.objects.create(**_row(village, on, by) | {"starts_at": time(8, 0)} | fields)


def make_point(village: Village, by: User | None = None, **fields: Any) -> Checkpoint:
    """Without lighting; the code follows from the number of those that there are."""
    number = Checkpoint.objects.count()
    code = "".join("ACDEFGHJKM"[int(one)] for one in f"{number:05d}")
    given = {"name": f"点{number + 1}", "kind": "lamp", "lacks_light": True, "code": code, "starts_on": SINCE}
    return Checkpoint.objects.create(**keys(village) | given | fields)


def make_plan(village: Village, by: User | None = None, points: int = 2, **fields: Any) -> PatrolPlan:
    """From seven to nine in the evening of every day with a team, past new checkpoints."""
    number = PatrolPlan.objects.count() + 1
    stops = [make_point(village).pk for _number in range(points)]
    given = {
        "name": f"计划{number}",
        "team": fields.pop("team", None) or make_team(village, name=f"巡逻队{number}"),
        "weekdays": [1, 2, 3, 4, 5, 6, 7],
        "starts_at": time(19, 0),
        "ends_at": time(21, 0),
        "points": stops,
        "starts_on": SINCE,
    }
    return PatrolPlan.objects.create(**keys(village) | given | fields)


def make_planned_round(
    village: Village, on: date | None = None, by: User | None = None, **fields: Any
) -> PlannedRound:
    """A round of today that nobody has started, with the points of its plan."""
    plan = fields.pop("plan", None) or make_plan(village)
    passed = fields.pop("passed", 0)
    given = {
        "plan": plan,
        "occurred_on": on or timezone.localdate(),
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "points_planned": len(plan.points),
    }
    made = PlannedRound.objects.create(**keys(village) | given | fields)
    for position, point in enumerate(plan.points, start=1):
        taps = {"passed_at": timezone.now(), "passed_by": by or recorder(village), "how": "tap"}
        RoundPoint(
            round=made, checkpoint_id=point, position=position, **(taps if position <= passed else {})
        ).save(force_insert=True)
    return made


def make_partner(village: Village, by: User | None = None, **fields: Any) -> PatrolPartner:
    """A partner of a joint patrol of today that has not answered: the post of ``partner`` (a village), or the own."""
    village_of_partner = fields.pop("partner", None) or village
    patrol = fields.pop("patrol", None) or make_patrol(village, timezone.localdate(), by, is_joint=True)
    post = keys(village_of_partner)["post"]
    partner = PatrolPartner(
        patrol=patrol, partner_post=post, partner_village=village_of_partner, **{"route": "桥头集合"} | fields
    )
    partner.declare(patrol)
    partner.save()
    return partner


def make_premises(village: Village, by: User | None = None, **fields: Any) -> Premises:
    given = {"name": f"小学{Premises.objects.count()}", "kind": "school", "starts_on": SINCE}
    return Premises.objects.create(**keys(village) | given | fields)


def make_checkpoint(village: Village, by: User | None = None, **fields: Any) -> Checkpoint:
    """One that was missed on the last three rounds of its plan."""
    point = make_point(village, **fields)
    plan = make_plan(village, points=0, weekdays=[3])
    PatrolPlan.objects.filter(pk=plan.pk).update(points=[point.pk])
    plan.refresh_from_db()
    for weeks in range(1, 4):
        day = timezone.localdate() - timedelta(days=7 * weeks)
        make_planned_round(village, day, plan=plan, state="incomplete", ended_at=timezone.now())
    return point


def make_walk(village: Village, by: User | None = None, **fields: Any) -> PlannedRound:
    """The round of yesterday, of which nobody has said why it was not walked."""
    return make_planned_round(village, timezone.localdate() - timedelta(days=1), by, **fields)


def make_waiting_walks(village: Village, by: User) -> PlannedRound:
    """That of ``make_walk``, and one of the day before that was begun and that the clock has closed."""
    waiting = make_walk(village, by)
    before = timezone.localdate() - timedelta(days=2)
    begun = {"started_at": timezone.now(), "started_by": by, "ended_at": timezone.now()}
    make_planned_round(village, before, by, plan=waiting.plan, state="incomplete", **begun)
    return waiting


def make_team(village: Village, by: User | None = None, **fields: Any) -> Team:
    """A patrol team whose service agreement has run out."""
    given = {"name": "巡逻队", "kind": "patrol", "functions": ["patrol"], "starts_on": SINCE}
    ran_out = {"agreement_with": "供销社", "agreement_until": SINCE}
    return Team.objects.create(**keys(village) | given | ran_out | fields)


def make_member(village: Village, by: User | None = None, **fields: Any) -> Member:
    """Somebody who agreed and has had no training yet."""
    team = fields.pop("team", None) or make_team(village, name=f"队{Team.objects.count()}")
    given = {"name": "袁测试", "is_adult": True, "consent_on": SINCE, "starts_on": SINCE}
    member = Member(team=team, **given | fields)
    member.save()
    return member


def make_contract(village: Village, by: User | None = None, picture: bytes = b"jpeg") -> ContractCopy:
    """A page of the service agreement of a team."""
    team = make_team(village, name=f"队{Team.objects.count()}")
    copy = ContractCopy(team=team, size=len(picture), sha256="0" * 64, filed_by=by or recorder(village))
    copy.jpeg = picture
    copy.save()
    return copy


def make_hazard(village: Village, on: date | None = None, by: User | None = None, **fields: Any) -> Hazard:
    """One that was found, due a week later."""
    row = _row(village, on, by)
    due = {"due_on": row["occurred_on"] + timedelta(days=7), "typed_by": [row["recorded_by"].pk]}
    return Hazard.objects.create(**row | due | {"kind": "animal", "place": "村口"} | fields)


def make_mended_hazard(village: Village, by: User, **fields: Any) -> Hazard:
    """One of today that was put right and waits for somebody else."""
    today = timezone.localdate()
    done = {"rectified_on": today, "rectified": "已拴好", "rectified_by": by, "proof": "seen"}
    return make_hazard(village, today, by, **done | fields)


def make_waiting_hazards(village: Village, on: date, by: User) -> Hazard:
    """One that somebody else has put right, and one that is overdue."""
    make_mended_hazard(village, make_user("mender", None))
    return make_hazard(village, on, by)


def make_hazard_picture(village: Village, by: User | None = None, picture: bytes = b"jpeg") -> HazardPicture:
    """A photograph of a hazard."""
    hazard = make_hazard(village, timezone.localdate(), by)
    copy = HazardPicture(hazard=hazard, size=len(picture), sha256="0" * 64, filed_by=hazard.recorded_by)
    copy.jpeg = picture
    copy.save()
    return copy


def make_meeting(village: Village, on: date | None = None, by: User | None = None, **fields: Any) -> Meeting:
    held = {"people": 20, "attended": ["committee", "police"], "minutes": "通报治安情况"}
    return Meeting.objects.create(**_row(village, on, by) | held | fields)


def make_group(village: Village, by: User | None = None, **fields: Any) -> WatchGroup:
    """A neighbourhood group with one household, which is not its contact."""
    group = WatchGroup.objects.create(**keys(village) | {"name": "第一组", "starts_on": SINCE} | fields)
    GroupHousehold(group=group, household=make_household(village), starts_on=SINCE).save()
    return group


def make_training(village: Village, by: User | None = None, **fields: Any) -> Training:
    """A training of the post, of two hours, to which nobody came."""
    given = {
        "held_on": timezone.localdate(),
        "topic": "patrol",
        "hours": 2,
        "recorded_by": by or recorder(village),
    }
    return Training.objects.create(**keys(village) | given | fields)


def make_dispute(village: Village, on: date | None = None, by: User | None = None, **fields: Any) -> Dispute:
    asked = {"violence": "no"} if fields.get("kind", "neighbour") in ("neighbour", "marriage") else {}
    return Dispute.objects.create(
        **_row(village, on, by) | {"kind": "neighbour", "summary": "地界"} | asked | fields
    )


def make_check_round(
    village: Village, on: date | None = None, by: User | None = None, **fields: Any
) -> CheckRound:
    return CheckRound.objects.create(**_row(village, on, by) | fields)


def make_agreed(village: Village, by: User | None = None) -> Dispute:
    """A dispute that ended in a written agreement."""
    today = timezone.localdate()
    return make_dispute(
        village, today, by, stage="agreed", agreement="written", result="和解", handled_on=today
    )


def make_copy(village: Village, by: User | None = None, picture: bytes = b"jpeg") -> AgreementCopy:
    """A page of the signed agreement of a dispute."""
    dispute = make_agreed(village, by)
    copy = AgreementCopy(dispute=dispute, size=len(picture), sha256="0" * 64, filed_by=dispute.recorded_by)
    copy.placed_like(dispute)
    copy.jpeg = picture
    copy.save()
    return copy


def make_session(dispute: Dispute, on: date, **fields: Any) -> Session:
    values = {"place": "村委会", "result": "goes_on", "recorded_by": dispute.recorded_by} | fields
    return Session.objects.create(dispute=dispute, held_on=on, **values)


def make_terms(dispute: Dispute, **fields: Any) -> Agreement:
    """The final agreement of a dispute."""
    values = {
        "form": "written", "is_final": True, "terms": "各退一步", "effective_on": dispute.handled_on,
        "recorded_by": dispute.recorded_by,
    }  # fmt: skip
    return Agreement.objects.create(dispute=dispute, **values | fields)


def make_duty_of(agreement: Agreement, due_on: date, **fields: Any) -> Duty:
    return Duty.objects.create(
        agreement=agreement, dispute=agreement.dispute, due_on=due_on, **{"what": "立桩"} | fields
    )


def make_follow_up(dispute: Dispute, on: date, **fields: Any) -> FollowUp:
    made = {"made_by": dispute.recorded_by} if fields.get("made_on") else {}
    return FollowUp.objects.create(dispute=dispute, planned_on=on, **made | fields)


def make_duty_day(village: Village, on: date, by: User | None = None, **fields: Any) -> DutyDay:
    return DutyDay.objects.create(user=by or recorder(village), on=on, **keys(village) | fields)


def make_duty(village: Village, by: User) -> DutyDay:
    """An arrival of the day before yesterday that was entered later and waits for the chief."""
    today = timezone.localdate()
    late = {"state": DutyDay.State.WAITING, "entered_on": today, "reason": "忘记签到"}
    return make_duty_day(village, today - timedelta(days=2), by, **late)


def make_leave(user: User, first: date = date(2026, 3, 2), last: date = date(2026, 3, 6)) -> Leave:
    return Leave.objects.create(user=user, kind=Leave.Kind.TRAINING, starts_on=first, ends_on=last)


def make_handover(post: Post, **fields: Any) -> Handover:
    """An auxiliary has left the post: the sheet waits for the signature, or for what ``fields`` say."""
    last_day = timezone.localdate() - timedelta(days=1)
    leaver = fields.pop("leaver", None) or make_user(f"left{next(_number)}", Role.AUXILIARY, post)
    assignment = leaver.assignments.get(post=post)
    Assignment.objects.filter(pk=assignment.pk).update(ends_on=last_day)
    days = {"last_day": last_day, "opened_on": last_day, "due_on": last_day + timedelta(days=7)}
    return Handover.objects.create(assignment=assignment, post=post, leaver=leaver, **days | fields)


def make_stand_in(
    user: User, first: date = date(2027, 3, 16), last: date = date(2027, 3, 29), **fields: Any
) -> StandIn:
    """The person stands in for the chief of the own station on these days."""
    assignment = user.assignments.get(ends_on=None)
    station = assignment.station or assignment.post.station
    return StandIn.objects.create(user=user, station=station, starts_on=first, ends_on=last, **fields)


def make_import(village: Village, by: User) -> Import:
    """A sheet with one line, as it is after the upload."""
    placed = keys(village)
    owner = Import.objects.create(
        by=by, station=placed["station"], county=placed["county"], file_name="户册.xlsx", sha256="0" * 64, rows=1,
        sheets=[{"name": "", "title": "", "headings": ["门牌号", "户主"]}],
        columns={"门牌号": "number", "户主": "householder"},
    )  # fmt: skip
    line = ImportLine(owner=owner, number=2)
    line.cells = '["1号", "王测试"]'
    line.save()
    return owner


def make_divisions(county: County, by: User) -> DivisionImport:
    """Division files of the county in which each village has another name, as they are after the upload."""
    villages = list(Village.objects.filter(town__county=county).select_related("town"))
    towns = {village.town.code: village.town.name for village in villages}
    return DivisionImport.objects.create(
        county=county, by=by, since=timezone.localdate(), file_names="区划.csv",
        divisions=[
            [[county.code, county.name, ""]],
            [[code, name, county.code] for code, name in towns.items()],
            [[one.code, f"新{one.name}", one.town.code] for one in villages],
        ],
    )  # fmt: skip


def make_prepared(village: Village, month: date, *, by: User | None = None, **counts: int) -> None:
    """Prepare the given categories: ``make_prepared(village, march, mass=1)``."""
    for category, count in counts.items():
        PreparedCount.objects.create(
            month=month,
            category=category,
            count=count,
            prepared_by=by or recorder(village),
            **keys(village),
        )


def make_case_hours(village: Village, month: date, *, by: User | None = None, **bands: int) -> CaseHours:
    """In which hours the preventable cases were: ``make_case_hours(village, march, from_18=2)``."""
    return CaseHours.objects.create(month=month, typed_by=by or recorder(village), **keys(village), **bands)


def make_survey(county: County, month: date, by: User, state: str = "counted", **fields: Any) -> SurveyRound:
    """A round that has taken the steps up to ``state``."""
    steps = ("drafted", "opened", "closed", "counted")
    taken = steps[: 1 + ("draft", "open", "closed", "counted").index(state)]
    days = {f"{step}_on": month for step in taken}
    return SurveyRound.objects.create(
        county=county,
        month=month,
        state=state,
        **{"name": "第一轮"} | days | {f"{step}_by": by for step in taken} | fields,
    )


def make_answers(survey: SurveyRound, village: Village, invited: int = 40, **answers: int) -> None:
    """Answers to the first question, on paper; ``feels_safe__yes=3`` is one to another question."""
    Sample.objects.update_or_create(round=survey, village=village, defaults={"invited": invited})
    for name, count in answers.items():
        question, _sep, answer = name.rpartition("__")
        AnswerTally.objects.create(
            round=survey,
            village=village,
            channel="paper",
            question=question or "satisfaction",
            answer=answer,
            count=count,
        )


def attest(village: Village, month: date, *, by: User | None = None, **counts: int) -> None:
    """Attest all categories as none, except those given: ``attest(village, march, criminal=1)``; the preventable ones
    of the criminal cases where they are given.
    """
    part = [IncidentCount.Category.PREVENTABLE] if "preventable" in counts else []
    for category in [*IncidentCount.FIVE, *part]:
        IncidentCount.objects.create(
            month=month,
            category=category,
            count=counts.get(category.value, 0),
            attested_by=by or recorder(village),
            **keys(village),
        )


def leader_of(county: County) -> User:
    """The county's leader; made when nobody is."""
    found = User.objects.filter(assignments__county=county, assignments__role=Role.LEADER).first()
    return found or make_user(f"leader{next(_number)}", Role.LEADER, county)


def make_contact(place: Post | Station, leader: User | None = None, **fields: Any) -> ContactPoint:
    """A station or a post of which a leader of its county is the contact since the beginning of the year."""
    station = place.station if isinstance(place, Post) else place
    given = {
        "person": leader or leader_of(station.county),
        "county": station.county,
        "station": station,
        "post": place if isinstance(place, Post) else None,
        "starts_on": timezone.localdate().replace(month=1, day=1),
    }
    return ContactPoint.objects.create(**given | fields)


def make_leader_entry(point: ContactPoint, /, **fields: Any) -> LeaderEntry:
    """A day of guidance at the contact point, today."""
    given = {
        "person": point.person,
        "county": point.county,
        "station": point.station,
        "post": point.post,
        "contact": point,
        "place": str(point),
        "kind": "guidance",
        "held_on": timezone.localdate(),
        "advice": "排查要到户，台账当天记。",
    }
    return LeaderEntry.objects.create(**given | fields)


def make_regulation(county: County, by: User, /, title: str = "", **fields: Any) -> Regulation:
    """A regulation of the county with its first edition, which everybody has to read."""
    made = Regulation.objects.create(county=county, title=title or f"走访规定{next(_number)}")
    given = {"number": 1, "issued_on": timezone.localdate(), "text": "一户一访，当天登记。", "issued_by": by}
    Edition.objects.create(county=county, regulation=made, **given | fields)
    return made


def make_familiarity(post: Post, user: User, by: User, households: Iterable[Household]) -> FamiliarityTest:
    """A test of ``user`` that is drawn and waits for its result."""
    keys = [one.pk for one in households]
    station = post.station
    made = FamiliarityTest.objects.create(
        county=station.county, station=station, post=post, user=user, drawn_by=by, seed=1, drawn=len(keys)
    )
    DrawnHouseholds.objects.create(test=made, station=station, keys=keys)
    return made


def make_digest(station: Station) -> Digest:
    """A digest of a week without anything to say."""
    names = ("vacant", "silent", "short", "promises", "clocks", "met", "patrols")
    facts = {name: [] for name in ("vacancies", "silent", "short", "promises", "clocks", "worse")}
    numbers = dict.fromkeys(names, 0)
    return Digest.objects.get_or_create(
        station=station, monday=date(2026, 3, 9), defaults={"facts": facts | {"posts": 1, "numbers": numbers}}
    )[0]
