"""Two who close a month at the same moment, in threads of their own: the second waits for the first, and either sees
what it did or is refused. No approval is of figures that nobody saw, and nothing waits in a circle."""

import itertools
from collections.abc import Callable
from datetime import date, time

import pytest
import time_machine
from django.db import connection, transaction

from access import scope
from access.roles import Role
from accounts.models import User
from indicators import actions, attested, closing, compute, publish
from indicators.models import IncidentCount, Publication
from ledgers import actions as rows
from ledgers import months
from ledgers.models import StationMonth
from patrols.models import Patrol
from policies.acting import acting
from tests import build, databases, objects
from tests.posts.test_raced import raced

FEBRUARY = date(2026, 2, 1)
FIVE = [category.value for category in attested.FIVE]
State = StationMonth.State
Act = Callable[[], object]
COUNTIES = itertools.count(990910)


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    with databases.of_its_own(django_db_blocker, "closing"), time_machine.travel(objects.MORNING, tick=True):
        yield


class County:
    """A county with two stations, each with a village, an officer, two clerks and two chiefs, and two at the bureau."""

    @transaction.atomic
    def __init__(self) -> None:
        code = str(next(COUNTIES))
        self.county = build.make_county(f"{code}县", code)
        self.stations = [build.make_station(self.county, f"{code}{n}所") for n in range(2)]
        self.posts = [build.make_post(station, f"{station}室") for station in self.stations]
        self.villages = [build.make_village(post, f"{post}村委会") for post in self.posts]
        self.officers = [self.person(Role.OFFICER, post, 0) for post in self.posts]
        self.clerks = [self.person(Role.CLERK, self.stations[0], n) for n in range(2)]
        self.chiefs = [self.person(Role.CHIEF, self.stations[0], n) for n in range(2)]
        self.bureau = [self.person(Role.COUNTY, self.county, n) for n in range(2)]
        for village, officer in zip(self.villages, self.officers, strict=True):
            build.make_patrol(village, FEBRUARY, by=officer)
        build.attest(self.villages[0], FEBRUARY)
        compute.fill_month(FEBRUARY)
        compute.fill_touched()

    def person(self, role: Role, place: object, number: int) -> User:
        name = f"{role}{place.pk}{number}"
        return build.make_user(name, role, place, is_responsible=role == Role.OFFICER)

    @property
    def station(self):
        return self.stations[0]

    def as_(self, who: User, act: Callable[[User], object]) -> Act:
        """As a request of theirs does."""

        def do() -> object:
            person = User.objects.get(pk=who.pk)
            with acting(scope.acting_as(person)):
                return act(person)

        return do

    def seen(self, who: User) -> str:
        with acting(scope.acting_as(who)):
            return closing.state_of(self.station, FEBRUARY)

    def submit(self, who: User) -> Act:
        seen = self.seen(who)
        return self.as_(who, lambda by: closing.submit(self.station, FEBRUARY, by=by, shown=0, seen=seen))

    def approve(self, who: User) -> Act:
        seen, shown = self.seen(who), self.month.version
        return self.as_(
            who, lambda by: closing.approve(self.station, FEBRUARY, by=by, shown=shown, seen=seen)
        )

    def give_back(self, who: User) -> Act:
        shown = self.month.version
        return self.as_(
            who, lambda by: months.give_back(self.station, FEBRUARY, "请核对", by=by, shown=shown)
        )

    def publish(self, who: User) -> Act:
        with acting(scope.acting_as(who)):
            shown = publish.state_of(self.county, FEBRUARY)
        return self.as_(
            who, lambda by: publish.freeze(self.county, FEBRUARY, by=by, reason="试点", shown=shown)
        )

    def restate(self, who: User) -> Act:
        return self.as_(who, lambda by: publish.restate(self.county, FEBRUARY, "补录", by=by))

    def attest(self, who: User, count: int, reason: str = "") -> Act:
        cells = {(self.villages[0].pk, name): count for name in FIVE}
        shown = attested.stored_counts([self.villages[0].pk], FEBRUARY)
        return self.as_(
            who,
            lambda by: actions.attest(self.station, FEBRUARY, cells, by=by, late_reason=reason, shown=shown),
        )

    @property
    def month(self) -> StationMonth:
        return months.station_month(self.station, FEBRUARY)


def at_once(*acts: Act, turned: bool) -> list[bool]:
    """Which of the two succeeded, in the order of ``acts``, whoever comes first."""
    done = raced(*(reversed(acts) if turned else acts))
    return done[::-1] if turned else done


both_ways = pytest.mark.parametrize("turned", [False, True], ids=["first", "second"])


@both_ways
def test_a_month_is_submitted_once(committed, turned):
    county = County()
    done = at_once(county.submit(county.clerks[0]), county.submit(county.clerks[1]), turned=turned)
    assert sorted(done) == [False, True]
    assert county.month.state == State.SUBMITTED
    assert county.month.submitted_by == county.clerks[done.index(True)]


