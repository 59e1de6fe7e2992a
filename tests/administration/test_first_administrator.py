"""The command that makes the first administrator of an empty database."""

import pytest
from django.core.management import CommandError, call_command

from access.roles import Role
from accounts.models import User
from tests import build

CHOSEN = "green kettle boots"


def opened(capsys) -> list[list[str]]:
    return [line.split() for line in capsys.readouterr().out.splitlines()]


def test_the_two_first_administrators_can_sign_in_and_each_does_a_half(county, capsys, client):
    call_command("first_administrator", county=county.code, username="first", grantor="second")
    rows = opened(capsys)
    assert [name for name, _password in rows] == ["first", "second"]
    for name, password in rows:
        client.post("/account/sign-in/", {"username": name, "password": password})
        assert client.get("/account/list/")["Location"] == "/account/password/"
        new = {"old_password": password, "new_password1": CHOSEN, "new_password2": CHOSEN}
        client.post("/account/password/", new)
        assert client.get("/account/list/").status_code == 200
        assert client.get("/account/new/").status_code == (200 if name == "first" else 403)
        client.post("/account/sign-out/")


def test_a_county_from_before_gets_the_missing_one_only(administrator, county, capsys):
    call_command("first_administrator", county=county.code)
    assert [name for name, _password in opened(capsys)] == ["grants"]
    assert User.objects.get(username="grants").assignments.get().role == Role.GRANTOR


def test_it_opens_no_third_one(administrator, grantor, county):
    with pytest.raises(CommandError):
        call_command("first_administrator", county=county.code)


@pytest.mark.parametrize("options", [{"county": "000000"}, {"county": "990901", "username": "officer"}])
def test_it_refuses_what_can_not_be(officer, options):
    with pytest.raises(CommandError):
        call_command("first_administrator", **options)
    assert User.objects.count() == 1


def test_the_administrators_of_another_county_do_not_count(administrator, grantor, capsys):
    other = build.make_county("别县", "990902")
    call_command("first_administrator", county=other.code, username="a", grantor="b")
    assert len(opened(capsys)) == 2
