"""Giving the villages of a checked sheet to their posts, by the actions of the pages; all or none."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imports import keys, lines
from imports.committing import taken
from imports.lines import Line
from imports.models import Import
from imports.plain_lines import note_committed
from posts.actions import arranging, moving
from posts.models import Membership, Post, Station, Town, Village
from posts.querysets import open_on


def commit(owner: Import, by: User, progress: Any, hand_out: Any) -> dict[str, int]:
    """Open the stations and posts that are new, give and move villages. Returns how many of each.

    ValidationError names the row that can not be done: a closed month, a change since the check.
    """
    found = list(lines.with_facts(owner, taken()))
    work = Work(owner, by, found)
    for line in found:
        try:
            work.take_over(line)
        except ValidationError as why:
            raise ValidationError(
                _("Row %(row)s: %(why)s") % {"row": line.number, "why": " ".join(why.messages)}
            ) from why
    note_committed((line, {}) for line in found)
    return work.made


def refusals(owner: Import, by: User, found: list[Line]) -> tuple[dict[int, str], dict[str, int]]:
    """Why the commit would refuse which of these lines (line -> why), and what it would make of the others.

    Each is tried and all is taken back, so that the check says today what the commit would say.
    """
    whys: dict[int, str] = {}
    with transaction.atomic():
        work = Work(owner, by, found, is_trial=True)
        for line in found:
            made, opened = dict(work.made), (dict(work.stations), dict(work.posts))
            try:
                with transaction.atomic():
                    work.take_over(line)
            except ValidationError as why:
                whys[line.pk] = " ".join(why.messages)
                work.made, (work.stations, work.posts) = made, opened
        transaction.set_rollback(True)
    return whys, work.made


def key_of(station: str, post: str = "") -> tuple[str, str]:
    """One key for a name in every spelling, with or without its ending."""
    return keys.word(station.removesuffix("派出所")), keys.word(post.removesuffix("警务室"))


class Work:
    """One commit: the stations and posts that it has found or opened, by their names.

    ``is_trial``: the households and books of a village that moves stay where they are.
    """

    def __init__(self, owner: Import, by: User, found: list[Line], *, is_trial: bool = False):
        self.owner, self.by, self.is_trial = owner, by, is_trial
        self.made = {"stations": 0, "posts": 0, "villages": 0, "moved": 0}
        named = [line.facts["village"] for line in found]
        self.villages = Village.objects.select_related("town").in_bulk(named)
        self.towns: dict[str, set[Town]] = defaultdict(set)
        self.since: dict[tuple[str, str], str] = {}
        for line in found:
            facts = line.facts
            self.towns[key_of(facts["station_name"])[0]].add(self.villages[facts["village"]].town)
            key = key_of(facts["station_name"], facts["post_name"])
            self.since[key] = min(self.since.get(key, facts["since"]), facts["since"])
        self.stations: dict[str, Station] = {}
        self.posts: dict[tuple[str, str], Post] = {}

    def take_over(self, line: Line) -> None:
        facts = line.facts
        village, post = self.villages[facts["village"]], self.post(facts)
        now = Membership.objects.filter(open_on(timezone.localdate()), village=village).first()
        if now is None:
            arranging.give_village(village, post, date.fromisoformat(facts["since"]), by=self.by)
            self.made["villages"] += 1
        elif now.post_id != post.pk:
            self.move(village, post, now)
            self.made["moved"] += 1

    def move(self, village: Village, post: Post, now: Membership) -> None:
        if self.is_trial:
            moving.change_post(village, post, by=self.by, shown=now)
            return
        reason = _("By the sheet %(file)s") % {"file": self.owner.file_name[:100]}
        moving.move_village(village, post, reason, by=self.by, shown=now)

    def post(self, facts: dict[str, Any]) -> Post:
        if facts["post"]:
            return Post.objects.select_related("station").get(pk=facts["post"])
        key = key_of(facts["station_name"], facts["post_name"])
        if key not in self.posts:
            opened_on = date.fromisoformat(self.since[key])
            row = Post(station=self.station(facts), name=facts["post_name"], opened_on=opened_on)
            self.posts[key] = arranging.open_post(row, by=self.by)
            self.made["posts"] += 1
        return self.posts[key]

    def station(self, facts: dict[str, Any]) -> Station:
        if facts["station"]:
            return Station.objects.get(pk=facts["station"])
        key = key_of(facts["station_name"])[0]
        if key not in self.stations:
            row = Station(county_id=self.owner.county_id, name=facts["station_name"])
            towns = sorted(self.towns[key], key=lambda town: town.code)
            self.stations[key] = arranging.open_station(row, towns, by=self.by)
            self.made["stations"] += 1
        return self.stations[key]
