"""Who may do what with a hand-over now: who gives, who takes over, who closes, and why not.

Called by duty/handover/actions/ and by the pages, so that no button is shown that the action refuses.
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import MAY, may
from accounts.models import User
from duty.models import Handover
from policies import acting
from posts.models import Assignment


def as_somebody(user: User) -> AbstractContextManager[None]:
    """Whoever serves nowhere any more asks the database as somebody of a post, at no place: of the own sheet alone."""
    serves = bool(scope.for_user(user).role)
    return nullcontext() if serves else acting.acting(acting.Acting("post", user.pk))


def successor_of(handover: Handover) -> Assignment | None:
    """Who is responsible for the post now, or begins after the last day of who leaves; never the leaver."""
    day = timezone.localdate()
    found = responsible(handover, day)
    if found is None and handover.last_day >= day:
        found = responsible(handover, handover.last_day + timedelta(days=1))
    return found


def responsible(handover: Handover, day: date) -> Assignment | None:
    at_work = Assignment.objects.at_work(day).exclude(user=handover.leaver_id)
    return at_work.filter(post=handover.post_id, is_responsible=True).select_related("user").first()


def may_give(handover: Handover, user: User) -> bool:
    """Does the person leave, and is it not taken over yet? What was signed can be signed anew until then."""
    return handover.leaver_id == user.pk and handover.state in (Handover.State.OPEN, Handover.State.SIGNED)


def may_take(handover: Handover, user: User) -> bool:
    """Is the person responsible for the post today, and not who gives?"""
    if handover.state != Handover.State.SIGNED or user.pk in (handover.leaver_id, handover.left_by_id):
        return False
    found = responsible(handover, timezone.localdate())
    return found is not None and found.user_id == user.pk and not scope.for_user(user).emergency


def may_decide(handover: Handover, user: User) -> bool:
    """Does the person close at the station: the chief or who stands in, and is none of the two who sign?

    The county where nobody there may: no chief, or one who is one of the two.
    """
    if not handover.is_open or not may(user, "close_handover"):
        return False
    if user.pk in (handover.leaver_id, handover.taken_by_id):
        return False
    where = scope.for_user(user)
    if where.station_id:
        return where.station_id == handover.post.station_id
    return where.county_id == handover.post.station.county_id and not _chiefs(handover)


def _chiefs(handover: Handover) -> bool:
    """Is somebody at work at the station who may close it?"""
    parties = [key for key in (handover.leaver_id, handover.taken_by_id) if key]
    there = Assignment.objects.at_work(timezone.localdate()).filter(
        station=handover.post.station_id, role__in=MAY["close_handover"]
    )
    return there.exclude(user__in=parties).exists()


def why_not_in_place(handover: Handover) -> str:
    """Why nobody signs in the place of who leaves; empty when the person can not, or has had the time."""
    if handover.state != Handover.State.OPEN:
        return _("It is signed already.")
    leaver = handover.leaver
    serves = Assignment.objects.at_work(timezone.localdate()).filter(user=leaver).exists()
    if leaver.is_active and serves and not handover.is_overdue:
        return _("%(person)s is still at work and signs in person until %(day)s.") % {
            "person": leaver.name,
            "day": f"{handover.due_on:%Y-%m-%d}",
        }
    return ""


def why_not_closed(handover: Handover) -> str:
    """Why it can not be closed yet; empty when it can."""
    if handover.state == Handover.State.TAKEN:
        return ""
    if handover.state == Handover.State.OPEN:
        return _("Who leaves has not signed yet.")
    is_closed = handover.post.closed_on is not None and handover.post.closed_on <= timezone.localdate()
    if successor_of(handover) is not None and not is_closed:
        return _("The successor has not signed yet.")
    if not is_closed and not handover.is_overdue:
        return _("It waits for a successor until %(day)s.") % {"day": f"{handover.due_on:%Y-%m-%d}"}
    return ""
