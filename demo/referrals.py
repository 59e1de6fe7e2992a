"""What posts of the demonstration county have passed on: some in each state, one overdue, one told back."""

from datetime import timedelta
from typing import Any

from demo.plan import Beat, Plan
from disputes.models import Dispute
from hazards.models import Hazard
from ledgers.models import Row
from posts.models.placed import keys_of
from referrals.models import OutsideBody, Referral
from residents.models import Request

State = Referral.State
# Of a post: whether a request, a dispute or a hazard went to which body, how many days ago, due how many days later,
# what came of it; days of steps are given as days ago. A post without such a row that waits leaves it to the next one.
AT_POSTS: tuple[tuple[int, str, str, int, int, dict[str, Any]], ...] = (
    (0, "request", "交通运输部门", 3, 8, {"state": State.SENT}),
    (0, "request", "镇政府", 6, 10, {
        "state": State.DONE, "outcome": "solved", "answer": "已派人修复护栏。", "answered_on": 1,
    }),
    (0, "dispute", "司法所", 9, 10, {
        "state": State.DONE, "outcome": "solved", "answer": "已组织调解并达成一致。", "answered_on": 2,
    }),
    (4, "request", "供电所", 20, 10, {"state": State.SENT}),  # overdue: the county reads of it
    (1, "request", "供水单位", 5, 10, {
        "state": State.REJECTED, "reason": "not_ours", "answer": "属村内管网，请转镇政府。", "answered_on": 2,
    }),
    (2, "dispute", "人民法院", 4, 10, {"state": State.ACCEPTED, "taken_on": 2}),
    (3, "request", "民政部门", 8, 10, {
        "state": State.DONE, "outcome": "not_solved", "reason": "no_basis", "answer": "收入超过标准，暂不符合。",
        "answered_on": 3,
    }),
    (5, "request", "镇政府", 9, 10, {"state": State.WITHDRAWN, "closed_on": 7}),
    (0, "hazard", "镇政府", 2, 10, {"state": State.SENT}),
)  # fmt: skip
DAYS = ("taken_on", "answered_on", "closed_on")
PLACE_IN_WORDS = "请到场查看并书面答复，具体情况由警务室陪同说明。"


def write(plan: Plan) -> None:
    """Made after the rows that they are about are copied."""
    for place, kind, body, ago, within, fields in AT_POSTS:
        found = ((beat, _open_row(beat, kind)) for beat in (*plan.beats[place:], *plan.beats[:place]))
        beat, row = next(((beat, row) for beat, row in found if row is not None), (plan.beats[place], None))
        if row is not None:
            receiver = OutsideBody.objects.get(county=plan.county, name=body)
            about = {"subject_kind": kind, "subject_key": row.pk, "receiver": "body", "body": receiver}
            _make(plan, beat, ago, within, village_id=row.village_id, asked=PLACE_IN_WORDS, **about, **fields)
    _told_back(plan, plan.beats[2])
    _inside(plan, plan.beats[0], plan.beats[1])
    _problem(plan, plan.beats[0])
    _task(plan, plan.beats[0])


def _open_row(beat: Beat, kind: str) -> Any:
    """One of the post that waits and was not passed on yet."""
    taken = Referral.objects.filter(subject_kind=kind).values("subject_key")
    if kind == "dispute":
        disputes = Dispute.objects.filter(post=beat.post, stage="open", state__in=Row.COUNTED)
        return disputes.exclude(pk__in=taken).exclude(is_protected=True).order_by("pk").first()
    if kind == "hazard":
        hazards = Hazard.objects.to_rectify().filter(post=beat.post, assigned_on__isnull=False)
        return hazards.exclude(pk__in=taken).order_by("-occurred_on", "pk").first()
    requests = Request.objects.filter(post=beat.post, told_back_on=None, state=Row.State.RECORDED)
    return requests.exclude(pk__in=taken).order_by("-pk").first()


def _make(plan: Plan, beat: Beat, ago: int, within: int, **fields: Any) -> None:
    today = plan.timeline.today
    for name in DAYS:
        if name in fields:
            fields[name] = today - timedelta(days=fields[name])
    if fields.get("answered_on"):
        fields["answered_by"] = beat.officer
    sent_on = today - timedelta(days=ago)
    given = keys_of(beat.post) | {"sent_on": sent_on, "sent_by": fields.pop("sent_by", beat.officer)}
    Referral.objects.create(**given, due_on=sent_on + timedelta(days=within), **fields)


def _told_back(plan: Plan, beat: Beat) -> None:
    """Of a request that is answered: passed on, solved, and whoever asked was told."""
    found = Request.objects.filter(post=beat.post, told_back_on__isnull=False, outcome="done")
    row = found.order_by("-told_back_on", "pk").first()
    if row is None or row.told_back_on is None:
        return
    today = plan.timeline.today
    ago = (today - row.occurred_on).days
    days_ago = (today - row.told_back_on).days
    body = OutsideBody.objects.get(county=plan.county, name="供电所")
    _make(
        plan, beat, ago, 15, village_id=row.village_id, subject_kind="request", subject_key=row.pk, receiver="body",
        body=body, asked="请检修台区线路。", state=State.DONE, outcome="solved", answer="线路已检修。",
        answered_on=days_ago, told_how=row.told_how, told_back_on=row.told_back_on, closed_on=days_ago,
    )  # fmt: skip


def _inside(plan: Plan, beat: Beat, other: Beat) -> None:
    """From the second post to the first one: its officer finds it under Passed on to us."""
    row = _open_row(other, "request") or Request.objects.filter(post=other.post).order_by("-pk").first()
    if row is not None:
        _make(
            plan, other, 2, 10, village_id=row.village_id, subject_kind="request", subject_key=row.pk,
            receiver="post", to_post=beat.post, to_station=beat.station,
            asked="两村交界处夜间有人飙车，请一并安排巡逻。", state=State.SENT,
        )  # fmt: skip


def _problem(plan: Plan, beat: Beat) -> None:
    village = beat.villages[0]
    _make(
        plan, beat, 3, 20, village_id=village.pk, subject_kind="problem", receiver="station", to_station=beat.station,
        problem="difficulty", asked="警务室冬季取暖费没有列支渠道。", proposal="建议由所里统一申请经费。",
        state=State.SENT,
    )  # fmt: skip


def _task(plan: Plan, beat: Beat) -> None:
    """From the county to the first post."""
    _make(
        plan, beat, 1, 10, village_id=beat.villages[0].pk, subject_kind="task", receiver="post", to_post=beat.post,
        to_station=beat.station, asked="请会同学校检查校园周边消防和交通隐患，书面答复。", state=State.SENT,
        sent_by=plan.county_user,
    )  # fmt: skip
