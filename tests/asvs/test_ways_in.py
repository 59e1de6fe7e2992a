"""Signing in: which ways there are, what opens a session, and what the documents say of it."""

import ast
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts import factors, throttling
from accounts.forms import SignInForm
from accounts.models import Factor, Session
from audit.models import Entry
from tests.accounts.test_second_factor import CHECK, code_of, enter_password, is_in, required, with_factor
from tests.asvs.table import ROOT
from tests.asvs.test_source import OWN
from tests.settings_of import production
from tests.test_access import ACCESS, OPEN

__all__ = ["required"]  # the fixture
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text("utf-8")
SIGN_IN = "/account/sign-in/"
PASSWORD = "secret-enough"


def part(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its level."""
    level = heading.partition(" ")[0]
    return re.split(rf"\n#{{1,{len(level)}}} ", text.partition(f"\n{heading}\n")[2])[0]


def rows_of(table: str) -> list[list[str]]:
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.asvs("6.1.3", "6.3.4")
def test_the_ways_in_are_those_of_the_document():
    """One function opens a session; what is open without one is a closed list."""
    written = {
        cell for row in rows_of(part(SECURITY, "### Ways in")) for cell in re.findall(r"`([\w:-]+)`", row[0])
    }
    pages = {name for name, rule in ACCESS.items() if rule == OPEN and name.startswith("accounts:")}
    assert written == pages - {"accounts:language", "accounts:sign-out"} != set()
    opening = {
        f"{path.parent.name}/{path.name}"
        for path in OWN
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "login"
    }
    assert opening == {"accounts/signing_in.py"}
    assert settings.AUTHENTICATION_BACKENDS[-1] == "accounts.signing_in.Accounts"
    assert len(settings.AUTHENTICATION_BACKENDS) == 2 and "axes" in settings.AUTHENTICATION_BACKENDS[0]


@pytest.mark.asvs("6.4.2")
def test_no_question_stands_for_a_password(client, db):
    assert set(SignInForm().fields) == {"username", "password"}
    fields = re.findall(r'<input[^>]*name="([^"]+)"', client.get("/account/activate/").content.decode())
    assert set(fields) == {"csrfmiddlewaretoken", "username", "code", "new_password1", "new_password2"}


@pytest.mark.asvs("7.6.2")
def test_no_address_signs_anybody_in(officer):
    client = Client()
    for way in (client.get, client.head, client.options):
        way(f"{SIGN_IN}?username={officer.username}&password={PASSWORD}")
        way(SIGN_IN, {"username": officer.username, "password": PASSWORD})
    assert not Session.objects.exclude(user=None).exists() and not is_in(client)
    client.post(f"{SIGN_IN}?username={officer.username}&password={PASSWORD}")
    assert not Session.objects.exclude(user=None).exists()


@pytest.mark.asvs("7.2.1")
def test_what_a_session_is_stands_on_the_server(officer):
    client, _page = enter_password(officer)
    settings_of_it = production("SESSION_ENGINE", "SESSION_SERIALIZER")
    assert (
        settings_of_it["SESSION_ENGINE"] == "accounts.sessions"
        and settings.SESSION_ENGINE == "accounts.sessions"
    )
    key = client.cookies["sessionid"].value
    for forged in (
        key[:-1] + ("a" if key[-1] != "a" else "b"),
        key.upper(),
        f"{officer.pk}",
        "0" * len(key),
        f"{key}x",
    ):
        thief = Client()
        thief.cookies["sessionid"] = forged
        assert not is_in(thief), forged
    assert re.fullmatch(r"[0-9a-z]{32}", key), "nothing of the person is in the key"


@pytest.mark.asvs("7.1.1", "7.1.2")
def test_the_document_names_how_long_a_session_lasts_and_how_many_there_may_be(officer):
    words = part(OPERATIONS, "## Signing in")
    given = production(
        "SESSION_IDLE", "SESSION_IDLE_IN_THE_FIELD", "SESSION_LASTS", "SECOND_FACTOR_DAYS_IN_THE_FIELD"
    )
    assert given["SESSION_IDLE"] == "0:30:00" and "30 minutes without a page" in words
    assert given["SESSION_IDLE_IN_THE_FIELD"] == "4:00:00" and "4 hours without a page" in words
    assert given["SESSION_LASTS"] == "12:00:00" and "12 hours after the sign-in" in words
    assert f"after {given['SECOND_FACTOR_DAYS_IN_THE_FIELD']} days" in words
    assert "no limit to how many" in words
    clients = [enter_password(officer)[0] for _each in range(12)]
    assert all(map(is_in, clients))


@pytest.mark.asvs("6.1.1")
def test_the_document_names_the_limits_of_tries():
    words = part(OPERATIONS, "## Signing in")
    minutes = settings.AXES_COOLOFF_TIME // timedelta(minutes=1)
    assert (
        settings.AXES_FAILURE_LIMIT == 5
        and "Five for one account" in words
        and f"{minutes}\nminutes" in words
    )
    assert throttling.MOST_ACCOUNTS == 30 and "Thirty different accounts" in words
    assert throttling.MOST_FAILURES == 50 and "fifty failures" in words


@pytest.mark.asvs("6.5.8")
def test_a_code_is_checked_by_the_clock_of_the_server(chief, time_machine):
    time_machine.move_to("2026-03-20T09:00:00+08:00", tick=False)
    secret = with_factor(chief)
    client, _page = enter_password(chief)
    old = code_of(secret, halves=-4)
    then = (timezone.now() - timedelta(minutes=2)).timestamp()
    sent = {"code": old, "time": then, "at": then, "now": then}
    answer = client.post(CHECK, sent, headers={"date": "Fri, 20 Mar 2026 00:58:00 GMT", "x-time": str(then)})
    assert answer.status_code != 302 and not is_in(client)
    assert client.post(CHECK, {"code": code_of(secret)}).status_code == 302 and is_in(client)


@pytest.mark.asvs("16.3.1", "16.2.2")
def test_every_step_of_signing_in_is_written_down(chief, time_machine):
    time_machine.move_to("2026-03-20T09:00:00+08:00", tick=False)
    secret = with_factor(chief)
    client = Client()
    client.post(SIGN_IN, {"username": chief.username, "password": "wrong"})
    client.post(SIGN_IN, {"username": chief.username, "password": PASSWORD})
    client.post(CHECK, {"code": "000000" if code_of(secret) != "000000" else "111111"})
    client.post(CHECK, {"code": code_of(secret)})
    client.post("/account/sign-out/")
    steps = list(Entry.objects.order_by("pk").values_list("action", "detail"))
    names = [
        name for name, _detail in steps if name in {"sign_in_failed", "factor_failed", "sign_in", "sign_out"}
    ]
    assert names == ["sign_in_failed", "factor_failed", "sign_in", "sign_out"]
    assert dict(steps)["sign_in"]["second_factor"] == "TOTP"
    assert Factor.objects.filter(user=chief).exists() and factors is not None
    assert all(entry.at.utcoffset() is not None for entry in Entry.objects.all())
