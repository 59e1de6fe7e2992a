"""A village changes its post on a day: the access keys of all its rows move; who did the work stays on them.

Today, or on an earlier day since which nothing was entered there, the rows move at once. On a day ahead the move is
planned: a membership that has not arrived (posts/arriving.py), which can be changed or taken back until then.
"""

from datetime import date, timedelta

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
from audit.versions import Gone, Stale, check_version
from config.lock_order import LOCK_ORDER
from notices import actions as notices
from posts import closed_months, standing, staying
from posts.models import Membership, Post, Village
from posts.querysets import open_on


@transaction.atomic
def move_village(
    village: Village,
    post: Post,
    reason: str,
    *,
    by: User,
    since: date | None = None,
    shown: Membership | None = None,
    late_reason: str = "",
) -> dict[str, int]:
    """From ``since`` (None: today) on the village belongs to ``post``, whose people see its households and books; the
    former no longer. Figures of past months, attested counts too, stay with the post that answers for them.

    ``shown``: the membership that the page showed, or the plan that this one takes the place of; Stale when it is
    another by now. Returns how many rows of each table moved; of a move ahead none has.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: both posts read it.")})
    staying.take(village.pk)
    day = since or timezone.localdate()
    if shown is not None and shown.is_planned:
        take_back(shown, by=by, is_replaced=True)
        shown = None
    former, membership = change_post(
        village, post, by=by, since=day, reason=reason, shown=shown, late_reason=late_reason
    )
    moved = {} if membership.is_planned else move_rows(village, post)
    detail = {"village": village.code, "since": str(day), "reason": reason.strip()}
    detail |= {"from_post": str(former), "to_post": str(post)}
    for place in (former, post):
        if membership.is_planned:
            trail.record("plan_move", place, by=by, **detail)
        else:
            trail.record("move_village", place, by=by, moved=sum(moved.values()), **detail)
    _notify_officers(membership, former, by)
    return moved


def change_post(
    village: Village,
    post: Post,
    *,
    by: User,
    since: date | None = None,
    reason: str = "",
    shown: Membership | None = None,
    late_reason: str = "",
) -> tuple[Post, Membership]:
    """The membership alone, in the caller's transaction: what a check may try and take back.

    Returns the former post and the new membership. Raises whatever the move is refused for.
    """
    _check(village, post, by)
    today = timezone.localdate()
    day = since or today
    former = _leave_former_post(village, post, day, shown, late_reason)
    membership = Membership(
        village=village, post=post, starts_on=day, reason=reason.strip(), is_arrived=day <= today
    )
    membership.save(force_insert=True)
    standing.check_stays_open(post, day)
    standing.check_exists(village, day)
    closed_months.let_in(closed_months.spans_of_post(post.pk, day), late_reason, cause=Membership)
    return former, membership


@transaction.atomic
def take_back(planned: Membership, *, by: User, is_replaced: bool = False) -> Membership | None:
    """A move ahead does not happen: the village stays with its post, whose membership goes on; it is returned.

    ``is_replaced``: another one takes its place in the same transaction, and tells about it.
    """
    _check(planned.village, planned.post, by)
    held, former = _held_plan(planned)
    if not held.is_planned:
        raise ValidationError(_("The village has moved already. Move it back by a move of its own."))
    closed_months.let_in([closed_months.Span(held.village_id, held.starts_on)], "", cause=Membership)
    held.delete()
    if former is not None:
        former.ends_on = None
        former.save(update_fields=["ends_on"])
    detail = {"village": planned.village.code, "since": str(planned.starts_on), "to_post": str(planned.post)}
    for place in [planned.post, *([former.post] if former else [])]:
        trail.record("take_back_move", place, by=by, from_post=str(former.post) if former else "", **detail)
    if not is_replaced:
        _notify_of_no_move(planned, former, by)
    return former


def planned_of(village: Village) -> Membership | None:
    """The membership of a day ahead, if there is one."""
    ahead = Membership.objects.filter(village=village, starts_on__gt=timezone.localdate())
    return ahead.select_related("post__station", "village__town").order_by("starts_on").first()


def why_not(membership: Membership | None) -> str:
    """Why the village of the membership of today can not be moved, to whichever post; empty when it can."""
    if membership is None:
        return _("The village has no post yet: give it to one.")
    if membership.starts_on >= timezone.localdate() and membership.is_arrived:
        return _("The village came to its post today; it can be moved tomorrow.")
    return ""


def _check(village: Village, post: Post, by: User) -> None:
    county = scope.for_user(by).county_id
    if not may(by, "arrange_organisation") or {post.station.county_id, village.town.county_id} != {county}:
        raise PermissionDenied


def _held_plan(planned: Membership) -> tuple[Membership, Membership | None]:
    """The planned membership and the one before it, locked in the order of their keys."""
    both = Membership.objects.filter(village=planned.village_id).select_related("post__station")
    locked = list(both.select_for_update(of=("self",)).order_by("pk"))
    held = next((one for one in locked if one.pk == planned.pk), None)
    if held is None:
        raise Gone
    check_version(held, planned.version)
    before = [one for one in locked if one.ends_on == held.starts_on - timedelta(days=1)]
    return held, before[0] if before else None


def _leave_former_post(
    village: Village, post: Post, day: date, shown: Membership | None, late_reason: str
) -> Post:
    """End the membership the day before, if the months of its post since then are open. Returns that post."""
    today = timezone.localdate()
    memberships = Membership.objects.select_for_update(of=("self",)).select_related("post__station")
    membership = memberships.filter(open_on(today), village=village).first()
    if membership is None:
        raise ValidationError(why_not(None))
    if shown is not None and (shown.pk, shown.version) != (membership.pk, membership.version):
        raise Stale
    if membership.post_id == post.pk:
        raise ValidationError({"post": _("The village belongs to this post already.")})
    if Membership.objects.filter(village=village, starts_on__gt=today).exists():
        raise ValidationError(_("A later change of the village's post is entered already."))
    if why := why_not(membership):
        raise ValidationError(why)
    _check_day(membership, day, today)
    closed_months.let_in(closed_months.spans_of_post(membership.post_id, day), late_reason, cause=Membership)
    membership.ends_on = day - timedelta(days=1)
    membership.save(update_fields=["ends_on"])
    return membership.post


def _check_day(membership: Membership, day: date, today: date) -> None:
    """A day within the year; when it lies back, one since which nothing was entered in the village."""
    standing.check_day(day, field="since")
    if day <= membership.starts_on:
        words = {"post": membership.post, "day": f"{membership.starts_on:%Y-%m-%d}"}
        raise ValidationError(
            {"since": _("The village came to %(post)s on %(day)s. Take a later day.") % words}
        )
    if day < today and (last := last_entered(membership.village)) and day <= last:
        words = {"last": f"{last:%Y-%m-%d}"}
        raise ValidationError(
            {"since": _("Entries of the village reach to %(last)s. Take a later day, or today.") % words}
        )


def last_entered(village: Village) -> date | None:
    """The last day of which something is entered in the village, among rows that the county does not read too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT posts_last_entered(%s)", [village.pk])
        found: date | None = cursor.fetchone()[0]
        return found


