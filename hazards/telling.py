"""The line on first pages when a hazard is open again: at the post, whose officers answer for it."""

from access import scope
from access.rights import MAY
from access.roles import codes
from accounts.models import User
from hazards.models import Hazard
from notices import actions as notices
from notices.actions import To


def reopened(hazard: Hazard, *, by: User) -> None:
    """Tell those who answer for the post; each time it is opened again with a line of its own."""
    works = MAY["rectify_hazard"]
    roles = codes(lambda row: row.place == "post" and row.answers_for_place and row.code in works)
    notices.send(
        "hazard_reopened", [To(role=role, post_id=hazard.post_id) for role in roles], key=_key(hazard), by=by,
        link=hazard.get_absolute_url(), number=hazard.receipt,
    )  # fmt: skip


def done(hazard: Hazard, *, by: User) -> None:
    """It is verified: the line of its last opening leaves the page of whoever has just done so."""
    notices.finish_matter(_key(hazard), by=by, where=scope.for_user(by))


def _key(hazard: Hazard) -> str:
    return f"hazard_reopened {hazard.pk} {hazard.times_reopened}"
