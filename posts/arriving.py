"""What was planned for a day happens on it: the rows of a village follow to its new post, once, and who has served a
last day is signed out.

Called every minute by posts/tasks.py; after a time in which nothing ran, by the next run. The membership itself holds
from its first day on, whatever the hour of this.
"""

import logging
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Session
from audit import trail
from config.lock_order import LOCK_ORDER
from posts import staying
from posts.models import Assignment, Membership

log = logging.getLogger(__name__)


def arrive_all() -> int:
    """Every planned move whose day has come, the oldest first, each in a transaction of its own. Returns how many.

    One that fails is logged and tried again by the next run; the others happen all the same.
    """
    due = Membership.objects.filter(is_arrived=False, starts_on__lte=timezone.localdate())
    done = 0
    for membership in due.select_related("village", "post__station").order_by("starts_on", "pk"):
        try:
            done += arrive(membership)
        except Exception:  # whatever it is, it must not hold up the villages after it
            log.exception("membership %s has not arrived", membership.pk)
    return done


def sign_out_all() -> int:
    """Sessions that began before the person's place changed, by an end or a beginning of the last days, are ended.

    Returns how many. A session lives no longer than SESSION_LASTS, so that older changes need no look.
    """
    today = timezone.localdate()
    since = today - settings.SESSION_LASTS - timedelta(days=1)
    ended = Assignment.objects.filter(ends_on__gte=since, ends_on__lt=today).values_list("user", "ends_on")
    begun = Assignment.objects.filter(starts_on__gt=since, starts_on__lte=today).values_list(
        "user", "starts_on"
    )
    changed = [*((user, day + timedelta(days=1)) for user, day in ended if day), *begun]
    return sum(_sign_out(user, day) for user, day in changed)


def _sign_out(user: int, day: date) -> int:
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    return Session.objects.filter(user=user, started_at__lt=midnight).delete()[0]


@transaction.atomic
def arrive(membership: Membership) -> bool:
    """The rows of the village get the keys of the post; False when they have them already."""
    staying.take(membership.village_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT book, moved FROM posts_arrive(%s, %s)", [membership.pk, list(LOCK_ORDER)])
        moved = dict(cursor.fetchall())
    if not moved:
        return False
    last_day = membership.starts_on - timedelta(days=1)
    before = Membership.objects.filter(village=membership.village_id, ends_on=last_day).select_related("post")
    former = next((one.post for one in before), None)
    detail = {
        "village": membership.village.code,
        "since": str(membership.starts_on),
        "reason": membership.reason,
    }
    detail |= {"from_post": str(former or ""), "to_post": str(membership.post)}
    for place in [membership.post, *([former] if former else [])]:
        trail.record("move_village", place, by=None, moved=sum(moved.values()), **detail)
    return True
