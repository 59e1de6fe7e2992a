"""The page of a county's stations, posts and villages."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may
from accounts.models import User
from pages.views.base import ShowPage
from posts import links, vacancies
from posts.models import Assignment, Membership, Post, Station
from posts.querysets import open_on


class Organisation(Page):
    """组织: stations with their posts, villages and the people who serve there today."""

    verb = "see_organisation"

    def get(self, request: SignedInRequest) -> HttpResponse:
        today = timezone.localdate()
        people = Assignment.objects.on(today).select_related("user").order_by("-is_responsible", "role", "pk")
        villages = Membership.objects.filter(open_on(today)).select_related("village__town")
        ahead = Membership.objects.filter(starts_on__gt=today).select_related(
            "village__town", "post__station"
        )
        posts = Post.objects.open().prefetch_related(
            Prefetch("assignments", people, to_attr="people"),
            Prefetch("memberships", villages, to_attr="villages"),
            Prefetch("memberships", ahead, to_attr="coming"),
        )
        vacant = vacancies.of(Post.objects.filter(station__in=stations_of(request.user)))
        stations = stations_of(request.user).prefetch_related(
            Prefetch("posts", posts, to_attr="open_posts"),
            Prefetch("assignments", people, to_attr="people"),
            "towns",
        )
        context = {
            "title": _("Organisation"),
            "stations": stations,
            "plans": {one.village_id: one for one in ahead.order_by("-starts_on")},
            "vacant": {one.post: one for one in vacant},
            "may_arrange": may(request.user, "arrange_organisation"),
            "may_see_gaps": may(request.user, "see_gaps"),
            "closed": closed_of(request.user) if may(request.user, "arrange_organisation") else [],
            "links": [link for link in links.declared("organisation_links") if may(request.user, link.verb)],
            "village_links": [
                link for link in links.declared("village_links") if may(request.user, link.verb)
            ],
            "post_links": [link for link in links.declared("post_links") if may(request.user, link.verb)],
        }
        return render(request, "posts/organisation.html", context)


def closed_of(user: User) -> list[Station | Post]:
    """Closed stations of the county, and closed posts of its open ones."""
    county = scope.for_user(user).county_id
    posts = Post.objects.closed().filter(station__county=county, station__closed_on=None)
    return [*Station.objects.closed().filter(county=county), *posts.select_related("station")]


def stations_of(user: User) -> QuerySet[Station]:
    """The person's own station; for the county level all of its county."""
    where, rows = scope.for_user(user), Station.objects.open()
    if where.post_id:
        return rows.filter(posts=where.post_id)
    if where.station_id:
        return rows.filter(pk=where.station_id)
    return rows.filter(county=where.county_id)


class Offices(Page, ShowPage):
    """Who holds an office in a village committee (兼任) beside the post, at the person's own place: now, and before."""

    verb = "see_organisation"
    heading = gettext_lazy("Officers with a village office")
    template = "posts/offices.html"

    def context(self) -> dict[str, Any]:
        today, where = timezone.localdate(), scope.for_user(self.request.user)
        posts = Post.objects.filter(station__in=stations_of(self.request.user))
        if where.post_id:
            posts = posts.filter(pk=where.post_id)
        rows = Assignment.objects.filter(post__in=posts, starts_on__lte=today).exclude(office="")
        rows = rows.select_related("user", "post__station").order_by(
            "post__station", "post", "-starts_on", "pk"
        )
        now = open_on(today)
        return super().context() | {
            "held": rows.filter(now),
            "former": rows.exclude(now),
            "posts": posts.open().count(),
            "with_office": rows.filter(now).values("post").distinct().count(),
        }
