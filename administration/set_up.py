"""What an empty county still needs before the first visit is logged: steps with progress, on the first pages.

The two administrators see the steps up to people; the county sees the register as well (reports/set_up.py), which the
level of an administrator does not read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import rules
from access import scope
from access.rights import MAY, may
from accounts.models import User
from administration.models import ProposedRole
from pages.counting import counts
from posts import links
from posts.models import Assignment, County, Membership, Post, Station, Village
from posts.querysets import open_on


@dataclass(frozen=True)
class Step:
    """``done`` of ``of`` (None: of no known number); ``url`` where the person does it, else empty."""

    label: str | Promise
    who: str | Promise
    done: int
    of: int | None
    is_done: bool
    url: str = ""


def at_work(county: int) -> QuerySet[Assignment]:
    """Who serves at a post or a station of the county today."""
    at_place = Q(post__station__county=county) | Q(station__county=county)
    return Assignment.objects.on(timezone.localdate()).filter(at_place)


def asked(county: int) -> list[QuerySet[Any]]:
    """What ``steps`` takes the numbers of: to be counted in one statement, with whatever else a page counts."""
    today, serving = timezone.localdate(), at_work(county)
    villages = Village.objects.existing().filter(town__county=county)
    return [
        villages,
        Assignment.objects.on(today).filter(
            county=county, role__in=MAY["arrange_organisation"], user__confirmed_at__isnull=False
        ),
        Station.objects.open().filter(county=county),
        Post.objects.open().filter(station__county=county),
        Membership.objects.filter(open_on(today), village__in=villages),
        serving,
        ProposedRole.objects.filter(proposal__county=county, proposal__state="waiting"),
        serving.filter(user__confirmed_at__isnull=False),
    ]


def steps(user: User, numbers: Sequence[int]) -> list[Step]:
    """The steps up to people who are confirmed; ``numbers``: the counts of ``asked``."""
    n_villages, n_bureau, n_stations, n_posts, n_given, n_serving, n_proposed, n_here = numbers
    pages = Links(user)
    arrange = pages.declared("organisation_links", "arrange_organisation")
    return [
        Step(_("Divisions are in: villages"), _("operations"), n_villages, None, n_villages > 0),
        Step(_("The county bureau has an account, a role, and is confirmed"), _("Both administrators"), n_bureau, None,
             n_bureau > 0, pages.of("open") or pages.of("assign")),
        Step(_("Stations and posts are made"), _("County bureau"), n_posts, None, n_stations * n_posts > 0, arrange),
        Step(_("Villages are given to posts"), _("County bureau"), n_given, n_villages, 0 < n_villages <= n_given,
             arrange),
        Step(_("People of stations and posts have accounts"), _("Account administrator"), n_serving + n_proposed, None,
             n_serving + n_proposed > 0, pages.declared("account_links", "manage_accounts") if n_posts else ""),
        Step(_("Roles are granted"), _("Grant administrator"), n_serving, n_serving + n_proposed,
             n_serving > 0 and not n_proposed, pages.of("grant")),
        Step(_("People are confirmed to be here"), _("Chiefs, county, grant administrator"), n_here, n_serving,
             0 < n_serving <= n_here, pages.of("confirm")),
    ]  # fmt: skip


class Links:
    """Where the person does a step; empty for what somebody else does."""

    PAGES = {
        "open": ("manage_accounts", "administration:create"),
        "assign": ("assign_roles", "administration:list"),
        "grant": ("assign_roles", "administration:list"),
        "confirm": ("confirm_people", "administration:waiting"),
    }

    def __init__(self, user: User):
        self.user = user

    def declared(self, name: str, verb: str) -> str:
        """The link for ``verb`` among those that higher rooms declare by this name (posts/links.py)."""
        found = (link for link in links.declared(name) if link.verb == verb and may(self.user, verb))
        return next((reverse(link.url_name) for link in found), "")

    def of(self, what: str) -> str:
        verb, name = self.PAGES[what]
        return reverse(name) if may(self.user, verb) else ""


def grown(county: int, code: str) -> QuerySet[County]:
    """The county itself, once its first account of a station or a post is older than the rule says.

    That is the one day of its beginning that nobody types.
    """
    days = rules.days("county.set_up_days", on=timezone.localdate(), county=code)
    at_place = Q(assignments__post__station__county=county) | Q(assignments__station__county=county)
    old = User.objects.filter(at_place, created_at__lte=timezone.now() - days)
    return County.objects.filter(Exists(old), pk=county)


def for_administrators(user: User, county: int) -> list[Step]:
    """The steps while the county is being set up; none once all is done.

    The first sign-in at a post is not the end of it while others wait for a role or to be confirmed.
    """
    if not county:
        return []
    at_post = at_work(county).filter(post__isnull=False, user__last_login__gte=F("user__created_at"))
    works, is_grown, *numbers = counts(
        [at_post, grown(county, scope.for_user(user).county or ""), *asked(county)]
    )
    found = steps(user, numbers)
    return [] if all(step.is_done for step in found) or (works and is_grown) else found
