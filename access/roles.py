"""The roles: one row each, and everything that follows from a role is in its row.

Scope, level of the database, session terms, landing page, stand-ins, emergency views, outliers and the constraints of
an assignment read ROLES; access/rights.py lists the verbs of a role. A new role is a row here, its verbs there, and
a migration of the choices (docs/architecture.md, "A new role").
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Place = Literal["post", "station", "county"]
Landing = Literal["today", "station", "county", "trail", "accounts"]


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """What follows from a role. Whatever is left out the role does not have."""

    code: str  # as Assignment.role holds it; at most 15 characters
    name: Promise
    place: Place  # what an assignment in this role names
    view: Place | None = None  # the access key that narrows the rows it reads; None: no row of any village
    level: str  # the level of the database at which it asks (LEVELS of policies/guards.py)
    landing: Landing  # what the first page shows (Home of reports/views.py)
    in_the_field: bool = (
        False  # on a phone of the person's own: the session waits longer (SESSION_IDLE_IN_THE_FIELD)
    )
    # Signs in with a second factor, where SECOND_FACTOR (in the field: SECOND_FACTOR_IN_THE_FIELD) is "required"
    needs_factor: bool = False
    may_be_responsible: bool = False  # for a post
    answers_for_place: bool = False  # decides what is done there, and is told of what comes in or turns red
    sees_protected: bool = False  # disputes with domestic violence, in the own place
    stands_in_for: str = ""  # the code of the role that it may take on for some days
    opens_emergency: bool = False  # may open another post of the county
    has_contact_points: bool = False  # guides stations and posts, and has a ledger of it (leaders/)
    watched_by_auditor: bool = (
        False  # the auditor ticks off its unusual look-ups, else the chief of the station
    )
    confirmed_by: (
        str  # the code of the role that confirms that its person is here (administration/confirming.py)
    )
    must_be_filled: bool = False  # a place without anybody in it is told of (administration/offices.py)
    last_one_stays: bool = False  # the county's last account in this role is not closed for want of use


ROLES: tuple[RoleRow, ...] = (
    RoleRow(
        code="officer",
        name=_("Resident officer"),
        place="post",
        view="post",
        level="post",
        confirmed_by="chief",
        landing="today",
        in_the_field=True,
        needs_factor=True,
        may_be_responsible=True,
        answers_for_place=True,
        sees_protected=True,
        stands_in_for="chief",
        opens_emergency=True,
    ),
    RoleRow(
        code="auxiliary",
        name=_("Auxiliary"),
        place="post",
        view="post",
        level="post",
        confirmed_by="chief",
        landing="today",
        in_the_field=True,
        needs_factor=True,
    ),
    RoleRow(
        code="clerk",
        name=_("Clerk"),
        place="station",
        view="station",
        level="station",
        confirmed_by="chief",
        landing="station",
        needs_factor=True,
        stands_in_for="chief",
    ),
    RoleRow(
        code="chief",
        name=_("Station chief"),
        place="station",
        view="station",
        level="station",
        confirmed_by="county",
        landing="station",
        needs_factor=True,
        answers_for_place=True,
        sees_protected=True,
        opens_emergency=True,
        watched_by_auditor=True,
        must_be_filled=True,
    ),
    RoleRow(
        code="county",
        name=_("County bureau"),
        place="county",
        view="county",
        level="county",
        confirmed_by="grantor",
        landing="county",
        needs_factor=True,
        answers_for_place=True,
        watched_by_auditor=True,
    ),
    RoleRow(
        code="leader",
        name=_("County leader"),
        has_contact_points=True,
        place="county",
        view="county",
        level="county",
        confirmed_by="grantor",
        landing="county",
        needs_factor=True,
        watched_by_auditor=True,
    ),
    RoleRow(
        code="auditor",
        name=_("Auditor"),
        place="county",
        level="auditor",
        confirmed_by="grantor",
        landing="trail",
        needs_factor=True,
        watched_by_auditor=True,
        must_be_filled=True,
    ),
    RoleRow(
        code="administrator",
        name=_("Account administrator"),
        place="county",
        level="account_admin",
        confirmed_by="grantor",
        landing="accounts",
        needs_factor=True,
        watched_by_auditor=True,
        last_one_stays=True,
        must_be_filled=True,
    ),
    RoleRow(
        code="grantor",
        name=_("Grant administrator"),
        place="county",
        level="role_admin",
        confirmed_by="grantor",
        landing="accounts",
        needs_factor=True,
        watched_by_auditor=True,
        last_one_stays=True,
        must_be_filled=True,
    ),
)


class Role(models.TextChoices):
    """The choices of Assignment.role: ``Role.CHIEF`` and so on, a member for each row of ROLES."""

    vars().update((row.code.upper(), (row.code, row.name)) for row in ROLES)


def row_of(code: str) -> RoleRow:
    """The row of a role; KeyError when there is none."""
    for row in ROLES:
        if row.code == code:
            return row
    raise KeyError(code)


def answering_at(place: Place) -> RoleRow:
    """The row of the role that answers for a station or a county."""
    return next(row for row in ROLES if row.place == place and row.answers_for_place)


def answering_for(code: str) -> RoleRow:
    """Who answers for the people in a role: at a post or station its chief; for chiefs and the county the bureau."""
    chief = answering_at("station")
    is_above = code == chief.code or row_of(code).place == "county"
    return answering_at("county") if is_above else chief


def codes(holds: Callable[[RoleRow], bool]) -> list[str]:
    """The codes of the roles whose row ``holds``, as a filter on Assignment.role takes them."""
    return [row.code for row in ROLES if holds(row)]