def _notify_officers(membership: Membership, former: Post, by: User) -> None:
    """The officers of the former and the new post get a notice on their first page."""
    village, post = membership.village, membership.post
    detail = {"village": str(village), "since": str(membership.starts_on), "reason": membership.reason}
    key, link = f"move_village {membership.pk}", reverse("posts:organisation")
    notices.send("village_went", _officers_of(former), key=key, by=by, link=link, post=str(post), **detail)
    notices.send("village_came", _officers_of(post), key=key, by=by, link=link, **detail)


def _notify_of_no_move(planned: Membership, former: Membership | None, by: User) -> None:
    detail = {"village": str(planned.village), "since": str(planned.starts_on), "post": str(planned.post)}
    posts = [planned.post, *([former.post] if former else [])]
    to = [one for post in posts for one in _officers_of(post)]
    key, link = f"village_stays {planned.pk}", reverse("posts:organisation")
    notices.send("village_stays", to, key=key, by=by, link=link, **detail)


def _officers_of(post: Post) -> list[notices.To]:
    return [notices.To(role=role, post_id=post.pk) for role in codes(lambda row: row.may_be_responsible)]


def move_rows(village: Village, post: Post) -> dict[str, int]:
    """The county may not change rows of a village; the database function may, for a village of the own county."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT book, moved FROM posts_move_rows(%s, %s, %s)", [village.pk, post.pk, list(LOCK_ORDER)]
        )
        return dict(cursor.fetchall())
