"""Checking a sheet of the villages of posts: what each line would give to whom, and what is wrong with it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imports import plain_lines, village_taking
from imports.faults import fault, state_of
from imports.models import Import
from imports.people import Reader
from imports.plain_lines import Entry, Faults, Outcome, Places, State
from imports.villages import Villages
from posts.models import Membership, Post, Station, Village
from posts.querysets import open_on

LONGEST_NAME = 60  # of a station and of a post


class VillageRules:
    """What is known while the lines of one sheet are read: villages with their posts of today, stations, posts."""

    def __init__(self, owner: Import, by: User):
        county = owner.county_id
        in_county = Village.objects.existing().filter(town__county=county).select_related("town")
        self.villages, self.reader = Villages(owner, by, in_county), Reader(owner)
        self.stations = Places(Station.objects.filter(county=county, closed_on=None), "派出所")
        posts = Post.objects.filter(station__county=county, closed_on=None).select_related("station")
        self.posts = Places(posts, "警务室")
        today = Membership.objects.filter(open_on(timezone.localdate()), village__in=in_county)
        self.post_of = {one.village_id: one.post for one in today.select_related("post__station")}
        self.lines: dict[int, int] = {}  # village -> the row that has it

    def of(self, entry: Entry) -> tuple[Faults, str, dict[str, Any]]:
        """What is wrong with the line, what it does, and the facts that the commit needs."""
        faults = plain_lines.numbers_of_people(entry)
        village, why = self.villages.find(entry, self.reader)
        if village is None:
            faults.append(fault("village", why))
        elif before := self.lines.get(village):
            faults.append(fault("village", _("Row %(n)s has this village already.") % {"n": before}))
        self.lines.setdefault(village or 0, entry.line.number)
        station, post = self.place(entry, faults)
        since = plain_lines.first_day(entry.get("since"), faults)
        facts = {
            "village": village, "since": str(since), "station": station.pk if station else None,
            "station_name": entry.get("station"), "post": post.pk if post else None, "post_name": entry.get("post"),
        }  # fmt: skip
        return faults, self.outcome(village, post, faults), facts

    def place(self, entry: Entry, faults: Faults) -> tuple[Station | None, Post | None]:
        """The station and the post, where there are such; a new name is doubtful where it looks misspelt."""
        station_name, post_name = entry.get("station"), entry.get("post")
        if not post_name:
            faults.append(fault("post", _("The line names no post.")))
        for column, written in (("station", station_name), ("post", post_name)):
            if len(written) > LONGEST_NAME:
                faults.append(fault(column, _("At most %(n)s characters.") % {"n": LONGEST_NAME}))
        posts = self.posts.get(post_name) if post_name else []
        if not station_name:
            if len(posts) == 1:
                return posts[0].station, posts[0]
            faults.append(fault("station", _("The line names no station.")))
            return None, None
        station = next(iter(self.stations.get(station_name)), None)
        if station is None:
            return self.of_new_station(entry, posts, faults)
        post = next((one for one in posts if one.station_id == station.pk), None)
        if post is None and post_name:
            there = {one.name for several in self.posts.found.values() for one in several
                     if one.station_id == station.pk}  # fmt: skip
            if plain_lines.looks_misspelt(post_name, there, self.posts.ending):
                text = _("The station has no post of this name yet: it is opened.")
                faults.append(fault("post", text + plain_lines.near(post_name, there), State.DOUBTFUL))
        return station, post

    def of_new_station(
        self, entry: Entry, posts: list[Post], faults: Faults
    ) -> tuple[Station | None, Post | None]:
        """The name is of no station. Where it only stands further up, a post that is known says which is meant."""
        station_name = entry.get("station")
        if "station" not in entry.own and len(posts) == 1:
            text = _(
                "The cell is empty. The post %(post)s belongs to %(station)s, which is taken; not %(above)s above."
            )
            words = {"post": posts[0], "station": posts[0].station, "above": station_name}
            faults.append(fault("station", text % words, State.DOUBTFUL))
            return posts[0].station, posts[0]
        if plain_lines.looks_misspelt(station_name, self.stations.names, self.stations.ending):
            text = _("The county has no station of this name yet: it is opened.")
            near = plain_lines.near(station_name, self.stations.names)
            faults.append(fault("station", text + near, State.DOUBTFUL))
        return None, None

    def outcome(self, village: int | None, post: Post | None, faults: Faults) -> str:
        """New, unchanged, or another post than today's, which has to be ticked."""
        former = self.post_of.get(village or 0)
        if former is None:
            return Outcome.NEW
        if post is not None and former.pk == post.pk:
            return Outcome.UNCHANGED
        text = _(
            "The village belongs to %(post)s. Taken over, it moves today, with its households and books."
        )
        faults.append(fault("village", text % {"post": f"{former.station} · {former}"}, State.DOUBTFUL))
        return Outcome.CHANGED


def check(owner: Import, by: User, progress: Any = None) -> dict[str, int]:
    """Work out every line anew; returns how many are good, doubtful, refused, and what they would do.

    What the commit would refuse a line for is found by trying it, and refused here.
    """
    rules_of_lines = VillageRules(owner, by)
    found = []
    for entry in plain_lines.entries(owner, ("town", "station", "post")):
        faults, outcome, facts = rules_of_lines.of(entry)
        entry.line.facts = facts
        found.append((entry.line, faults, outcome, facts))
    tried = [line for line, faults, _outcome, _facts in found if state_of(faults) != State.REFUSED]
    whys, made = village_taking.refusals(owner, by, tried)
    for line, faults, _outcome, _facts in found:
        if line.pk in whys:
            faults.append(fault("village", whys[line.pk]))
    plain_lines.save(found, {line.pk: facts["village"] for line, _f, _o, facts in found if facts["village"]})
    return plain_lines.counts(owner) | {f"new_{name}": made[name] for name in ("stations", "posts")}
