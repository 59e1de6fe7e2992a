"""What an empty county still needs before the first visit is logged: steps with progress, on the first pages.

The two administrators see the steps up to people; the county sees the register as well (reports/set_up.py), which the
level of an administrator does not read.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from access.rights import may
from accounts.models import User
from administration.models import ProposedRole
from pages.counting import counts
from posts import links
from posts.models import Assignment, Membership, Post, Station, Village
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


def steps(user: User, county: int) -> list[Step]:
    """The steps up to people who are confirmed, counted in one statement."""
    today, serving = timezone.localdate(), at_work(county)
    villages = Village.objects.existing().filter(town__county=county)
    given = Membership.objects.filter(open_on(today), village__in=villages)
    proposed = ProposedRole.objects.filter(proposal__county=county, proposal__state="waiting")
    asked: list[QuerySet[Any]] = [
        villages,
        Station.objects.filter(county=county, closed_on=None),
        Post.objects.filter(station__county=county, closed_on=None),
        given,
        serving,
        proposed,
        serving.filter(user__confirmed_at__isnull=False),
    ]
    n_villages, n_stations, n_posts, n_given, n_serving, n_proposed, n_here = counts(asked)
    pages = Links(user)
    return [
        Step(_("Divisions are in: villages"), _("operations"), n_villages, None, n_villages > 0),
        Step(_("Stations and posts are made"), _("County bureau"), n_posts, None, n_stations * n_posts > 0,
             pages.first("organisation_links")),
        Step(_("Villages are given to posts"), _("County bureau"), n_given, n_villages, 0 < n_villages <= n_given,
             pages.first("organisation_links")),
        Step(_("People of stations and posts have accounts"), _("Account administrator"), n_serving + n_proposed, None,
             n_serving + n_proposed > 0, pages.first("account_links")),
        Step(_("Roles are granted"), _("Grant administrator"), n_serving, n_serving + n_proposed,
             n_serving > 0 and not n_proposed, pages.of("grant")),
        Step(_("People are confirmed to be here"), _("Chiefs, county, grant administrator"), n_here, n_serving,
             n_here > 0, pages.of("confirm")),
    ]  # fmt: skip


class Links:
    """Where the person does a step; empty for what somebody else does."""

    PAGES = {
        "grant": ("assign_roles", "administration:list"),
        "confirm": ("confirm_people", "administration:waiting"),
    }

    def __init__(self, user: User):
        self.user = user

    def first(self, declared: str) -> str:
        """The first of the links that higher rooms declare by this name (posts/links.py)."""
        found = (link for link in links.declared(declared) if may(self.user, link.verb))
        return next((reverse(link.url_name) for link in found), "")

    def of(self, what: str) -> str:
        verb, name = self.PAGES[what]
        return reverse(name) if may(self.user, verb) else ""


def for_administrators(user: User, county: int) -> list[Step]:
    """The steps while the county is being set up; none once somebody of a post has signed in, or all is done."""
    found = steps(user, county)
    if all(step.is_done for step in found):
        return []
    at_post = at_work(county).filter(post__isnull=False, user__last_login__gte=F("user__created_at"))
    return [] if at_post.exists() else found
