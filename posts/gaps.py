"""What the posts of a place lack, and whether their areas are too large (posts/views/gaps.py).

Read when the page is opened, from the files of the posts, the profiles of the villages and the assignments of today.
The limits are dated rules of the county (rules/declared/norms.py).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

import rules
from access.roles import codes
from posts.models import Assignment, Membership, Post, PostFile, Village, VillageProfile
from posts.querysets import open_on


@dataclass(frozen=True)
class Limits:
    """The rules of a county on a day; ``checked_within`` in days."""

    villages: int
    people: int
    households: int
    area: int
    checked_within: int


@dataclass
class PostGaps:
    """An open post with its file, its villages and its officers.

    ``people`` are those that are published of all its villages, ``households`` those of its neighbourhoods;
    ``unknown`` is the number of villages without a published number. What is too much is so for each officer.
    """

    post: Post
    limits: Limits
    today: date
    file: PostFile | None = None
    villages: list[Village] = field(default_factory=list)
    officers: int = 0
    is_served: bool = False
    people: int = 0
    households: int = 0
    unknown: int = 0

    @property
    def missing(self) -> list[Any]:
        return self.file.missing if self.file else []

    @property
    def due(self) -> list[dict[str, Any]]:
        """What is due: its words, the day, and whether it lies behind."""
        days = self.file.due_days if self.file else {}
        labels = dict(PostFile.Item.choices)
        return [
            {"label": labels[item], "day": day, "is_late": day < self.today} for item, day in days.items()
        ]

    @property
    def is_small(self) -> bool:
        return self.file is not None and self.file.area is not None and self.file.area < self.limits.area

    @property
    def is_to_check(self) -> bool:
        """Was it never checked, or too long ago?"""
        within = timedelta(days=self.limits.checked_within)
        return self.file is None or self.file.checked_on + within < self.today

    @property
    def has_network(self) -> bool:
        return self.file is not None and PostFile.Item.NETWORK.value in self.file.there

    @property
    def has_too_many_villages(self) -> bool:
        return len(self.villages) > self.limits.villages * max(1, self.officers)

    @property
    def has_too_many_people(self) -> bool:
        return self.people > self.limits.people * max(1, self.officers)

    @property
    def has_too_many_households(self) -> bool:
        return self.households > self.limits.households * max(1, self.officers)

    @property
    def is_too_large(self) -> bool:
        """Two to three villages **or** 3,000 people: too large where both are exceeded, or the number of people is
        not known of some village; in a neighbourhood the households alone decide."""
        by_villages = self.has_too_many_villages and (self.has_too_many_people or self.unknown > 0)
        return by_villages or self.has_too_many_households

    @property
    def is_complete(self) -> bool:
        lacks = self.missing or self.due or self.is_small or self.is_to_check
        return bool(not lacks and not self.is_too_large and self.is_served)


@dataclass(frozen=True)
class Summary:
    """Numbers over the posts of a place."""

    posts: int
    officers: int
    network: int
    to_check: int
    too_large: int
    villages: int
    villages_served: int

    @property
    def shortage(self) -> int:
        """How many posts there are more than officers."""
        return max(0, self.posts - self.officers)


def of(posts: QuerySet[Post], county: str, today: date) -> list[PostGaps]:
    """The open posts among ``posts``; those that lack something first, then by station and name."""
    limits = _limits(county, today)
    opened = posts.open()  # type: ignore[attr-defined]  # the model's own queryset
    rows = opened.filter(opened_on__lte=today).select_related("station", "file")
    found = {one.pk: PostGaps(one, limits, today, getattr(one, "file", None)) for one in rows}
    _add_villages(found, today)
    for post, is_responsible in _officers(found, today):
        found[post].officers += 1
        found[post].is_served = found[post].is_served or is_responsible
    return sorted(found.values(), key=lambda one: (one.is_complete, one.post.station_id, one.post.name))


def summary(lines: Iterable[PostGaps], today: date) -> Summary:
    """The numbers at the head of the page; an officer with two posts is one officer."""
    known = list(lines)
    at = [one.post.pk for one in known]
    people = Assignment.objects.at_work(today).filter(
        post__in=at, role__in=codes(lambda row: row.may_be_responsible)
    )
    return Summary(
        posts=len(known),
        officers=people.values("user").distinct().count(),
        network=sum(one.has_network for one in known),
        to_check=sum(one.is_to_check for one in known),
        too_large=sum(one.is_too_large for one in known),
        villages=sum(len(one.villages) for one in known),
        villages_served=sum(len(one.villages) for one in known if one.is_served),
    )


def _limits(county: str, today: date) -> Limits:
    return Limits(
        villages=rules.whole("post.villages_most", on=today, county=county),
        people=rules.whole("post.people_most", on=today, county=county),
        households=rules.whole("post.households_most", on=today, county=county),
        area=rules.whole("post.area_least", on=today, county=county),
        checked_within=rules.whole("post.checked_within_days", on=today, county=county),
    )


def _add_villages(found: dict[int, PostGaps], today: date) -> None:
    rows = (
        Membership.objects.filter(open_on(today), post__in=found)
        .select_related("village")
        .order_by("village__code")
    )
    profiles = {
        one.village_id: one
        for one in VillageProfile.objects.on(today).filter(village__in=[one.village_id for one in rows])
    }
    for one in rows:
        if one.village.is_abolished:
            continue
        line, profile = found[one.post_id], profiles.get(one.village_id)
        line.villages.append(one.village)
        if profile is None or profile.people is None:
            line.unknown += 1
        else:
            line.people += profile.people
        if profile and profile.households and one.village.kind == Village.Kind.NEIGHBOURHOOD:
            line.households += profile.households


def _officers(found: dict[int, PostGaps], today: date) -> list[tuple[int, bool]]:
    """Post and whether responsible, of each officer at work there today."""
    people: dict[tuple[int, int], bool] = defaultdict(bool)
    rows = Assignment.objects.at_work(today).filter(
        post__in=found, role__in=codes(lambda row: row.may_be_responsible)
    )
    for post, user, is_responsible in rows.values_list("post", "user", "is_responsible"):
        people[post, user] |= is_responsible
    return [(post, is_responsible) for (post, _user), is_responsible in people.items()]
