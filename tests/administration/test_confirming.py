"""Who confirms whom: the table of roles, held against every pair of people."""

import pytest
from django.utils import timezone

from access.roles import Role, row_of
from accounts import actions, confirming
from accounts.models import Confirmation, User
from administration.confirming import waiting_for
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def newcomer(role, place, by):
    """Somebody new in the role who has used the code."""
    user = User(username=f"new-{role}-{place.pk}-{type(place).__name__.lower()}", name="新来的")
    actions.open_account(user, by=by)
    build.assign(user, role, place)
    confirming.activate(user, "three green kettles")
    return user


@pytest.fixture
def newcomers(post, elsewhere, administrator):
    """Somebody new in every role, here and at another station: ``{(role, is_here): user}``."""
    other = elsewhere.memberships.get().post
    places = {True: post, False: other}
    found = {}
    for role in Role:
        level = row_of(role).place
        for is_here, at in places.items():
            place = {"post": at, "station": at.station, "county": at.station.county}[level]
            if level != "county" or is_here:
                found[str(role), is_here] = newcomer(role, place, administrator)
    return found


def test_each_role_is_confirmed_by_the_one_that_its_row_names(newcomers, post):
    places = {"post": post, "station": post.station, "county": post.station.county}
    for role in Role:
        by = build.make_user(f"asked-{role}", role, places[row_of(role).place])
        expected = {
            user.username
            for (new, is_here), user in newcomers.items()
            if row_of(new).confirmed_by == role and (is_here or role != Role.CHIEF)
        }
        assert set(waiting_for(by).values_list("user__username", flat=True)) == expected, role


def test_an_acting_chief_confirms(newcomers, clerk):
    today = timezone.localdate()
    build.make_stand_in(clerk, today, today)
    assert waiting_for(User.objects.get(pk=clerk.pk)).count() == 3


def test_who_waits_longer_than_the_rule_lets_waits_no_more(newcomers, chief, time_machine):
    time_machine.shift(31 * 86_400)
    assert not waiting_for(chief).exists()


def test_a_person_of_another_station_is_not_confirmed_by_hand_made_forms(newcomers, chief, sign_in):
    other = Confirmation.objects.get(user=newcomers["officer", False])
    mine = Confirmation.objects.get(user=newcomers["officer", True])
    answer = sign_in(chief).post("/account/waiting/", {"people": [mine.pk, other.pk]})
    assert answer.status_code == 422 and not User.objects.get(pk=mine.user_id).confirmed_at


def test_many_are_confirmed_at_once(newcomers, chief, sign_in):
    keys = list(waiting_for(chief).values_list("pk", flat=True))
    assert sign_in(chief).post("/account/waiting/", {"people": keys}).status_code == 302
    assert not waiting_for(chief).exists() and len(keys) == 3


def test_whoever_made_the_account_never_confirms_it(newcomers, administrator, post):
    """Also in another role later: the administrator became chief."""
    administrator.assignments.update(ends_on=timezone.localdate().replace(day=1))
    build.assign(administrator, "chief", post.station, since=timezone.localdate())
    assert not waiting_for(User.objects.get(pk=administrator.pk)).exists()


def test_the_waiting_list_stands_on_the_first_pages(newcomers, chief, bureau, grantor, sign_in):
    for user, address in ((chief, "/"), (bureau, "/"), (grantor, "/account/list/")):
        assert "/account/waiting/" in sign_in(user).get(address).content.decode()
