"""The hash of a password is read at sign-in and nowhere else; the account itself everybody reads."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.db import DatabaseError, connection, transaction
from django.test import Client

from access import scope
from accounts import actions
from accounts.models import PasswordHash, User
from accounts.signing_in import Accounts
from policies import guards
from policies.acting import ANONYMOUS, Acting, acting
from policies.grants import grant
from posts.models import Assignment
from tests.conftest import APP_ROLE

DOOR_PAGE = "/account/sign-in/"


def privileges(right: str) -> set[str]:
    """The levels that have the right on the column of the hash."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT level FROM unnest(%s) AS level WHERE has_column_privilege('registry_' || level, "
            "'accounts_passwordhash', 'hash', %s)",
            [list(guards.LEVELS), right],
        )
        return {level for (level,) in cursor.fetchall()}


@pytest.mark.turns(2)
def test_no_level_but_sign_in_reads_a_hash(db):
    grant(APP_ROLE)
    assert privileges("SELECT") == {"anonymous"}
    assert privileges("INSERT") == {"account_admin"}


@pytest.mark.asvs("8.2.3")
def test_not_even_the_own_one_is_read_after_sign_in(officer, chief, bureau, auditor, administrator, grantor):
    for user in (officer, chief, bureau, auditor, administrator, grantor):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            acting(scope.acting_as(user)),
        ):
            PasswordHash.objects.filter(user=user).values_list("hash", flat=True).first()


def test_everybody_still_reads_accounts_alone_and_beside_other_rows(officer, chief, bureau, auditor):
    for user in (officer, chief, bureau, auditor):
        with acting(scope.acting_as(user)):
            assert User.objects.count() == 4
            assert {row.user.name for row in Assignment.objects.select_related("user")} >= {officer.name}


def test_nobody_changes_the_hash_of_another(officer, stranger):
    with acting(scope.acting_as(officer)):
        assert not PasswordHash.objects.filter(user=stranger).update(hash="x")
        assert PasswordHash.objects.filter(user=officer).update(hash="x") == 1


def test_one_does_not_reopen_or_rename_the_own_account(officer):
    for change in ({"is_active": True}, {"username": "other"}, {"name": "李四"}):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            acting(scope.acting_as(officer)),
        ):
            User.objects.filter(pk=officer.pk).update(**change)


def test_the_night_closes_accounts_and_gives_no_password(officer):
    with acting(Acting("housekeeping")):
        actions.close_account(officer, by=None, unused_days=90)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(Acting("housekeeping")):
        PasswordHash.objects.update(hash="x")


def test_account_and_hash_are_saved_together_or_not_at_all(db):
    user = User(username="new", name="王测试")
    user.set_password("three green kettles")
    assert user.check_password("three green kettles") and not PasswordHash.objects.exists()
    user.save()
    assert User.objects.get(username="new").check_password("three green kettles")
    user.set_password("four green kettles")
    user.save(update_fields=["name"])
    assert User.objects.get(username="new").check_password("three green kettles")
    user.save(update_fields=["password"])
    assert User.objects.get(username="new").check_password("four green kettles")


def test_an_account_without_a_hash_opens_to_nobody(db):
    user = User.objects.create(username="new", name="王测试")
    assert not PasswordHash.objects.exists() and not user.check_password("")
    assert Client().post(DOOR_PAGE, {"username": "new", "password": ""}).wsgi_request.user.is_anonymous


class Stronger(MD5PasswordHasher):
    algorithm = "stronger"


def test_a_sign_in_renews_a_hash_of_older_costs_and_the_session_lives(officer, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Stronger", "django.contrib.auth.hashers.MD5PasswordHasher"]
    assert officer.password.startswith("md5$")
    client = Client()
    assert client.post(DOOR_PAGE, {"username": "officer", "password": "secret-enough"}).status_code == 302
    assert PasswordHash.objects.get(user=officer).hash.startswith("stronger$")
    assert client.get("/account/me/").status_code == 200


def test_a_session_ends_when_the_hash_changes_by_whatever_hand(officer, sign_in):
    client = sign_in(officer)
    assert client.get("/account/me/").status_code == 200
    PasswordHash.objects.filter(user=officer).update(hash=make_password("another"))
    assert client.get("/account/me/").status_code == 302


def test_who_is_signed_in_is_read_in_one_query(officer, sign_in, django_assert_num_queries):
    with acting(ANONYMOUS), django_assert_num_queries(1):
        assert Accounts().get_user(officer.pk).get_session_auth_hash()


def test_the_account_administrator_gives_first_passwords_with_the_rights_of_the_office(
    officer, administrator, sign_in
):
    client = sign_in(administrator)
    new = client.post("/account/new/", {"username": "newcomer", "name": "新来的", "badge": ""})
    since = {"since": officer.password_changed_at.isoformat()}
    again = client.post(f"/account/{officer.pk}/reset/", since)
    for page, username in ((new, "newcomer"), (again, "officer")):
        user = User.objects.get(username=username)
        assert page.status_code == 200 and user.check_password(page.context["password"])
        assert user.must_change_password


def test_whoever_holds_any_role_chooses_a_password(officer, chief, bureau, auditor, administrator, sign_in):
    form = {"new_password1": "three green kettles", "new_password2": "three green kettles"}
    for user in (officer, chief, bureau, auditor, administrator):
        client = sign_in(user)
        assert client.post("/account/password/", {"old_password": "secret-enough"} | form).status_code == 302
        assert User.objects.get(pk=user.pk).check_password("three green kettles")
        assert client.get("/account/me/").status_code == 200
