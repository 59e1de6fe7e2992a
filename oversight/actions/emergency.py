"""Break-glass (紧急查看): see another post's register in an emergency, watched by both chiefs and the auditor."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from oversight.models import EmergencyNotice, EmergencyView
from posts.models import Post, Station


def posts_to_open(user: User) -> QuerySet[Post]:
    """The posts of the person's county, without those that are open to the person anyhow."""
    where = scope.for_user(user)
    others = Post.objects.open().filter(station__county__in=_own_station(user).values("county"))
    if where.station_id:
        others = others.exclude(station=where.station_id)
    own = [where.post_id or 0, *(key for key, _name in where.others)]
    return others.exclude(pk__in=own).select_related("station").order_by("station", "pk")


def why_not(user: User) -> str:
    """Why the person opens none at the moment; empty when nothing is in the way."""
    if scope.for_user(user).stands_in:
        return _(
            "While you stand in for the chief you open no emergency view. Switch back to your own place first."
        )
    return ""


def _own_station(user: User) -> QuerySet[Station]:
    where = scope.for_user(user)
    if where.post_id:
        return Station.objects.filter(posts=where.post_id)
    return Station.objects.filter(pk=where.station_id or 0)


@transaction.atomic
def open_view(post: Post, reason: str, *, by: User) -> EmergencyView:
    """From now on, for some hours, the person sees that post in place of the own one and changes nothing.

    Both chiefs find it on their landing page. A few times a day at most; one more need is a call to the chief. Not as
    acting chief, who would get the notice of the own view.
    """
    if not may(by, "open_emergency") or not posts_to_open(by).filter(pk=post.pk).exists():
        raise PermissionDenied
    if why_not(by):
        raise ValidationError(why_not(by))
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    today, now = timezone.localdate(), timezone.now()
    used = EmergencyView.objects.filter(user=by, day=today).count()
    _check_limits(by, today, used, reason)
    view = EmergencyView(
        user=by,
        post=post,
        reason=reason.strip(),
        opened_at=now,
        ends_at=now + lasts(by),
        day=today,
        number=used + 1,
    )
    view.validate_constraints()
    view.save()
    notified = {post.station_id}
    if not may(by, "acknowledge_emergency"):  # a chief gets no notice of the own view
        notified |= set(_own_station(by).values_list("pk", flat=True))
    EmergencyNotice.objects.bulk_create(EmergencyNotice(view=view, station_id=pk) for pk in sorted(notified))
    trail.record("open_emergency", view, by=by, reason=view.reason, emergency_view=view.pk, place=str(post))
    scope.forget(by)
    return view


def lasts(user: User) -> timedelta:
    """For how long a view that is opened today stays open."""
    return rules.hours("emergency.hours", on=timezone.localdate(), county=scope.for_user(user).county)


def shortest_reason(user: User) -> int:
    """Characters that a reason has at least."""
    return rules.whole(
        "emergency.reason_characters", on=timezone.localdate(), county=scope.for_user(user).county
    )


def _check_limits(by: User, today: date, used: int, reason: str) -> None:
    most = rules.whole("emergency.a_day", on=today, county=scope.for_user(by).county)
    if used >= most:
        raise ValidationError(
            _("At most %(n)s emergency views a day. Call the chief of that station.") % {"n": most}
        )
    if len(reason.strip()) < shortest_reason(by):
        raise ValidationError(
            {"reason": _("Say why in at least %(n)s characters.") % {"n": shortest_reason(by)}}
        )


@transaction.atomic
def end_view(*, by: User) -> None:
    """The person is back at the own post at once."""
    view = EmergencyView.objects.select_for_update().filter(user=by).open_now().first()
    if view is None:
        return
    view.ended_at = timezone.now()
    view.save(update_fields=["ended_at"])
    trail.record("end_emergency", view, by=by, emergency_view=view.pk)
    scope.forget(by)


@transaction.atomic
def acknowledge(notice: EmergencyNotice, *, by: User) -> EmergencyNotice:
    """The chief has read who opened a post and why; it leaves the landing page. Nobody acknowledges the own view."""
    if not may(by, "acknowledge_emergency"):
        raise PermissionDenied
    held = waiting_for(by).select_for_update(of=("self",), no_key=True).filter(pk=notice.pk).first()
    if held is None:
        raise PermissionDenied
    held.acknowledged_by, held.acknowledged_at = by, timezone.now()
    held.save(update_fields=["acknowledged_by", "acknowledged_at"])
    trail.record("acknowledge_emergency", held.view, by=by, emergency_view=held.view_id)
    return held


def waiting_for(user: User) -> QuerySet[EmergencyNotice]:
    """Notices that nobody of the chief's station has acknowledged, without those of the person's own views."""
    waiting = EmergencyNotice.objects.filter(station=scope.for_user(user).station_id, acknowledged_by=None)
    return waiting.exclude(view__user=user)


def seen_by(user: User) -> QuerySet[EmergencyView]:
    """Emergency views that the person reads about: a chief of the station's, the county and its auditor of all."""
    where = scope.for_user(user)
    if where.station_id:
        rows = EmergencyView.objects.filter(notices__station=where.station_id)
    else:
        rows = EmergencyView.objects.filter(post__station__county=where.county_id or 0)
    return rows.select_related("user", "post__station").prefetch_related(
        "notices__station", "notices__acknowledged_by"
    )
