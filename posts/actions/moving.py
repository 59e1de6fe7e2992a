"""A village changes its post: the access keys of all its rows move in one action; who did the work stays on them."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from access.roles import codes
from accounts.models import User
from audit import trail
from audit.versions import Stale
from config.lock_order import LOCK_ORDER
from notices import actions as notices
from posts import closed_months
from posts.models import Membership, Post, Village
from posts.querysets import open_on


@transaction.atomic
def move_village(
    village: Village, post: Post, reason: str, *, by: User, shown: Membership | None = None
) -> dict[str, int]:
    """From today on the village belongs to ``post``, whose people see its households and books; the former no longer.

    Figures of past months, attested counts too, stay with the post that answers for them. ``shown``: the membership
    that the page showed; Stale when it is another by now. Returns how many rows of each table moved.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: both posts read it.")})
    former = change_post(village, post, by=by, shown=shown)
    moved = _move_rows(village, post)
    detail = {"village": village.code, "reason": reason.strip(), "moved": sum(moved.values())}
    for place in (former, post):
        trail.record("move_village", place, by=by, from_post=str(former), to_post=str(post), **detail)
    _notify_officers(village, former, post, reason.strip(), by)
    return moved


def change_post(village: Village, post: Post, *, by: User, shown: Membership | None = None) -> Post:
    """The membership alone, in the caller's transaction: what a check may try and take back. Returns the former post.

    Raises whatever the move is refused for.
    """
    county = scope.for_user(by).county_id
    if not may(by, "arrange_organisation") or {post.station.county_id, village.town.county_id} != {county}:
        raise PermissionDenied
    if post.closed_on:
        raise ValidationError({"post": _("The post is closed.")})
    former = _leave_former_post(village, post, shown)
    today = timezone.localdate()
    Membership.objects.create(village=village, post=post, starts_on=today)
    shared = [span for one in (former, post) for span in closed_months.spans_of_post(one.pk, today)]
    closed_months.let_in(shared, "", cause=Membership)
    return former


def why_not_today(membership: Membership | None) -> str:
    """Why the village of the membership of today can not be moved today, to whichever post; empty when it can."""
    today = timezone.localdate()
    if membership is None:
        return _("The village has no post yet: give it to one.")
    later = Membership.objects.filter(village=membership.village_id, starts_on__gt=today)
    if later.exists():
        return _("A later change of the village's post is entered already.")
    if membership.starts_on == today:
        return _("The village came to its post today; it can be moved tomorrow.")
    return ""


def _notify_officers(village: Village, former: Post, post: Post, reason: str, by: User) -> None:
    """The officers of the former and the new post get a notice on their first page."""
    today = timezone.localdate()
    detail = {"village": str(village), "since": str(today), "reason": reason}
    key, link = f"move_village {village.code} {today}", reverse("posts:organisation")
    former_officers, new_officers = (
        [notices.To(role=role, post_id=place.pk) for role in codes(lambda row: row.may_be_responsible)]
        for place in (former, post)
    )
    notices.send("village_went", former_officers, key=key, by=by, link=link, post=str(post), **detail)
    notices.send("village_came", new_officers, key=key, by=by, link=link, **detail)


def _leave_former_post(village: Village, post: Post, shown: Membership | None) -> Post:
    """End the membership of today, or take it back when it began today."""
    today = timezone.localdate()
    memberships = Membership.objects.select_for_update(of=("self",)).select_related("post__station")
    membership = memberships.filter(open_on(today), village=village).first()
    if membership is None:
        raise ValidationError(why_not_today(None))
    if shown is not None and (shown.pk, shown.version) != (membership.pk, membership.version):
        raise Stale
    if membership.post_id == post.pk:
        raise ValidationError({"post": _("The village belongs to this post already.")})
    if why := why_not_today(membership):
        raise ValidationError(why)
    membership.ends_on = today - timedelta(days=1)
    membership.save(update_fields=["ends_on"])
    return membership.post


def _move_rows(village: Village, post: Post) -> dict[str, int]:
    """The county may not change rows of a village; the database function may, for a village of the own county."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT book, moved FROM posts_move_rows(%s, %s, %s)", [village.pk, post.pk, list(LOCK_ORDER)]
        )
        return dict(cursor.fetchall())
