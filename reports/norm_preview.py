"""Which posts would have met another norm in the last closed month, before the county sets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from access import scope
from accounts.models import User
from calendars import calendar
from formulas.rates import Number
from indicators import sums
from indicators.models import Publication, VillageMonth
from pages import counting
from posts.models import Post
from reports import four_tasks, paces
from rules import norms
from rules.declared import Declared

TASKS = {norm: task for task, norm in four_tasks.NORMS.items()}


@dataclass(frozen=True)
class Result:
    """``done`` of ``norm``: households, visits, weeks or tasks."""

    done: Number
    norm: Number

    @property
    def is_met(self) -> bool:
        return self.done >= self.norm


@dataclass(frozen=True)
class Line:
    """A post, and how it stood in the month beside the norm of then and the one that is tried."""

    post: Post
    then: Result
    tried: Result


@dataclass(frozen=True)
class Preview:
    """The posts that the norm concerns: of the class, or the one post; those that would not have met it first."""

    month: date
    lines: list[Line]

    @property
    def met_then(self) -> int:
        return sum(line.then.is_met for line in self.lines)

    @property
    def met_tried(self) -> int:
        return sum(line.tried.is_met for line in self.lines)


def closed_month(user: User) -> date:
    """The newest published month of the person's county; before the first one the month that has just ended."""
    newest = Publication.objects.filter(county=scope.for_user(user).county_id or 0).order_by("-month").first()
    return newest.month if newest else calendar.shift(calendar.this_month(), -1)


def preview(user: User, norm: Declared, value: int, *, terrain: str, post: int | None = None) -> Preview:
    """The norm with ``value`` for the posts of a class that have none of their own, or for one post."""
    month = closed_month(user)
    _numbers, (tasks, found) = counting.counts_and_rows(
        [], [four_tasks.rows(user, month), paces.rows(user, month)]
    )
    classes = four_tasks.classes(tasks)
    county, day = scope.for_user(user).county or "", calendar.last_day(month)
    concerned = [
        key
        for key, its in classes.items()
        if (key == post if post else its == terrain and _has_none(norm, key, day, county))
    ]
    read = _Read(user, month, tasks, found, classes, concerned)
    then, tried = read.of(norm), read.of(norm, {norm.code: value})
    posts = Post.objects.filter(pk__in=concerned).select_related("station").order_by("station", "name")
    lines = [Line(one, then[one.pk], tried[one.pk]) for one in posts if one.pk in then and one.pk in tried]
    return Preview(month, sorted(lines, key=lambda line: (line.tried.is_met, line.then.is_met)))


def _has_none(norm: Declared, post: int, day: date, county: str) -> bool:
    return norms.own_norm(norm.code, post, on=day, county=county) is None


class _Read:
    """What was read of a month, to be judged by several norms."""

    def __init__(
        self,
        user: User,
        month: date,
        tasks: four_tasks.Found,
        found: paces.Found,
        classes: dict[int, str],
        posts: list[int],
    ):
        self.user, self.month, self.tasks, self.found = user, month, tasks, found
        self.classes, self.posts = classes, posts
        rows = VillageMonth.objects.visible_to(user).filter(post__in=posts)
        self.counts = sums.by_place(rows, "post", month, month)

    def of(self, norm: Declared, instead: Mapping[str, int] = MappingProxyType({})) -> dict[int, Result]:
        """The result of each post; with ``instead`` by these norms. One that expects nothing is met."""
        if norm.code in TASKS:
            found = four_tasks.from_rows(self.user, self.month, self.posts, self.tasks, instead)
            return {post: _of_task(tasks, TASKS[norm.code]) for post, tasks in found.items()}
        paced = paces.by_post(self.user, self.month, self.posts, self.classes, self.found, instead)
        return {
            post: self._of_pace(norm.code, post, pace) for post, pace in paced.items() if post in self.counts
        }

    def _of_pace(self, norm: str, post: int, pace: paces.Pace) -> Result:
        if norm == paces.DAYS:
            return Result(pace.weeks_met, pace.weeks_over)
        if norm == paces.PRIORITY:
            return Result(self.counts[post]["priority_visits"], pace.priority)
        return Result(self.counts[post]["households_met"], pace.households_norm)


def _of_task(tasks: list[four_tasks.Task], task: str) -> Result:
    found = next((one for one in tasks if one.code == task), None)
    return Result(found.done, found.norm) if found else Result(0, 0)
