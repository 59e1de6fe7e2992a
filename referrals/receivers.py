"""To whom something can be passed on: bodies of the county's list, open posts and stations, the county bureau."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from accounts.models import User
from posts.models import Post, Station
from referrals.models import OutsideBody, Referral

Receiver = Referral.Receiver
Choice = tuple[str, str]
INSIDE = (Receiver.POST, Receiver.STATION, Receiver.COUNTY)


def still_open() -> Q:
    return Q(closed_on=None) | Q(closed_on__gt=timezone.localdate())


def county_of(user: User) -> int | None:
    """The key of the county in which the person serves."""
    where = scope.for_user(user)
    return where.county_id or where.above[1]


def offered(user: User) -> list[tuple[str, list[Choice]]]:
    """The choices of a form, by group: ``body:3``, ``post:5``, ``station:2``, ``county:1``; never the own place."""
    county, where = county_of(user), scope.for_user(user)
    bodies = OutsideBody.objects.filter(still_open(), county=county)
    stations = Station.objects.filter(still_open(), county=county)
    posts = Post.objects.filter(still_open(), station__county=county).select_related("station")
    own_station = where.above[0] or where.station_id
    near = sorted(posts, key=lambda post: (post.station_id != own_station, post.station_id, post.pk))
    return [
        (_("Bodies outside the police"), [(f"body:{one.pk}", one.name) for one in bodies]),
        (_("Inside the police"), [
            *((f"station:{one.pk}", one.name) for one in stations if one.pk != where.station_id),
            (f"county:{county}", _("County bureau")),
        ]),
        (_("Other posts"), [(f"post:{one.pk}", one.name) for one in near if one.pk != where.post_id]),
    ]  # fmt: skip


def above(user: User) -> str:
    """To whom a problem is reported first: from a post its station, from a station the county."""
    where = scope.for_user(user)
    return f"station:{where.above[0]}" if where.post_id else f"county:{county_of(user)}"


def choices(user: User) -> Iterator[Choice]:
    for _group, some in offered(user):
        yield from some


def put(referral: Referral, chosen: str, user: User) -> None:
    """Set the receiver that ``chosen`` names; ValidationError for one that is closed or not offered."""
    if chosen not in {value for value, _label in choices(user)}:
        raise ValidationError(
            {"receiver": _("Choose to whom it goes. A place that was closed takes nothing more.")}
        )
    kind, _colon, key = chosen.partition(":")
    referral.receiver = kind
    referral.body = referral.to_post = referral.to_station = None
    if kind == Receiver.BODY:
        referral.body = OutsideBody.objects.get(pk=key)
    elif kind == Receiver.POST:
        referral.to_post = Post.objects.select_related("station").get(pk=key)
        referral.to_station = referral.to_post.station
    elif kind == Receiver.STATION:
        referral.to_station = Station.objects.get(pk=key)


def put_down(referral: Referral, chosen: str, post: Post) -> None:
    """The receiver of a task of the county: the post that serves its village, or the station of that post."""
    if chosen not in (Receiver.POST, Receiver.STATION):
        raise ValidationError({"receiver": _("Choose to whom it goes.")})
    referral.receiver, referral.body, referral.to_station = chosen, None, post.station
    referral.to_post = post if chosen == Receiver.POST else None


def works_on(referral: Referral, user: User) -> bool:
    """Does the person enter what the receiver does? Of a body outside the sender does, from its answer on paper."""
    if referral.receiver in INSIDE:
        return referral.is_sent_to(user)
    return referral.is_sent_by(user)


def of_sender(referral: Referral, user: User) -> bool:
    """Is it the person's own place that has sent it?"""
    return referral.is_sent_by(user)


def reads_all(referral: Referral, user: User) -> bool:
    """May the person read the words? Whoever sent or received it; the county reads those of others by their state."""
    return of_sender(referral, user) or works_on(referral, user) or referral.is_sent_to(user)
