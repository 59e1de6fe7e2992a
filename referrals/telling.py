"""The lines on first pages that a referral makes: its receiver learns of it, its sender of what came of it.

Inside the police only: the answer of a body outside is entered by the sender. The lines say the number and the day, and
no word of what it is about. What waits is counted from the book as well (referrals/book.py), so that a successor finds
it.
"""

from django.db.models import Q
from django.utils import timezone

from access import scope
from access.rights import MAY
from access.roles import ROLES, Place, codes
from accounts.models import User
from notices import actions as notices
from notices.actions import To
from posts.models import Assignment
from referrals.models import Referral

Receiver = Referral.Receiver


def receiver(referral: Referral, code: str, *, by: User) -> None:
    """Tell those who answer for the place that it was sent to."""
    found = _at_receiver(referral)
    if found:
        _send(referral, code, found, by)


def sender(referral: Referral, code: str, *, by: User) -> None:
    """Tell who has sent it, and take the line of its arrival off the page of the person who has just worked on it."""
    if referral.receiver == Receiver.BODY:
        return
    _send(referral, code, _at_county(referral) if referral.is_task else _who_sent(referral), by)
    notices.finish_matter(_key(referral, "referral_new"), by=by, where=scope.for_user(by))


def _send(referral: Referral, code: str, to: list[To], by: User) -> None:
    notices.send(
        code, to, key=_key(referral, code), by=by, link=referral.get_absolute_url(), number=referral.receipt,
        day=f"{referral.due_on:%Y-%m-%d}",
    )  # fmt: skip


def _key(referral: Referral, code: str) -> str:
    return f"{code} {referral.pk}"


def _who_sent(referral: Referral) -> list[To]:
    """Whoever sent it, while they work there; else those who answer for the post now."""
    here = Q(post=referral.post_id) | Q(station=referral.station_id)
    at_work = Assignment.objects.at_work(timezone.localdate()).filter(here, user=referral.sent_by_id)
    if referral.post_id is None or at_work.exists():
        return [To(user_id=referral.sent_by_id)]
    return [To(role=role, post_id=referral.post_id) for role in _answering("post")]


def _at_receiver(referral: Referral) -> list[To]:
    if referral.receiver == Receiver.POST:
        return [To(role=role, post_id=referral.to_post_id) for role in _answering("post")]
    if referral.receiver == Receiver.STATION:
        return [To(role=role, station_id=referral.to_station_id) for role in _answering("station")]
    return _at_county(referral) if referral.receiver == Receiver.COUNTY else []


def _at_county(referral: Referral) -> list[To]:
    levels = {row.code: row.level for row in ROLES}
    return [To(role=role, county_id=referral.county_id, level=levels[role]) for role in _answering("county")]


def _answering(place: Place) -> list[str]:
    """The roles that work on referrals of a place and answer for it: not those who help."""
    works = MAY["work_on_referral"]
    return codes(lambda row: row.place == place and row.answers_for_place and row.code in works)
