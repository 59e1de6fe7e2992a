"""Whatever is moved, ended, swapped, closed and taken back, on whichever days: one post a village, one place a person.

Random histories by the actions, with days that go by and nights on which the job of the minute does not run.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from access import scope
from access.roles import Role
from accounts.models import User
from policies.acting import HOUSEKEEPING, acting
from posts import arriving
from posts.actions import assigning, closing, moving, swapping
from posts.models import Assignment, Membership, Post
from residents.models import Household, Visit
from tests import build

STEPS = 32


class County:
    """Three posts of two stations, four villages with a household and a visit, four officers, and who acts."""

    def __init__(self, seed: int, clock):
        self.random, self.clock = random.Random(seed), clock
        county = build.make_county()
        stations = [build.make_station(county, name) for name in ("一所", "二所")]
        self.posts = [build.make_post(stations[n // 2], f"{n}室") for n in range(3)]
        self.villages = [build.make_village(self.posts[n % 3], f"村{n}") for n in range(4)]
        self.officers = [build.make_user(f"officer{n}", None) for n in range(4)]
        for officer, post in zip(self.officers, self.posts, strict=False):
            build.assign(officer, Role.OFFICER, post)
        for village in self.villages:
            build.make_visit(village, household=build.make_household(village), by=self.officers[0])
        self.bureau = build.make_user("bureau", Role.COUNTY, county)
        self.grantor = build.make_user("grantor", Role.GRANTOR, county)
        self.done: Counter[str] = Counter()

    def day(self) -> date:
        return timezone.localdate() + timedelta(days=self.random.choice((-30, -2, -1, 0, 0, 1, 2, 5)))

    def step(self) -> None:
        acts: list[Callable[[], object]] = [
            self.move, self.move, self.take_back_move, self.end, self.assign, self.assign, self.take_back,
            self.change, self.swap, self.close, self.reopen, self.nights,
        ]  # fmt: skip
        act = self.random.choice(acts)
        try:
            with transaction.atomic():
                act()
            self.done[act.__name__] += 1
        except ValidationError:
            self.done["refused"] += 1

    def one(self, rows):
        """A random row; ValidationError where there is none."""
        found = list(rows.order_by("pk"))
        if not found:
            raise ValidationError("none")
        return self.random.choice(found)

    @contextmanager
    def acting(self, person: User) -> Iterator[User]:
        """As a request does: the person is read anew, for the day has changed."""
        fresh = User.objects.get(pk=person.pk)
        with acting(scope.acting_as(fresh)):
            yield fresh

    def move(self) -> None:
        village, post = self.random.choice(self.villages), self.one(Post.objects.all())
        shown = moving.planned_of(village) if self.random.random() < 0.5 else None
        with self.acting(self.bureau) as by:
            moving.move_village(village, post, "调整", by=by, since=self.day(), shown=shown)

    def take_back_move(self) -> None:
        plan = self.one(
            Membership.objects.filter(is_arrived=False).select_related("village__town", "post__station")
        )
        with self.acting(self.bureau) as by:
            moving.take_back(plan, by=by)

    def served(self):
        return Assignment.objects.filter(user__in=self.officers)

    def end(self) -> None:
        with self.acting(self.grantor) as by:
            assigning.end(self.one(self.served()), by=by, last_day=self.day())

    def assign(self) -> None:
        new = Assignment(user=self.random.choice(self.officers), role=Role.OFFICER, starts_on=self.day())
        new.post, new.is_responsible = self.one(Post.objects.all()), self.random.random() < 0.5
        with self.acting(self.grantor) as by:
            assigning.assign(new, by=by)

    def take_back(self) -> None:
        with self.acting(self.grantor) as by:
            assigning.take_back(self.one(self.served().filter(starts_on__gte=self.day())), by=by)

    def change(self) -> None:
        row = self.one(self.served().filter(starts_on__gt=timezone.localdate()))
        row.starts_on, row.post = self.day(), self.one(Post.objects.all())
        with self.acting(self.grantor) as by:
            assigning.change(row, by=by)

    def swap(self) -> None:
        first, second = self.one(self.served()), self.one(self.served())
        with self.acting(self.grantor) as by:
            swapping.swap(first, second, self.day(), by=by)

    def close(self) -> None:
        with self.acting(self.bureau) as by:
            closing.close(self.one(Post.objects.all()), self.day(), by=by)

    def reopen(self) -> None:
        with self.acting(self.bureau) as by:
            closing.reopen(self.one(Post.objects.all()), by=by)

    def nights(self) -> None:
        now = timezone.now() + timedelta(days=self.random.randint(1, 3))
        self.clock.move_to(now)

    def check(self) -> None:
        """What holds at any moment, and what holds once the job has run."""
        self.check_days()
        if self.random.random() < 0.5:
            return  # nothing runs in this minute
        with acting(HOUSEKEEPING):
            arriving.arrive_all()
            arriving.sign_out_all()
        today = timezone.localdate()
        for village in self.villages:
            post = Post.objects.of_village(village.pk, today)
            for model in (Household, Visit):
                keys = set(
                    model._base_manager.filter(village=village).values_list("post", "station", "county")
                )
                assert keys == {(post.pk, post.station_id, post.station.county_id)}, village

    def check_days(self) -> None:
        for village in self.villages:  # one after the other, without a gap and without end
            spans = list(village.memberships.order_by("starts_on").values_list("starts_on", "ends_on"))
            ends = [last + timedelta(days=1) for _first, last in spans[:-1]]
            assert ends == [first for first, _last in spans[1:]] and spans[-1][1] is None
        for officer in self.officers:
            spans = list(officer.assignments.order_by("starts_on").values_list("starts_on", "ends_on"))
            assert all(last and last < after for (_f, last), (after, _l) in pairwise(spans))
        for post in Post.objects.exclude(closed_on=None):
            later = Q(ends_on=None) | Q(ends_on__gte=post.closed_on)
            assert not post.memberships.filter(later).exists() and not post.assignments.filter(later).exists()


@pytest.mark.turns(2)
@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_random_histories(seed, time_machine, in_march):
    county = County(seed, time_machine)
    for _step in range(STEPS):
        county.step()
        county.check()
    assert {"move", "end", "assign", "nights"} <= county.done.keys() and county.done["refused"] < STEPS * 0.7
