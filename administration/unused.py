"""Accounts that nobody uses are closed every night (administration/tasks.py)."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from access import roles
from accounts import actions
from accounts.models import User
from posts.models import Assignment


def close_unused() -> int:
    """Close accounts that nobody signed in to for ACCOUNT_UNUSED_DAYS, counted from their opening at the earliest.

    The last one who opens accounts in a county stays, and the last one who grants roles: nobody could mend that.
    Returns how many were closed.
    """
    days = settings.ACCOUNT_UNUSED_DAYS
    closed = 0
    for user in _unused(days) if days else ():
        if not _is_the_last(user):
            actions.close_account(user, by=None, unused_days=days)
            closed += 1
    return closed


def _unused(days: int) -> QuerySet[User]:
    """Longest unused first. PostgreSQL's GREATEST passes over an empty last sign-in."""
    used = Greatest(F("last_login"), F("opened_at"))
    since = timezone.now() - timedelta(days=days)
    return User.objects.filter(is_active=True).alias(used=used).filter(used__lt=since).order_by("used", "pk")


def _is_the_last(user: User) -> bool:
    last_ones_stay = roles.codes(lambda role: role.last_one_stays)
    today = Assignment.objects.on(timezone.localdate()).filter(role__in=last_ones_stay)
    for mine in today.filter(user=user):
        others = today.filter(role=mine.role, county=mine.county_id, user__is_active=True).exclude(user=user)
        if not others.exists():
            return True
    return False
