"""Showing a hidden value, which the trail notes."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from access.roles import answering_for
from accounts.models import User
from audit import trail
from audit.models import Entry
from audit.reasons import Why, check_words
from encryption.masks import UNREADABLE
from notices import actions as notices
from posts.models import Placed
from residents.models import Identity


@transaction.atomic
def reveal(row: Placed, fact: str, *, why: str, words: str = "", by: User) -> str:
    """The hidden value of the field ``fact`` of a household, a person, a party of a dispute.

    The trail notes who read which field of whom, why and when. Above the rule ``reveal.an_hour`` each look takes words
    beside its reason, and whoever answers for the person reads of it the same day.

    Raises PermissionDenied without the verb or outside the scope, ValidationError without a sound reason and for a
    value that can not be read.
    """
    in_scope = type(row)._default_manager.visible_to(by).filter(pk=row.pk).exists()
    if not may(by, "reveal") or not in_scope:
        raise PermissionDenied
    if why not in Why.values:
        raise ValidationError({"why": _("Choose a reason.")})
    check_words(why, words)
    is_paced = left_in_this_hour(by, locked=True) <= 0
    if is_paced and len(words.strip()) < rules.whole("reveal.words_characters", on=timezone.localdate()):
        raise ValidationError(
            {"words": _("You have looked at many numbers within an hour. Say what this one is for.")}
        )
    value = getattr(row, fact)
    if value is UNREADABLE:
        raise ValidationError(_("What is stored can not be read. Nothing was shown."))
    if not value:
        raise ValidationError(_("No number is entered."))
    whose: Placed
    whose, field = (row.resident, "identity") if isinstance(row, Identity) else (row, fact)
    trail.record("reveal", whose, by=by, fact=field, why=why, words=words.strip())
    if is_paced:
        _note_many(by)
    return str(value)


def left_in_this_hour(user: User, *, locked: bool = False) -> int:
    """How many hidden values the person may still look at within an hour, where they work, without a further reason.

    ``locked``: other looks of the same person wait until this transaction ends, so that ten at once are counted as ten.
    """
    now = timezone.now()
    if locked:
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    done = Entry.objects.filter(action="reveal", actor_id=user.pk, at__gt=now - timedelta(hours=1)).count()
    county = scope.for_user(user).county
    return rules.whole("reveal.an_hour", on=timezone.localdate(now), county=county) - done


def _note_many(by: User) -> None:
    """A line, once an hour, on the first page of the officer's chief; of a chief, of the county bureau."""
    where, now = scope.for_user(by), timezone.localtime()
    station, county = where.above
    reader = answering_for(where.role)
    at_station = notices.To(role=reader.code, station_id=station)
    at_county = notices.To(role=reader.code, county_id=county, level=reader.level)
    to = at_county if reader.place == "county" else at_station
    key = f"many_reveals {by.pk} {now:%Y-%m-%d %H}"
    notices.send("many_reveals", [to], key=key, by=by, person=by.name, at=f"{now:%m-%d %H:%M}")
