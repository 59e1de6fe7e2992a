"""How the county arranges its stations and posts, and a station its leave; each with a trail."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes, version_of
from posts import closed_months, standing
from posts.actions import moving
from posts.models import Membership, Post, Station, Town, Village


@transaction.atomic
def open_station(station: Station, towns: list[Town], *, by: User) -> Station:
    """A new station of the person's county, serving ``towns``; or a change of one."""
    _check(by, "arrange_organisation", county=station.county_id)
    _save(station)
    if set(station.towns.all()) != set(towns):
        station.towns.set(towns)
        Station.objects.filter(pk=station.pk).update(
            version=F("version") + 1
        )  # the towns are in another table
    trail.record("arrange_station", station, by=by, towns=[town.code for town in towns])
    return station


@transaction.atomic
def open_post(post: Post, *, by: User, late_reason: str = "") -> Post:
    """A new post of a station of the person's county; or a change of one.

    With another first day its villages have targets on other days: ValidationError when a month between the two is
    submitted or approved, or published and ``late_reason`` is empty.
    """
    _check(by, "arrange_organisation", county=post.station.county_id)
    was = Post.objects.filter(pk=post.pk).values_list("opened_on", flat=True).first()
    if was is not None and was != post.opened_on:
        first, last = sorted((was, post.opened_on))
        shared = closed_months.spans_of_post(post.pk, first, last - timedelta(days=1))
        closed_months.let_in(shared, late_reason, cause=Membership)
    _save(post)
    trail.record("arrange_post", post, by=by, name=post.name)
    return post


@transaction.atomic
def give_village(village: Village, post: Post, since: date, *, by: User, late_reason: str = "") -> Membership:
    """A village that has no post belongs to ``post`` from ``since`` on; from now on its figures are expected.

    Its new neighbours share their targets with it: ValidationError when one of their months since then is submitted or
    approved, or published and ``late_reason`` is empty.
    """
    _check(by, "arrange_organisation", county=post.station.county_id)
    _check(by, "arrange_organisation", county=village.town.county_id)
    if village.opened_on and since < village.opened_on:
        words = {"village": village, "day": f"{village.opened_on:%Y-%m-%d}"}
        raise ValidationError({"since": _("%(village)s exists since %(day)s.") % words})
    was_elsewhere = Membership.objects.filter(village=village).exclude(post=post).exists()
    membership = Membership(
        village=village, post=post, starts_on=since, is_arrived=since <= timezone.localdate()
    )
    membership.full_clean()
    membership.save(force_insert=True)
    standing.check_stays_open(post, since)
    standing.check_exists(village, since)
    # After saving: the village itself is asked at the station that answers for it from now on.
    closed_months.let_in(closed_months.spans_of_post(post.pk, since), late_reason, cause=Membership)
    trail.record("give_village", post, by=by, village=village.code, since=str(since))
    if was_elsewhere and membership.is_arrived:
        moving.move_rows(village, post)  # those of the time at its earlier post
    return membership


@transaction.atomic
def give_villages(
    villages: list[Village], post: Post, since: date, *, by: User, late_reason: str = ""
) -> list[Membership]:
    """Several villages at once, all or none; ValidationError names the one that can not be given."""
    found = []
    for village in sorted(villages, key=lambda one: one.pk):
        try:
            found.append(give_village(village, post, since, by=by, late_reason=late_reason))
        except ValidationError as why:
            if "late_reason" in getattr(why, "error_dict", {}):
                raise
            words = {"village": village, "why": " ".join(why.messages)}
            raise ValidationError(_("%(village)s: %(why)s") % words) from why
    trail.record("give_villages", post, by=by, villages=[one.code for one in villages], since=str(since))
    return found


def _save(row: Station | Post) -> None:
    """A new row, or a change of a stored one: Stale when somebody else has changed it since it was shown."""
    if version_of(row):
        save_changes(hold(row), row)
    else:
        row.save(force_insert=True)


def _check(by: User, verb: str, *, county: int) -> None:
    if not may(by, verb) or scope.for_user(by).county_id != county:
        raise PermissionDenied
