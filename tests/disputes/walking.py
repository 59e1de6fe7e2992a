"""A county in which disputes are acted on at random, and what must hold after every step (test_random_walk.py)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from access import scope
from access.roles import Role
from audit.versions import Gone, Stale
from calendars import calendar, quarters
from disputes import statistics
from disputes.clocks import reading
from disputes.clocks.deriving import FOLLOW_UP
from disputes.models import Dispute
from disputes.models.disputes import PARTS
from indicators import compute
from indicators.differences import reasons_of
from indicators.models import VillageMonth
from indicators.models.months import COUNT_FIELDS
from ledgers.models import StationMonth
from policies.acting import acting
from referrals.models import Referral
from rules.declared import BY_CODE
from rules.law import VERSIONS
from tests import build
from tests.page_client import PageClient

WHY = dict.fromkeys([*VERSIONS, *BY_CODE], "已当面说明")  # a reason for whatever warns
LATE = "纸上补录"
NAMES, WORDS = "阙试", "不可外传"
REFUSED = (ValidationError, PermissionDenied, Http404, Stale, Gone)
# What may still run after the end: the parties may go to court, what they promised, calls, the case of the police.
AFTER_THE_END = {"jc.30", "po.effect", "pm.follow", FOLLOW_UP, "po.case", "po.case.old"}
REACH_FORWARD = {"people"}
READERS = (Role.OFFICER, Role.CHIEF, Role.COUNTY, Role.LEADER, Role.AUXILIARY, Role.CLERK)


class World:
    """Two stations with an officer each; the disputes begin in two villages of the first one."""

    def __init__(self) -> None:
        county = build.make_county("走查县", "990906")
        here, there = (build.make_station(county, f"走查{name}所") for name in "东西")
        self.posts = [
            build.make_post(here, "走查甲室"),
            build.make_post(here, "走查乙室"),
            build.make_post(there),
        ]
        self.villages = [build.make_village(self.posts[0], f"走查{name}村") for name in "甲乙"]
        build.make_village(self.posts[2], "走查远村")
        self.stations = [here, there]
        self.people = {
            Role.OFFICER: build.make_user("walk-officer", Role.OFFICER, self.posts[0], is_responsible=True)
        }
        for role, place in (
            (Role.AUXILIARY, self.posts[0]), (Role.CHIEF, here), (Role.CLERK, here), (Role.COUNTY, county),
            (Role.LEADER, county),
        ):  # fmt: skip
            self.people[role] = build.make_user(f"walk-{role}", role, place)
        self.people["there"] = build.make_user("walk-there", Role.OFFICER, self.posts[2], is_responsible=True)
        self.people["chief there"] = build.make_user("walk-chief-there", Role.CHIEF, there)
        self.clients: dict[Any, PageClient] = {}

    def client(self, who: Any) -> PageClient:
        if who not in self.clients:
            self.clients[who] = PageClient()
            self.clients[who].force_login(self.people[who])
        return self.clients[who]

    def attempt(self, who: Any, act: Callable[[Any], Any]) -> Any:
        """What came of it, done by the person at the level of the database; None when it was refused."""
        user = self.people[who]
        scope.forget(user)
        with suppress(*REFUSED), transaction.atomic(), acting(scope.acting_as(user)):
            return act(user)
        return None

    # What must hold.

    def check(self, before: dict[tuple[int, date], Any]) -> None:
        for dispute in Dispute.objects.all():
            check_parts(dispute)
            check_clocks(dispute)
        check_numbers()
        self.check_statistics()
        check_closed_months(before)

    def check_pages(self, dispute: Dispute) -> None:
        """Whoever sees the dispute reads its page; nobody else finds it; the county and leaders read no words of it."""
        for role in READERS:
            user = self.people[role]
            scope.forget(user)
            is_seen = Dispute.objects.visible_to(user).filter(pk=dispute.pk).exists()
            answer = self.client(role).get(dispute.get_absolute_url())
            assert answer.status_code == (200 if is_seen else 404), (role, dispute.stage, answer.status_code)
            assert is_seen is False or not dispute.is_protected or role in (Role.OFFICER, Role.CHIEF), role
            if not is_seen or role in (Role.COUNTY, Role.LEADER):
                text = answer.content.decode()
                assert NAMES not in text and WORDS not in text, (role, dispute.stage)

    def check_statistics(self) -> None:
        quarter = quarters.quarter_of(timezone.localdate())
        end = quarters.end_of(quarter)
        user = self.people[Role.COUNTY]
        found = statistics.of_quarter(user, quarter, "990906").total.cells
        rows = [one for one in Dispute.objects.all() if one.is_counted and not one.is_protected]
        accepted = [one for one in rows if quarter <= one.occurred_on < end]
        handled = [one for one in rows if one.handled_on and quarter <= one.handled_on < end]
        assert (found["accepted"], found["handled"]) == (len(accepted), len(handled))
        before = [
            one
            for one in rows
            if one.occurred_on < quarter and not (one.handled_on and one.handled_on < quarter)
        ]
        assert found["before"] == len(before)
        assert found["before"] + found["accepted"] - found["handled"] == found["open"], found


def check_parts(dispute: Dispute) -> None:
    """What belongs to it has its keys and its protection; what was passed on about it is not open behind it."""
    for name in PARTS:
        for part in getattr(dispute, name).all():
            assert [getattr(part, key) for key in dispute.KEYS] == [
                getattr(dispute, key) for key in dispute.KEYS
            ], part
            assert getattr(part, "is_protected", dispute.is_protected) == dispute.is_protected, part
    if dispute.is_protected or dispute.state == "withdrawn":
        sent = Referral.objects.filter(subject_kind="dispute", subject_key=dispute.pk)
        assert not sent.filter(state__in=Referral.OPEN).exists()


def check_clocks(dispute: Dispute) -> None:
    """They derive for any day; nothing of the mediation runs on after the end."""
    for clock in reading.of(dispute):
        if dispute.stage != "open" and clock.is_open:
            assert clock.rule in AFTER_THE_END, (dispute.stage, clock.rule, clock.name)
        assert clock.days_left is None or isinstance(clock.days_left, int)


def check_numbers() -> None:
    found: dict[Any, list[int]] = {}
    for post, year, number in Dispute.objects.values_list("number_post", "number_year", "number"):
        found.setdefault((post, year), []).append(number)
    for numbers in found.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def closed_figures() -> dict[tuple[int, date], Any]:
    """(village, month) -> the figures of the months that are submitted, approved or published, as they count now."""
    found = {}
    this = calendar.this_month()
    for month in (calendar.shift(this, -back) for back in range(1, 6)):
        closed = StationMonth.objects.filter(month=month).exclude(state="open")
        if closed.exists():
            compute.fill_month(month)
            rows = VillageMonth.objects.filter(month=month, station__in=closed.values("station"))
            found |= {
                (row["village_id"], month): row
                for row in rows.values("village_id", "station_id", *COUNT_FIELDS)
            }
    return found


def check_closed_months(before: dict[tuple[int, date], Any]) -> None:
    """A figure of a locked month stays; one of a published month changes with a reason that stands beside it."""
    after = closed_figures()
    for key in before.keys() & after.keys():
        names = {name for name, value in after[key].items() if value != before[key][name]} - REACH_FORWARD
        if names:
            village, month = key
            state = StationMonth.objects.get(station=after[key]["station_id"], month=month).state
            assert state == "published", (state, month, names)
            assert reasons_of([village], month)[village], (month, names)


def of_the_police(dispute: Dispute) -> bool:
    return dispute.procedure in dispute.OF_THE_POLICE


def today(back: int = 0) -> date:
    return timezone.localdate() - timedelta(days=back)