@both_ways
def test_a_month_is_approved_once(committed, turned):
    county = County()
    county.submit(county.clerks[0])()
    done = at_once(county.approve(county.chiefs[0]), county.approve(county.chiefs[1]), turned=turned)
    assert sorted(done) == [False, True]
    assert (county.month.state, county.month.approved_by) == (State.APPROVED, county.chiefs[done.index(True)])


@both_ways
def test_a_month_is_approved_or_given_back(committed, turned):
    county = County()
    county.submit(county.clerks[0])()
    done = at_once(county.approve(county.chiefs[0]), county.give_back(county.chiefs[1]), turned=turned)
    assert sorted(done) == [False, True]
    assert county.month.state == (State.APPROVED if done[0] else State.OPEN)


@both_ways
def test_a_month_is_published_once(committed, turned):
    county = County()
    done = at_once(county.publish(county.bureau[0]), county.publish(county.bureau[1]), turned=turned)
    assert sorted(done) == [False, True]
    (publication,) = Publication.objects.filter(county=county.county)
    assert publication.published_by == county.bureau[done.index(True)]
    assert publication.places.filter(level="county").count() == 1


@both_ways
def test_a_month_is_restated_once(committed, turned):
    county = County()
    county.publish(county.bureau[0])()
    with transaction.atomic():
        build.make_patrol(
            county.villages[0], FEBRUARY, by=county.officers[0], is_late=True, reason="纸质台账补录"
        )
    done = at_once(county.restate(county.bureau[0]), county.restate(county.bureau[1]), turned=turned)
    assert sorted(done) == [False, True]
    assert list(Publication.objects.filter(county=county.county).values_list("number", flat=True)) == [0, 1]


@both_ways
def test_of_two_who_attest_the_second_is_told_of_the_first(committed, turned):
    county = County()
    done = at_once(county.attest(county.clerks[0], 1), county.attest(county.clerks[1], 2), turned=turned)
    assert sorted(done) == [False, True]
    rows_now = IncidentCount.objects.filter(village=county.villages[0], month=FEBRUARY, category__in=FIVE)
    assert set(rows_now.values_list("count", flat=True)) == {done.index(True) + 1}
    assert set(rows_now.values_list("attested_by", flat=True)) == {county.clerks[done.index(True)].pk}


@both_ways
def test_what_is_attested_at_the_same_moment_is_in_what_is_submitted_or_refused(committed, turned):
    """The submission is of the figures that its page showed: counts that came first are another page."""
    county = County()
    done = at_once(county.submit(county.clerks[0]), county.attest(county.clerks[1], 1), turned=turned)
    assert sorted(done) == [False, True]
    now = set(
        IncidentCount.objects.filter(village=county.villages[0], category__in=FIVE).values_list(
            "count", flat=True
        )
    )
    assert (county.month.state, now) == ((State.SUBMITTED, {0}) if done[0] else (State.OPEN, {1}))


@both_ways
def test_what_is_attested_at_the_same_moment_is_in_the_publication_or_late(committed, turned):
    county = County()
    done = at_once(county.publish(county.bureau[0]), county.attest(county.clerks[0], 1), turned=turned)
    assert sorted(done) == [False, True]
    stored = Publication.objects.filter(county=county.county)
    now = set(
        IncidentCount.objects.filter(village=county.villages[0], category__in=FIVE).values_list(
            "count", flat=True
        )
    )
    assert (stored.count(), now) == ((1, {0}) if done[0] else (0, {1}))


@both_ways
def test_a_publication_says_of_each_station_what_it_was(committed, turned):
    """Approved while the county publishes: either the page of the county is of before, or the month is published."""
    county = County()
    county.submit(county.clerks[0])()
    done = at_once(county.publish(county.bureau[0]), county.approve(county.chiefs[0]), turned=turned)
    assert sorted(done) == [False, True]
    if done[0]:
        (publication,) = Publication.objects.filter(county=county.county)
        assert {one["name"]: one["state"] for one in publication.stations}[county.station.name] == "submitted"
        assert not county.month.was_approved
    else:
        assert county.month.state == State.APPROVED and not Publication.objects.filter(county=county.county)


@both_ways
def test_a_row_that_comes_while_the_month_is_submitted_is_in_it_or_refused(committed, turned):
    county = County()

    def enter(by: User) -> object:
        fresh = Patrol(village=county.villages[0], occurred_on=FEBRUARY, starts_at=time(8))
        return rows.record(fresh, by=by, verb="record_patrol")

    done = at_once(county.submit(county.clerks[0]), county.as_(county.officers[0], enter), turned=turned)
    assert sorted(done) == [False, True]
    patrols = Patrol.objects.filter(village=county.villages[0]).count()
    assert (county.month.state, patrols) == ((State.SUBMITTED, 1) if done[0] else (State.OPEN, 2))
    if done[0]:
        assert county.month.figures["patrols"] == ["1", None]


def test_nothing_is_left_open(committed):
    with connection.cursor() as cursor:
        own = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        cursor.execute(f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND {own}")
        assert cursor.fetchone()[0] == 0
