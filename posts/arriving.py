"""What was planned for a day happens on it: the rows of a village follow to its new post, once.

Called every minute by posts/tasks.py; after a time in which nothing ran, by the next run. The membership itself holds
from its first day on, whatever the hour of this.
"""

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from audit import trail
from config.lock_order import LOCK_ORDER
from posts.models import Membership

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


@transaction.atomic
def arrive(membership: Membership) -> bool:
    """The rows of the village get the keys of the post; False when they have them already."""
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
