"""Schools, firms and the like of a village: entered, changed, ended."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from posts import abolished, staying
from posts.models import Post, Village
from residents.models import Premises


@transaction.atomic
def start_premises(premises: Premises, *, by: User) -> Premises:
    """Enter premises of a village that the person serves. Http404 for another village."""
    check_may(by)
    _place(premises, by)
    premises.save(force_insert=True)
    trail.record("start_premises", premises, by=by, kind=premises.kind)
    return premises


@transaction.atomic
def change_premises(premises: Premises, *, by: User) -> Premises:
    """Change premises that have not ended."""
    before = _hold_running(premises, by)
    if before.village_id != premises.village_id:
        _place(premises, by)
    save_changes(before, premises, also=("post", "station", "county"))
    trail.record("change_premises", premises, by=by, kind=premises.kind)
    return premises


@transaction.atomic
def end_premises(premises: Premises, reason: str, *, by: User) -> Premises:
    """They end today: no service is entered for them on later days. The row stays, with what was done there."""
    held = _hold_running(premises, by)
    held.ends_on, held.end_reason = max(timezone.localdate(), held.starts_on), reason.strip()
    held.save(update_fields=["ends_on", "end_reason"])
    trail.record("end_premises", held, by=by, reason=held.end_reason)
    return held


def check_running(premises: Premises) -> None:
    """ValidationError for premises that have ended."""
    if premises.ends_on is not None:
        raise ValidationError(_("The premises have ended: they are changed no more."))


def check_may(by: User) -> None:
    if not may(by, "edit_premises"):
        raise PermissionDenied


def _hold_running(premises: Premises, by: User) -> Premises:
    check_may(by)
    held = hold(premises, Premises.objects.visible_to(by))
    check_running(held)
    return held


def _place(premises: Premises, by: User) -> None:
    """The access keys of the village of today; Http404 for one that the person does not serve."""
    staying.hold(premises.village_id)
    today = timezone.localdate()
    if not Village.objects.served_by(by).filter(pk=premises.village_id).exists():
        raise Http404
    abolished.check_existed(premises.village_id, today, field="village")
    premises.placed_at(Post.objects.of_village(premises.village_id, today))
