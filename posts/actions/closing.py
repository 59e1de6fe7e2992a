"""A post or a station closes on a day, once nothing hangs on it; it stays in past figures, and can open again."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import Gone, check_version
from posts import closed_months, open_work, standing
from posts.models import Assignment, Membership, Post, Station


@dataclass
class Hanging:
    """What is still arranged at a place on a day or later."""

    villages: list[Membership] = field(default_factory=list)
    people: list[Assignment] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    work: list[open_work.Count] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        return not (self.villages or self.people or self.posts or self.work)


def hanging(place: Post | Station, day: date) -> Hanging:
    """Villages, people and posts that are there on ``day`` or later, and the open work of the place by kind."""
    not_over = Q(ends_on=None) | Q(ends_on__gte=day)
    at_post = place if isinstance(place, Post) else None
    if at_post is None:
        posts = Post.objects.open(on=day).filter(station=place.pk)
        people = Assignment.objects.filter(not_over, station=place.pk)
        return Hanging(
            people=list(people.select_related("user")),
            posts=list(posts),
            work=open_work.open_only(open_work.of_station(place.pk)),
        )
    villages = Membership.objects.filter(not_over, post=at_post).select_related("village__town")
    people = Assignment.objects.filter(not_over, post=at_post)
    return Hanging(
        villages=[one for one in villages if not is_left_behind(one, day)],
        people=list(people.select_related("user")),
        work=open_work.open_only(open_work.of_post(at_post.pk)),
    )


def is_left_behind(membership: Membership, day: date) -> bool:
    """Is the village abolished by the day, and nobody is entered there any more? It ends with its post."""
    village = membership.village
    if village.closed_on is None or village.closed_on > day:
        return False
    return not any(one.n for one in open_work.of_village(village.pk) if one.kind in open_work.REGISTER)


@transaction.atomic
def close(place: Post | Station, day: date, *, by: User) -> Post | Station:
    """``day``, today or ahead, is the first one on which the place is no more: it stands in no choice from then on.

    ValidationError while anything hangs on it. The row is locked so that nobody arranges something there meanwhile
    (posts/standing.py).
    """
    _check(place, by)
    standing.check_day(day, field="closed_on")
    if day < timezone.localdate():
        raise ValidationError({"closed_on": _("The day lies in the past.")})
    held = _held(place)
    if held.closed_on is not None:
        raise ValidationError(_("It is closed already, or will be."))
    if not hanging(held, day).is_free:
        raise ValidationError(_("Something still hangs on it on that day. Move or end it first."))
    if isinstance(held, Post) and day <= held.opened_on:
        raise ValidationError({"closed_on": _("It opens on that day or later.")})
    closed_months.let_in(_spans(held, day), "", cause=Membership)
    held.closed_on = day
    held.save(update_fields=["closed_on"])
    if isinstance(held, Post):  # of abolished villages: others have moved
        ends = Membership.objects.filter(post=held, starts_on__lt=day, village__closed_on__lte=day)
        ends.filter(Q(ends_on=None) | Q(ends_on__gte=day)).update(ends_on=day - timedelta(days=1))
    verb = "close_post" if isinstance(held, Post) else "close_station"
    trail.record(verb, held, by=by, name=held.name, closed_on=str(day))
    return held


@transaction.atomic
def reopen(place: Post | Station, *, by: User) -> Post | Station:
    """The place is open again, as if it had not closed; a closing ahead is taken back. Its station must be open."""
    _check(place, by)
    held = _held(place)
    if held.closed_on is None:
        raise ValidationError(_("It is open."))
    if isinstance(held, Post) and held.station.closed_on is not None:
        raise ValidationError(_("Its station is closed. Open the station first."))
    closed_months.let_in(_spans(held, held.closed_on), "", cause=Membership)
    was = held.closed_on
    held.closed_on = None
    held.save(update_fields=["closed_on"])
    verb = "reopen_post" if isinstance(held, Post) else "reopen_station"
    trail.record(verb, held, by=by, name=held.name, was_closed_on=str(was))
    return held


def _spans(place: Post | Station, day: date) -> list[closed_months.Span]:
    """The villages of the place from the day on: none, or the closing is refused."""
    posts = [place] if isinstance(place, Post) else list(place.posts.all())
    return [span for post in posts for span in closed_months.spans_of_post(post.pk, day)]


def _held(place: Post | Station) -> Post | Station:
    """The row, locked against new rows that point to it, in the version that the page showed."""
    locked = type(place)._base_manager.select_for_update(of=("self",)).filter(pk=place.pk)
    held: Post | Station | None = locked.first()
    if held is None:
        raise Gone
    check_version(held, place.version)
    return held


def _check(place: Post | Station, by: User) -> None:
    station = place.station if isinstance(place, Post) else place
    if not may(by, "arrange_organisation") or scope.for_user(by).county_id != station.county_id:
        raise PermissionDenied
