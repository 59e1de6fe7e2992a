"""What is written down about villages and posts: the profile of a village, the file of a post; each with a trail."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes, version_of
from posts import closed_months
from posts.models import Membership, Post, PostFile, Village, VillageProfile


@transaction.atomic
def set_profile(profile: VillageProfile, *, by: User) -> VillageProfile:
    """The profile of a village of the person's county, from its day on.

    ``profile`` is new, or the newest one as it was shown: with its own day it is changed, with a later one it stays
    and another begins. ValidationError for a day ahead or an earlier one, numbers beyond their bounds, an abolished
    village, where somebody has begun a newer one meanwhile, and beside ``since`` for a day in a closed month, where the
    class or the households change: they decide on the norms of the post.
    """
    if not may(by, "arrange_organisation") or scope.for_user(by).county_id != profile.village.town.county_id:
        raise PermissionDenied
    check_exists(_alone(profile.village))
    check_not_ahead(profile.since, "since")
    profile.clean_fields()
    shown = hold(profile) if version_of(profile) else None
    if (
        newer := VillageProfile.objects.filter(village=profile.village_id)
        .exclude(pk=profile.pk)
        .order_by("-since")
        .first()
    ):
        if shown is None or newer.since > shown.since:
            raise ValidationError(_("Somebody has begun another profile. Load the page again."))
    _check_months(profile, shown)
    if shown is None:
        profile.save(force_insert=True)
    elif profile.since == shown.since:
        save_changes(shown, profile)
    elif profile.since < shown.since:
        words = {"day": f"{shown.since:%Y-%m-%d}"}
        raise ValidationError({"since": _("The profile holds since %(day)s: not before.") % words})
    else:
        profile.pk, profile.version, profile._state.adding = None, 1, True
        profile.save(force_insert=True)
    trail.record(
        "set_profile", profile.village, by=by, village=profile.village.code, since=str(profile.since)
    )
    return profile


@transaction.atomic
def check_post(file: PostFile, *, by: User) -> PostFile:
    """What was found at an open post of the person's station or county; new, or changed as it was shown.

    ValidationError for an area below the least one (``post.area_least``) without a reason, for a closed post, values
    that are no choice or beyond their bounds, and for a day of the check that lies ahead or before the check before it.
    """
    check_own(file.post, by)
    post = Post.objects.get(pk=file.post_id)  # as it is now; a chief has no right to lock it
    check_open(post)
    check_not_ahead(file.checked_on, "checked_on")
    file.clean_fields()
    file.validate_constraints()
    least = rules.whole("post.area_least", on=file.checked_on, county=post.station.county.code)
    if file.area is not None and file.area < least and not file.small_reason.strip():
        raise ValidationError({"small_reason": _("Less than %(least)s m²: say why.") % {"least": least}})
    if version_of(file):
        held = hold(file)
        if file.checked_on < held.checked_on:
            words = {"day": f"{held.checked_on:%Y-%m-%d}"}
            raise ValidationError({"checked_on": _("The post was checked on %(day)s: not before.") % words})
        save_changes(held, file)
    else:
        file.save(force_insert=True)
    trail.record("check_post", post, by=by, name=post.name)
    return file


def _check_months(profile: VillageProfile, shown: VillageProfile | None) -> None:
    """Norms of closed months stay as they are: ValidationError beside ``since``. Other words change no figure."""
    was = (shown.terrain, shown.households) if shown else (VillageProfile.Terrain.PLAIN, None)
    changes = (profile.terrain, profile.households) != was
    posts = Membership.objects.filter(
        closed_months.overlapping(profile.since, None), village=profile.village_id
    )
    spans = [
        span
        for post in posts.values_list("post", flat=True).distinct()
        for span in closed_months.spans_of_post(post, profile.since)
    ]
    try:
        closed_months.let_in(spans if changes else [], "", cause=VillageProfile)
    except ValidationError as fault:
        raise ValidationError({"since": fault.messages}) from fault


def _alone(village: Village) -> Village:
    """The village as it is now, locked until the transaction ends: abolished by nobody meanwhile, and its first profile
    is written by one person alone.
    """
    return Village.objects.select_for_update(of=("self",), no_key=True).get(pk=village.pk)


def check_exists(village: Village) -> None:
    """ValidationError for a village that is abolished."""
    if village.is_abolished:
        raise ValidationError(_("The village was abolished: its profile stays as it is."))


def check_not_ahead(day: date, field: str) -> None:
    """ValidationError beside ``field`` for a day after today."""
    if day > timezone.localdate():
        raise ValidationError({field: _("The day lies ahead.")})


def check_own(post: Post, by: User) -> None:
    """PermissionDenied unless the post is one of the person's station or county; ValidationError for a closed one."""
    where = scope.for_user(by)
    own = (
        post.station_id == where.station_id if where.station_id else post.station.county_id == where.county_id
    )
    if not may(by, "check_posts") or not own:
        raise PermissionDenied
    check_open(post)


def check_open(post: Post) -> None:
    """ValidationError for a post that is closed today."""
    if post.closed_on is not None and post.closed_on <= timezone.localdate():
        raise ValidationError(_("The post is closed: its file stays as it is."))
