"""Put a line on somebody's first page, and take it off."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from audit import trail
from notices import words
from notices.models import Notice, Place


@dataclass(frozen=True)
class To:
    """One addressee: a person, or a role at one place. ``level`` is asked of a role above the stations."""

    user_id: int | None = None
    role: str = ""
    post_id: int | None = None
    station_id: int | None = None
    county_id: int | None = None
    level: str = ""


@transaction.atomic
def send(
    code: str, to: Iterable[To], *, key: str, by: AbstractBaseUser | None, link: str = "", **detail: Any
) -> None:
    """Each addressee finds the line on the first page until somebody does it.

    ``key`` names the matter: sent again with the same key, done or not, an addressee gets no second line. ``detail``
    is JSON that the sentence of ``code`` wants; KeyError when it wants more.
    """
    words.text(code, detail)
    lines = [
        Notice(code=code, detail=detail, key=key, link=link, sent_by_id=by.pk if by else None, **vars(one))
        for one in to
    ]
    Notice.objects.bulk_create(
        lines, ignore_conflicts=True
    )  # asks for no key back, which the sender may not read
    trail.record("send_notice", None, by=by, notice=code, matter=key)


@transaction.atomic
def finish(line: Notice, *, by: AbstractBaseUser, where: Place) -> bool:
    """The line leaves the first page of everybody it was for. Done already: nothing changes, and False.

    PermissionDenied to whom it was not addressed.
    """
    held = Notice.objects.for_(by, where).select_for_update(of=("self",)).filter(pk=line.pk).first()
    if held is None:
        raise PermissionDenied
    if held.done_at:
        return False
    held.done_by_id, held.done_at = by.pk, timezone.now()
    held.save(update_fields=["done_by", "done_at"])
    trail.record("finish_notice", held, by=by, notice=held.code)
    return True


@transaction.atomic
def finish_matter(key: str, *, by: AbstractBaseUser, where: Place) -> int:
    """The matter is seen to elsewhere: the person's open lines with this key are done. Returns how many were."""
    lines = Notice.objects.for_(by, where).open().filter(key=key)
    return sum(finish(line, by=by, where=where) for line in lines)


@transaction.atomic
def take_away(key: str) -> int:
    """The matter is none any more: the open lines with this key leave every first page, seen to by nobody. For the
    jobs of the registry. Returns how many there were."""
    gone, _by_model = Notice.objects.open().filter(key=key).delete()
    if gone:
        trail.record("take_notice_away", None, by=None, matter=key)
    return gone
