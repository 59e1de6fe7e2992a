"""The levels of the two administrators reach people and places of their own county alone, whatever the code asks."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from access import scope
from accounts import actions, factors
from accounts.models import Confirmation, Factor, PasswordHash, RecoveryCode, Session, User
from oversight.models import StandIn
from policies.acting import acting
from posts.models import Assignment
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def far(administrator):
    """An officer, a clerk and a chief of another county, with all that belongs to an account."""
    station = build.make_station(build.make_county("邻县", "990902"), name="邻县派出所")
    post = build.make_post(station, name="邻县警务室")
    people = {
        "officer": build.make_user("far-officer", "officer", post),
        "clerk": build.make_user("far-clerk", "clerk", station),
        "chief": build.make_user("far-chief", "chief", station),
    }
    their_own = build.make_user("far-admin", "administrator", station.county)
    for user in people.values():
        Factor.objects.create(user=user, secret=factors.new_secret(), last_step=-1)
        RecoveryCode.objects.create(user=user, number=1, code_hash="x")
        now = timezone.now()
        Session.objects.create(
            key_hash=user.username, data="", user=user, idle="01:00", started_at=now, last_seen_at=now
        )
    actions.reset_password(people["clerk"], by=their_own)
    build.make_stand_in(people["officer"], timezone.localdate(), timezone.localdate())
    return people


def reached(by, rows, **values):
    """How many rows the level of ``by`` changes, or deletes without values; None when the database refuses."""
    with acting(scope.acting_as(User.objects.get(pk=by.pk))):
        try:
            with transaction.atomic():
                count = rows.update(**values) if values else rows._raw_delete(rows.db)
                transaction.set_rollback(True)
                return count
        except DatabaseError:
            return None


NOTHING = (0, None)


@pytest.mark.asvs("8.4.1")
@pytest.mark.parametrize("who", ["administrator", "grantor"])
def test_nothing_of_an_account_of_another_county_is_reached(who, far, request):
    by, keys = request.getfixturevalue(who), [user.pk for user in far.values()]
    now = timezone.now()
    of_accounts = User.objects.filter(pk__in=keys)
    for name, value in (
        ("confirmed_at", None),
        ("is_active", False),
        ("name", "x"),
        ("username", "x"),
        ("badge", "x"),
    ):
        assert reached(by, of_accounts, **{name: value}) in NOTHING, name
    assert reached(by, of_accounts) in NOTHING
    for model in (PasswordHash, Factor, RecoveryCode, Session, Confirmation, Assignment, StandIn):
        assert reached(by, model.objects.filter(user__in=keys)) in NOTHING, model
    assert reached(by, PasswordHash.objects.filter(user__in=keys), hash="x") in NOTHING
    assert reached(by, Confirmation.objects.filter(user__in=keys), ended_at=now) in NOTHING
    assert reached(by, Assignment.objects.filter(user__in=keys), ends_on=timezone.localdate()) in NOTHING
    assert reached(by, StandIn.objects.filter(user__in=keys), is_on=False) in NOTHING
    with acting(scope.acting_as(User.objects.get(pk=by.pk))), transaction.atomic():
        for model in (PasswordHash, Factor, RecoveryCode, Session):
            if who == "grantor" and model is PasswordHash:
                continue  # which it may not read at all
            assert not model.objects.filter(user__in=keys).values("pk").exists(), model


def test_the_same_of_the_own_county_is(officer, clerk, administrator, grantor):
    """So the test above does not pass because nothing is reached at all."""
    mine = User.objects.filter(pk=officer.pk)
    assert (
        reached(administrator, mine, is_active=False) == 1 and reached(grantor, mine, confirmed_at=None) == 1
    )
    assert reached(grantor, Assignment.objects.filter(user=officer), ends_on=timezone.localdate()) == 1
    newcomer = User(username="newcomer", name="新来的")
    actions.open_account(newcomer, by=administrator)  # serves nowhere yet
    assert reached(administrator, User.objects.filter(pk=newcomer.pk), name="x") == 1


def test_no_role_is_given_at_a_place_of_another_county(far, officer, grantor):
    place = far["officer"].assignments.get().post
    values = {"user": officer, "starts_on": timezone.localdate()}
    for given in ({"role": "officer", "post": place}, {"role": "chief", "station": place.station},
                  {"role": "county", "county": place.station.county}):  # fmt: skip
        with acting(scope.acting_as(grantor)), pytest.raises(DatabaseError), transaction.atomic():
            Assignment.objects.create(**values, **given)
    mine = Assignment.objects.filter(user=officer)
    assert reached(grantor, mine, post=place) is None


def test_whoever_moves_to_another_county_is_that_countys(far, officer, administrator, grantor):
    """As ``of_county`` of the pages: from the day on which they serve there."""
    place = far["officer"].assignments.get().post
    officer.assignments.update(ends_on="2026-03-01")
    assert reached(administrator, User.objects.filter(pk=officer.pk), name="x") == 1
    build.assign(officer, "officer", place, since=timezone.localdate())
    assert reached(administrator, User.objects.filter(pk=officer.pk), name="x") == 0
    assert reached(grantor, User.objects.filter(pk=officer.pk), confirmed_at=None) == 0


def test_a_chief_and_a_county_confirm_nobody_of_another_county(far, chief, bureau):
    waiting = Confirmation.objects.filter(user=far["clerk"])
    waiting.update(chosen_at=timezone.now())
    for by in (chief, bureau):
        assert reached(by, waiting, confirmed_at=timezone.now(), confirmed_by=by) == 0
        assert reached(by, User.objects.filter(pk=far["clerk"].pk), confirmed_at=timezone.now()) == 0


def test_nobody_asks_in_another_name(officer, administrator, grantor):
    """Who asked is who must not confirm: the database takes no other name for it."""
    for by, purpose in ((administrator, "reset"), (grantor, "factor")):
        other = grantor if by == administrator else administrator
        with acting(scope.acting_as(by)), transaction.atomic():
            Confirmation.objects.create(user=officer, asked_by=by, purpose=purpose)
            transaction.set_rollback(True)
        with acting(scope.acting_as(by)), pytest.raises(DatabaseError), transaction.atomic():
            Confirmation.objects.create(user=officer, asked_by=other, purpose=purpose)
