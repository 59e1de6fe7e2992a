"""A lost factor is taken off by the grant administrator, and somebody else confirms the person before they get in."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from access import scope
from access.roles import ROLES, row_of
from accounts import actions, factors
from accounts.models import Confirmation, Factor, RecoveryCode, User
from audit.models import Entry
from policies.acting import acting
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
CODES = [row.code for row in ROLES]
WAITING, SET_UP = "/account/waiting/", "/account/factor/new/"


@pytest.fixture
def place_of(post):
    return lambda role: {"post": post, "station": post.station, "county": post.station.county}[
        row_of(role).place
    ]


@pytest.fixture
def lost(place_of):
    """``lost(role)``: somebody in the role who has lost the phone."""

    def make(role):
        user = build.make_user(f"lost-{role}", role, place_of(role))
        Factor.objects.create(user=user, secret=factors.new_secret(), last_step=-1)
        RecoveryCode.objects.create(user=user, number=1, code_hash="x")
        return user

    return make


def take_off(by, user, sign_in):
    assert sign_in(by).post(f"/account/{user.pk}/factor/").status_code == 302


def enter(user):
    client = Client()
    answer = client.post("/account/sign-in/", {"username": user.username, "password": "secret-enough"})
    return client, answer


def is_in(user):
    return "_auth_user_id" in enter(user)[0].session


def may_confirm(by, user, sign_in):
    key = Confirmation.objects.open().get(user=user).pk
    sign_in(User.objects.get(pk=by.pk)).post(WAITING, {"people": [key]})
    return bool(User.objects.get(pk=user.pk).confirmed_at)


@pytest.mark.asvs("6.4.4", "6.5.6")
@pytest.mark.parametrize("role", CODES)
def test_after_it_the_person_is_confirmed_before_anything(
    role, lost, place_of, grantor, administrator, sign_in
):
    user = lost(role)
    take_off(grantor, user, sign_in)
    client, answer = enter(user)
    assert "_auth_user_id" not in client.session and "pending" not in client.session
    assert "确认" in answer.content.decode() and not RecoveryCode.objects.filter(user=user).exists()
    waiting = Confirmation.objects.open().get(user=user)
    assert (waiting.purpose, waiting.asked_by_id) == ("factor", grantor.pk) and waiting.chosen_at
    for nobody in (grantor, administrator, user):
        assert not may_confirm(nobody, user, sign_in)
    by = build.make_user("asked", row_of(role).confirmed_by, place_of(row_of(role).confirmed_by))
    assert "双因素认证重置后" in sign_in(by).get(WAITING).content.decode()
    assert may_confirm(by, user, sign_in) and is_in(user)
    assert Entry.objects.get(action="confirm_person", subject_id=user.pk).detail["confirmed_for"] == "factor"


@pytest.mark.parametrize("role", ["county", "leader", "auditor", "administrator", "grantor"])
def test_at_the_county_a_colleague_of_the_bureau_may_confirm_too(role, lost, bureau, chief, grantor, sign_in):
    user = lost(role)
    take_off(grantor, user, sign_in)
    assert not may_confirm(chief, user, sign_in) and may_confirm(bureau, user, sign_in) and is_in(user)


def test_the_bureau_confirms_nobody_of_the_county_after_another_reset(lost, bureau, administrator, sign_in):
    user = lost("leader")
    code = sign_in(administrator).post(f"/account/{user.pk}/reset/").context["password"]
    chosen = {"new_password1": "three green kettles", "new_password2": "three green kettles"}
    Client().post("/account/activate/", {"username": user.username, "code": code} | chosen)
    assert not may_confirm(bureau, user, sign_in)


def test_an_answer_is_good_for_a_day(lost, chief, grantor, sign_in, time_machine):
    user = lost("officer")
    take_off(grantor, user, sign_in)
    time_machine.shift(86_400 - 60)
    assert "lost-officer" in sign_in(chief).get(WAITING).content.decode()
    time_machine.shift(120)
    assert "lost-officer" not in sign_in(chief).get(WAITING).content.decode()
    assert not may_confirm(chief, user, sign_in) and not is_in(user)
    take_off(grantor, user, sign_in)
    assert may_confirm(chief, user, sign_in) and is_in(user)


def test_any_chief_and_stand_in_of_the_county_may_confirm(lost, elsewhere, grantor, clerk, sign_in):
    other = elsewhere.memberships.get().post.station
    far_clerk = build.make_user("far-clerk", "clerk", other)
    user = lost("officer")
    take_off(grantor, user, sign_in)
    assert not may_confirm(far_clerk, user, sign_in)
    build.make_stand_in(far_clerk, timezone.localdate(), timezone.localdate())
    board = sign_in(User.objects.get(pk=far_clerk.pk)).get("/").content.decode()
    assert WAITING in board
    assert may_confirm(far_clerk, user, sign_in) and is_in(user)


def test_a_chief_of_another_county_may_not(lost, grantor, sign_in):
    far = build.make_user("far", "chief", build.make_station(build.make_county("邻县", "990902")))
    user = lost("officer")
    take_off(grantor, user, sign_in)
    assert not may_confirm(far, user, sign_in)


@pytest.mark.parametrize("first", ["password", "factor"])
def test_whoever_took_the_factor_off_confirms_no_new_code_either(
    first, lost, grantor, administrator, bureau, sign_in
):
    """Of the county the grant administrator confirms codes, but not where they took the factor off as well."""
    user = lost("county")
    chosen = {"new_password1": "three green kettles", "new_password2": "three green kettles"}

    def reset_password():
        code = sign_in(administrator).post(f"/account/{user.pk}/reset/").context["password"]
        Client().post("/account/activate/", {"username": user.username, "code": code} | chosen)

    steps = [reset_password, lambda: take_off(grantor, user, sign_in)]
    for step in steps if first == "password" else reversed(steps):
        step()
    waiting = Confirmation.objects.open().get(user=user)
    assert (waiting.asked_by_id, waiting.factor_reset_by_id) == (administrator.pk, grantor.pk)
    assert not may_confirm(grantor, user, sign_in) and not may_confirm(administrator, user, sign_in)
    with pytest.raises(DatabaseError), transaction.atomic():
        Confirmation.objects.filter(pk=waiting.pk).update(confirmed_at=timezone.now(), confirmed_by=grantor)
    assert may_confirm(bureau, user, sign_in)


def test_a_code_that_is_not_used_yet_stays_good(lost, grantor, administrator, chief, sign_in):
    user = lost("officer")
    code = sign_in(administrator).post(f"/account/{user.pk}/reset/").context["password"]
    take_off(grantor, user, sign_in)
    chosen = {"new_password1": "three green kettles", "new_password2": "three green kettles"}
    typed = {"username": user.username, "code": code} | chosen
    assert Client().post("/account/activate/", typed).status_code == 302
    assert may_confirm(chief, user, sign_in)


def test_the_person_sets_another_one_up_where_it_is_required(lost, chief, grantor, sign_in, settings):
    user = lost("officer")
    take_off(grantor, user, sign_in)
    may_confirm(chief, user, sign_in)
    settings.SECOND_FACTOR_IN_THE_FIELD = "required"
    client, answer = enter(user)
    assert answer["Location"] == SET_UP
    from base64 import b32decode

    clock = TOTP(b32decode(client.get(SET_UP).context["secret"].replace(" ", "")))
    clock.time = timezone.now().timestamp()
    assert client.post(SET_UP, {"code": f"{clock.token():06d}"}).status_code == 200
    assert client.get("/account/me/").status_code == 200


def test_the_database_takes_no_factor_off_an_account_that_is_confirmed(lost, grantor):
    user = lost("officer")
    with acting(scope.acting_as(grantor)), transaction.atomic():
        assert Factor.objects.filter(user=user).delete()[0] == 0
        assert RecoveryCode.objects.filter(user=user).delete()[0] == 0
        User.objects.filter(pk=user.pk).update(confirmed_at=None)
        assert Factor.objects.filter(user=user).delete()[0] == 1


def test_a_reset_of_the_password_leaves_the_factor(lost, administrator):
    user = lost("officer")
    actions.reset_password(user, by=administrator)
    assert Factor.objects.filter(user=user).exists()
