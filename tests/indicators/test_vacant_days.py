"""Norms, vacant days and ranks of posts against days counted one by one in Python, over random histories."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from access.roles import Role
from accounts.models import User
from calendars import calendar
from duty import own_norm
from duty.models import Leave
from indicators import compute, sums
from indicators.models import VillageMonth
from posts import vacancies
from posts.models import Assignment, Membership, Post
from reports import ranking
from tests import build

FEBRUARY, MARCH, TODAY = date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 20)
SPAN = [date(2026, 1, 10) + timedelta(days=day) for day in range(90)]


def some_history(dice: random.Random, station) -> list[Post]:
    """Ten posts with one to three villages; officers one after the other, with gaps and leave; visits by no rule."""
    posts = [build.make_post(station, f"第{number}警务室") for number in range(10)]
    for number, post in enumerate(posts):
        opened = dice.choice([build.SINCE, build.SINCE, dice.choice(SPAN)])
        closed = dice.choice([None, None, None, dice.choice(SPAN)])
        Post.objects.filter(pk=post.pk).update(opened_on=opened, closed_on=closed)
        villages = [build.make_village(post, f"{number}之{one}村委会") for one in range(dice.randint(1, 3))]
        for _visit in range(dice.randint(0, 9)):
            build.make_visit(dice.choice(villages), dice.choice([FEBRUARY, MARCH]), by=somebody())
        for first, last in stretches(dice):
            serve(dice, post, first, last)
    return posts


def somebody() -> User:
    return User.objects.filter(username="typist").first() or build.make_user("typist", None)


def stretches(dice: random.Random) -> Iterator[tuple[date, date | None]]:
    """Spans one after the other, some the day after the one before; the last one may be open."""
    days = sorted(dice.sample(SPAN, 2 * dice.randint(0, 3)))
    while days:
        first, last = days.pop(0), days.pop(0)
        yield first, last if days or dice.random() < 0.5 else None


def serve(dice: random.Random, post: Post, first: date, last: date | None) -> None:
    """Somebody new, or somebody of another post as well (兼管), where the two are not at the same posts."""
    known = User.objects.filter(username__startswith="one").order_by("pk")
    is_second = dice.random() < 0.3 and known.exists()
    user = dice.choice(list(known)) if is_second else build.make_user(f"one{User.objects.count()}", None)
    is_responsible = dice.random() < 0.8
    try:
        with transaction.atomic():
            Assignment.objects.create(
                user=user, role=Role.OFFICER, post=post, is_responsible=is_responsible, is_second=is_second,
                starts_on=first, ends_on=last,
            )  # fmt: skip
    except IntegrityError:
        assert is_second
        return
    if not is_second and dice.random() < 0.5:
        leave = dice.choice(SPAN)
        build.make_leave(user, leave, leave + timedelta(days=dice.randint(0, 20)))


class Oracle:
    """What a post owes and lacks, a day at a time; it knows the rule and no SQL."""

    def __init__(self, post: Post):
        self.post = Post.objects.get(pk=post.pk)
        self.served = list(Assignment.objects.filter(post=post, is_responsible=True))
        self.leave = list(Leave.objects.all())

    def is_open(self, day: date) -> bool:
        return self.post.opened_on <= day and (self.post.closed_on is None or day < self.post.closed_on)

    def responsible(self, day: date) -> int | None:
        return next(
            (one.user_id for one in self.served if one.starts_on <= day and day <= (one.ends_on or day)), None
        )

    def is_vacant(self, day: date) -> bool:
        return self.is_open(day) and self.responsible(day) is None

    def owes(self, day: date) -> bool:
        who = self.responsible(day)
        away = any(one.user_id == who and one.starts_on <= day <= one.ends_on for one in self.leave)
        return self.is_open(day) and not away

    def of(self, month: date) -> tuple[float, float, int]:
        days = [month + timedelta(days=day) for day in range(calendar.days_in(month))]
        owed = sum(self.owes(day) for day in days)
        return 30 * owed / len(days), 3 * owed / 7, sum(self.is_vacant(day) for day in days if day <= TODAY)

    def vacancy(self) -> tuple[date, int] | None:
        if not self.is_vacant(TODAY):
            return None
        since = TODAY
        while self.is_vacant(since - timedelta(days=1)):
            since -= timedelta(days=1)
        return since, (TODAY - since).days + 1


def check(posts: list[Post], bureau: User) -> None:
    oracles = {post.pk: Oracle(post) for post in posts}
    for month in (FEBRUARY, MARCH):
        found = sums.by_place(VillageMonth.objects.all(), "post", month, month)
        for key, oracle in oracles.items():
            target, duty, vacant = oracle.of(month)
            assert abs(float(found[key]["visit_target"]) - target) < 0.001, (oracle.post, month)
            assert abs(float(found[key]["duty_norm"]) - duty) < 0.001, (oracle.post, month)
            assert found[key]["vacant_days"] == vacant, (oracle.post, month)
        check_ranks(bureau, month, oracles)
    live = {one.post: (one.since, one.days) for one in vacancies.of(Post.objects.all())}
    assert live == {key: told for key, one in oracles.items() if (told := one.vacancy())}


def check_ranks(bureau: User, month: date, oracles: dict[int, Oracle]) -> None:
    """In the ranks are the posts that had an officer on every day and owed something; the better share comes before."""
    shown = ranking.standings(bureau, month, month, "post", "visit_target")
    if month == MARCH:  # it is running
        assert not any(row.rank for row in shown)
        return
    ranked = {row.place.key: row for row in shown if row.rank}
    owing = {key: one.of(month) for key, one in oracles.items()}
    assert set(ranked) == {key for key, (target, _duty, vacant) in owing.items() if target and not vacant}
    share = {
        key: int(row.figures["visit_target"].numerator or 0) / owing[key][0] for key, row in ranked.items()
    }
    for one in ranked:
        better = sum(other > share[one] + 0.0001 for other in share.values())
        assert (ranked[one].rank or 0) > better
    named = [row.vacant_days for row in shown if row.vacant_days]
    assert named == [row.vacant_days for row in shown[: len(named)]] == sorted(named, reverse=True)


def check_own_norms() -> None:
    """30 households in all posts held, by days; a day of leave, and one without a post to answer for, owes nothing."""
    for user in User.objects.filter(username__startswith="one"):
        served = list(Assignment.objects.filter(user=user, is_responsible=True))
        leave = list(Leave.objects.filter(user=user))
        for month in (FEBRUARY, MARCH):
            days = [month + timedelta(days=day) for day in range(calendar.days_in(month))]
            owed = sum(
                any(one.starts_on <= day and (one.ends_on is None or day <= one.ends_on) for one in served)
                and not any(one.starts_on <= day <= one.ends_on for one in leave)
                for day in days
            )
            found = own_norm.of(user, month)
            assert abs(float(found["visit_target"]) - 30 * owed / len(days)) < 0.001, (user, month)
            assert abs(float(found["duty_norm"]) - 3 * owed / 7) < 0.001, (user, month)


def change(dice: random.Random, posts: list[Post]) -> None:
    """What moves a norm or a vacancy, past every page: the triggers must note it."""
    one = dice.choice(posts)
    served = Assignment.objects.filter(post=one)
    row = served.order_by("-starts_on").first()
    act = dice.choice(["open", "close", "end", "leave", "village"])
    if act == "open":
        Post.objects.filter(pk=one.pk).update(opened_on=dice.choice(SPAN))
    elif act == "close":
        Post.objects.filter(pk=one.pk).update(closed_on=dice.choice([None, dice.choice(SPAN)]))
    elif act == "end" and row:
        served.filter(pk=row.pk).update(ends_on=max(row.starts_on, dice.choice(SPAN)))
    elif act == "leave" and row:
        build.make_leave(row.user, row.starts_on, row.starts_on + timedelta(days=5))
    elif act == "village":
        village = Membership.objects.filter(post=one).order_by("pk").first()
        Membership.objects.filter(pk=village.pk).update(post=dice.choice(posts))


@pytest.mark.turns(3)
@pytest.mark.parametrize("seed", range(3))
def test_norms_vacant_days_and_ranks_are_those_of_the_days(seed, station, bureau, in_march):
    dice = random.Random(seed)
    posts = some_history(dice, station)
    for month in (FEBRUARY, MARCH):
        compute.fill_month(month)
    check(posts, bureau)
    check_own_norms()
    for _step in range(6):
        change(dice, posts)
    compute.fill_touched()
    have = set(VillageMonth.objects.values_list("post", flat=True))
    had = set(VillageMonth.objects.filter(month=FEBRUARY).values_list("post", flat=True))
    check([post for post in posts if post.pk in have & had], bureau)
