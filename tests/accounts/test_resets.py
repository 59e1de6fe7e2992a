"""Nobody who resets a password takes an account over: after a reset the person is confirmed anew, in every role."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from access import scope
from access.roles import ROLES, row_of
from accounts import actions
from accounts.models import Confirmation, PasswordHash, User
from policies.acting import acting
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
CODES = [row.code for row in ROLES]
CHOSEN = "three green kettles"


def place_of(role, post):
    return {"post": post, "station": post.station, "county": post.station.county}[row_of(role).place]


def person(name, role, post):
    return build.make_user(name, role, place_of(role, post))


def reset(by, user, sign_in):
    """As the page does it; returns the code that it shows."""
    shown = sign_in(by).post(f"/account/{user.pk}/reset/")
    assert shown.status_code == 200 and shown["Cache-Control"] == "no-store"
    return shown.context["password"]


def choose(user, code):
    typed = {"username": user.username, "code": code, "new_password1": CHOSEN, "new_password2": CHOSEN}
    return Client().post("/account/activate/", typed).status_code


def gets_in(user, password=CHOSEN):
    client = Client()
    client.post("/account/sign-in/", {"username": user.username, "password": password})
    return "_auth_user_id" in client.session or "pending" in client.session


@pytest.mark.turns(3)
@pytest.mark.parametrize("role", CODES)
def test_after_a_reset_the_person_is_confirmed_anew(role, post, administrator, sign_in):
    user = person("forgetful", role, post)
    code = reset(administrator, user, sign_in)
    assert not gets_in(user, "secret-enough") and not gets_in(user, code)
    assert choose(user, code) == 302 and not gets_in(user)
    waiting = Confirmation.objects.get(user=user)
    assert waiting.purpose == Confirmation.Purpose.RESET
    by = person("asked", row_of(role).confirmed_by, post)
    page = sign_in(by).get("/account/waiting/").content.decode()
    assert "forgetful" in page and "重置" in page
    assert sign_in(by).post("/account/waiting/", {"people": [waiting.pk]}).status_code == 302
    assert gets_in(user)


@pytest.mark.parametrize("role", CODES)
def test_whoever_resets_does_not_confirm(role, post, administrator, sign_in):
    """Not even when the role of the one who resets is also the role that confirms."""
    user = person("forgetful", role, post)
    choose(user, reset(administrator, user, sign_in))
    key = Confirmation.objects.get(user=user).pk
    assert sign_in(administrator).post("/account/waiting/", {"people": [key]}).status_code in (403, 422)
    administrator.assignments.update(ends_on=timezone.localdate().replace(day=1))
    other = row_of(role).confirmed_by
    build.assign(administrator, other, place_of(other, post), since=timezone.localdate())
    again = User.objects.get(pk=administrator.pk)
    assert sign_in(again).post("/account/waiting/", {"people": [key]}).status_code == 422
    assert not gets_in(user)


def test_a_reset_ends_what_the_person_has_open(officer, administrator, sign_in):
    client = sign_in(officer)
    reset(administrator, officer, sign_in)
    assert client.get("/account/me/").status_code == 302


def test_a_second_reset_asks_once_more_and_takes_the_first_code_back(officer, administrator, sign_in):
    first = reset(administrator, officer, sign_in)
    second = reset(administrator, User.objects.get(pk=officer.pk), sign_in)
    assert choose(officer, first) == 422 and choose(officer, second) == 302
    assert Confirmation.objects.open().get().purpose == Confirmation.Purpose.RESET


@pytest.mark.parametrize("role", CODES)
def test_the_database_lets_the_administrator_set_no_password_of_a_confirmed_account(
    role, post, administrator
):
    user = person("forgetful", role, post)
    with acting(scope.acting_as(administrator)), pytest.raises(DatabaseError), transaction.atomic():
        PasswordHash.objects.filter(user=user).update(hash="x")


def test_the_database_lets_the_administrator_take_a_confirmation_away_and_not_give_it_back(
    officer, administrator
):
    confirmed_at = officer.confirmed_at
    with acting(scope.acting_as(administrator)):
        User.objects.filter(pk=officer.pk).update(confirmed_at=None)
        with pytest.raises(DatabaseError), transaction.atomic():
            User.objects.filter(pk=officer.pk).update(confirmed_at=confirmed_at)


def test_after_a_reset_of_the_only_grant_administrator_the_machine_opens_another(
    grantor, administrator, capsys
):
    actions.reset_password(grantor, by=administrator)
    county = grantor.assignments.get().county
    call_command("first_administrator", "--county", county.code, "--grantor", "grants2")
    assert "grants2" in capsys.readouterr().out
    assert User.objects.get(username="grants2").confirmed_at
