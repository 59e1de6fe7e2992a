"""A planned round is walked: started, point after point passed, finished as a patrol; or it is said why not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import Gone, hold
from ledgers import actions, months
from patrols import members
from patrols.models import Patrol, PlannedRound, RoundPoint

State = PlannedRound.State


@dataclass(frozen=True)
class Tap:
    """What the officer pressed: a point by its key, or by the code of its label. ``ago``: for how long the tap has
    waited in the browser for a signal; None when it was sent at once.
    """

    point: int | None = None
    code: str = ""
    is_scanned: bool = False
    ago: timedelta | None = None

    @property
    def how(self) -> str:
        if not self.code:
            return RoundPoint.How.TAP
        return RoundPoint.How.SCAN if self.is_scanned else RoundPoint.How.CODE


@transaction.atomic
def start(planned: PlannedRound, *, by: User, ago: timedelta | None = None) -> PlannedRound:
    """Begin to walk; a second one who starts finds it started."""
    held = hold_walkable(planned, by)
    if _begin(held, by, moment_of(held, by, ago)):
        trail.record("start_round", held, by=by)
    return held


@transaction.atomic
def pass_point(planned: PlannedRound, tap: Tap, *, by: User) -> RoundPoint:
    """Note that a point was passed, and start the round with the first one. The first tap of a point stays: two of one
    officer, or of two, are one.

    ValidationError for a code of no point of the round, and for a time outside the round's own.
    """
    held = hold_walkable(planned, by)
    stop = _stop_of(held, tap)
    if stop.passed_at is not None:
        return stop
    stop.passed_at = moment_of(held, by, tap.ago)
    stop.passed_by, stop.how, stop.is_device_time = by, tap.how, tap.ago is not None
    stop.save(update_fields=["passed_at", "passed_by", "how", "is_device_time"])
    if _begin(held, by, stop.passed_at):
        trail.record("start_round", held, by=by)
    trail.record("pass_point", held, by=by, position=stop.position, device_time=stop.is_device_time)
    return stop


@transaction.atomic
def take_back(planned: PlannedRound, point: int, *, by: User) -> RoundPoint:
    """A tap on the wrong point is taken back until the round is finished; the history has both."""
    held = hold_walkable(planned, by)
    stop = _stop_of(held, Tap(point=point))
    if stop.passed_at is not None:
        stop.passed_at, stop.passed_by, stop.how, stop.is_device_time = None, None, "", False
        stop.save(update_fields=["passed_at", "passed_by", "how", "is_device_time"])
        trail.record("take_back_point", held, by=by, position=stop.position)
    return stop


@transaction.atomic
def finish(planned: PlannedRound, patrol: Patrol, *, by: User, late_reason: str = "") -> Patrol:
    """End a round that was started and record its patrol, one alone. Points that nobody passed make it incomplete."""
    if not may(by, "record_patrol"):
        raise PermissionDenied
    held = hold_walkable(planned, by)
    check_to_finish(held)
    members.check(patrol, None, by)
    months.let_in(held.village_id, held.occurred_on, late_reason)
    saved = actions.record(patrol, by=by, verb="record_patrol", late_reason=late_reason)
    passed = RoundPoint.objects.filter(round=held, passed_at__isnull=False).count()
    held.patrol, held.points_passed = saved, passed
    held.state = State.DONE if passed == held.points_planned else State.INCOMPLETE
    held.ended_at = ended_at(saved)
    held.save(update_fields=["patrol", "points_passed", "state", "ended_at"])
    trail.record("finish_round", held, by=by, passed=passed, planned=held.points_planned)
    return saved


def ended_at(patrol: Patrol) -> datetime:
    """When the patrol ended."""
    began = timezone.make_aware(datetime.combine(patrol.occurred_on, patrol.starts_at))
    return began + timedelta(minutes=patrol.minutes)


@transaction.atomic
def not_walked(planned: PlannedRound, reason: str, *, by: User) -> PlannedRound:
    """Say why nobody walked it. No figure changes: it counts as planned and not walked before and afterwards."""
    if not may(by, "explain_round"):
        raise PermissionDenied
    held = hold(planned, PlannedRound.objects.visible_to(by))
    check_to_explain(held)
    held.state, held.reason = State.NOT_WALKED, reason.strip()
    held.save(update_fields=["state", "reason"])
    trail.record("not_walked", held, by=by, reason=held.reason)
    return held


def check_walks(by: User) -> None:
    if not may(by, "walk_round"):
        raise PermissionDenied


def hold_walkable(planned: PlannedRound, by: User) -> PlannedRound:
    """The round as it is, locked: what was shown matters neither for a tap nor for the patrol.

    ValidationError once its patrol is there.
    """
    check_walks(by)
    rows = PlannedRound.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    held = rows.filter(pk=planned.pk).first()
    if held is None:
        raise Gone
    check_walkable(held)
    return held


def check_walkable(held: PlannedRound) -> None:
    """ValidationError once the patrol is recorded."""
    if not held.is_walkable:
        raise ValidationError(_("The round is finished already."))


def check_to_finish(held: PlannedRound) -> None:
    """ValidationError before it was started and after its patrol was recorded."""
    check_walkable(held)
    if held.started_at is None:
        raise ValidationError(_("Nobody has started the round yet."))


def check_to_explain(held: PlannedRound) -> None:
    """ValidationError for a round that somebody has started, or explained."""
    if held.state != State.PLANNED:
        raise ValidationError(
            _("The round is now: %(state)s. Load the page again.") % {"state": held.get_state_display()}
        )


def moment_of(held: PlannedRound, by: User, ago: timedelta | None) -> datetime:
    """When it was pressed. ValidationError before the day of the round, and after the night that follows it."""
    moment = timezone.now() - max(ago or timedelta(0), timedelta(0))
    if held.begins_at() <= moment < held.closes_at(scope.for_user(by).county):
        return moment
    raise ValidationError(
        _("A round is walked on its day, or in the night that follows. %(when)s is neither.")
        % {"when": f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"}
    )


def _stop_of(held: PlannedRound, tap: Tap) -> RoundPoint:
    rows = RoundPoint.objects.select_for_update(of=("self",), no_key=True).filter(round=held)
    if tap.code:
        found = rows.filter(checkpoint__code=as_code(tap.code)).first()
        if found is None:
            raise ValidationError(
                _("No point of this round has the code %(code)s.") % {"code": as_code(tap.code)}
            )
        return found
    found = rows.filter(checkpoint=tap.point or 0).first()
    if found is None:
        raise ValidationError(_("The round has no such point. Load the page again."))
    return found


def as_code(text: str) -> str:
    """A code as it is stored: what is typed may have small letters and blanks."""
    return "".join(text.split()).upper()[:20]


def _begin(held: PlannedRound, by: User, moment: datetime) -> bool:
    """Started by the first tap; one that was pressed earlier and comes later moves the beginning.

    True for the first.
    """
    is_new = held.state in (State.PLANNED, State.NOT_WALKED)
    if not is_new and held.started_at is not None and held.started_at <= moment:
        return False
    if is_new:
        over = timezone.now() >= held.closes_at(scope.for_user(by).county)
        held.state, held.reason = (State.INCOMPLETE if over else State.STARTED), ""
        held.started_by = by
    held.started_at = moment
    if held.state == State.INCOMPLETE and held.ended_at is None:
        held.ended_at = held.closes_at(scope.for_user(by).county)
    held.save(update_fields=["state", "reason", "started_at", "started_by", "ended_at"])
    return is_new
