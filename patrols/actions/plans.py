"""Patrol plans: entered, changed, ended. The rounds of their days are made by patrols/actions/planning.py."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from patrols.actions import planning
from patrols.actions.checkpoints import check_may, place
from patrols.models import Checkpoint, PatrolPlan
from teams.models import Team


@transaction.atomic
def start_plan(plan: PatrolPlan, *, by: User) -> PatrolPlan:
    """Enter a plan of a village that the person serves; the round of today, where there is one, is made with it.

    ValidationError for a first day in the past: rounds of days that are over would count as not walked.
    """
    check_may(by)
    place(plan, by)
    if plan.starts_on < timezone.localdate():
        raise ValidationError({"starts_on": _("A plan begins today or later.")})
    check_parts(plan)
    plan.validate_constraints()
    plan.save(force_insert=True)
    planning.make_rounds_of(plan, timezone.localdate())
    trail.record("start_plan", plan, by=by)
    return plan


@transaction.atomic
def change_plan(plan: PatrolPlan, *, by: User) -> PatrolPlan:
    """Change a plan that has not ended. The rounds up to today stay as they are: the change holds from tomorrow on."""
    before = hold_running(plan, by)
    planning.make_rounds_of(before, timezone.localdate())
    if before.village_id != plan.village_id:
        place(plan, by)
    if plan.starts_on != before.starts_on and min(plan.starts_on, before.starts_on) <= timezone.localdate():
        raise ValidationError({"starts_on": _("It has begun, or would have: the first day stays.")})
    check_parts(plan)
    save_changes(before, plan, also=("post", "station", "county"))
    trail.record("change_plan", plan, by=by)
    return plan


@transaction.atomic
def end_plan(plan: PatrolPlan, reason: str, *, by: User) -> PatrolPlan:
    """It ends today, with the round of today; the row and its rounds stay."""
    held = hold_running(plan, by)
    planning.make_rounds_of(held, timezone.localdate())
    held.ends_on, held.end_reason = max(timezone.localdate(), held.starts_on), reason.strip()
    held.save(update_fields=["ends_on", "end_reason"])
    trail.record("end_plan", held, by=by, reason=held.end_reason)
    return held


def hold_running(plan: PatrolPlan, by: User) -> PatrolPlan:
    """The plan, locked; ValidationError when it has ended."""
    check_may(by)
    held = hold(plan, PatrolPlan.objects.visible_to(by))
    check_running(held)
    return held


def check_running(plan: PatrolPlan) -> None:
    """ValidationError for a plan that has ended."""
    if plan.ends_on is not None:
        raise ValidationError(_("The patrol plan has ended: it is changed no more."))


def check_parts(plan: PatrolPlan) -> None:
    """Points of its village that have not ended, each once, and a team of the village or one that serves it, too."""
    plan.points = list(dict.fromkeys(plan.points))
    plan.weekdays = sorted(set(plan.weekdays))
    running = Checkpoint.objects.filter(pk__in=plan.points, village=plan.village_id, ends_on=None)
    if running.count() != len(plan.points):
        raise ValidationError(
            {"points": _("A plan passes checkpoints of its own village that have not ended.")}
        )
    if plan.team_id is None:
        return
    if (
        not Team.objects.serving(plan.village)
        .filter(pk=plan.team_id, post=plan.post_id, ends_on=None)
        .exists()
    ):
        raise ValidationError({"team": _("Choose a team of the village, or one that serves it.")})
