"""Guessing passwords: how often, from where, and what the answers reveal."""

import re
from contextlib import closing
from datetime import timedelta

import psycopg2
import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.test import Client

from accounts import throttling
from accounts.models import User
from audit.models import Entry
from policies import guards
from policies.acting import ANONYMOUS, Acting, acting
from tests import build

SIGN_IN = "/account/sign-in/"
PAUSED, WRONG, IN = 429, 200, 302


@pytest.fixture
def now(time_machine):
    time_machine.move_to("2026-03-20T09:00:00+08:00", tick=False)
    return lambda **duration: time_machine.shift(timedelta(**duration))


def enter_password(username="officer", password="wrong", client=None, **more):
    return (client or Client()).post(SIGN_IN, {"username": username, "password": password}, **more)


def fail(times, **how):
    return [enter_password(**how).status_code for _each in range(times)]


@pytest.mark.asvs("6.3.1")
def test_the_fifth_failure_pauses_the_account_for_a_quarter_of_an_hour(officer, now):
    assert fail(5) == [WRONG] * 4 + [PAUSED]
    assert enter_password(password="secret-enough").status_code == PAUSED
    now(minutes=14)
    assert enter_password(password="secret-enough").status_code == PAUSED
    now(minutes=1, seconds=1)
    assert enter_password(password="secret-enough").status_code == IN


def test_trying_on_does_not_lengthen_the_pause(officer, now):
    fail(5)
    now(minutes=14)
    fail(3)
    now(minutes=1, seconds=1)
    assert enter_password(password="secret-enough").status_code == IN


def test_the_page_says_what_to_do(officer, now):
    fail(4)
    page = enter_password()
    text = page.content.decode()
    assert page["Retry-After"] == "900" and "15 分钟" in text and "账号管理员" in text


def test_a_success_forgets_the_failures(officer, now):
    fail(4)
    assert enter_password(password="secret-enough").status_code == IN
    assert fail(4) == [WRONG] * 4


def test_another_address_is_not_paused(officer, now):
    fail(5)
    assert enter_password(password="secret-enough", REMOTE_ADDR="10.0.0.9").status_code == IN


@pytest.mark.asvs("6.3.1")
def test_an_invented_forwarded_address_changes_nothing(officer, now):
    tries = [enter_password(headers={"x-forwarded-for": f"9.9.9.{n}"}).status_code for n in range(5)]
    assert tries[-1] == PAUSED


def test_another_browser_at_the_same_address_is_paused_too(officer, now):
    tries = [
        enter_password(client=Client(headers={"user-agent": f"Browser/{n}"})).status_code for n in range(5)
    ]
    assert tries[-1] == PAUSED


def test_behind_our_proxy_the_address_it_saw_counts(officer, now, settings):
    settings.PROXIES = 1
    for n in range(5):
        last = enter_password(headers={"x-forwarded-for": f"9.9.9.{n}, 10.0.0.1"})
    assert last.status_code == PAUSED
    other = {"x-forwarded-for": "9.9.9.9, 10.0.0.2"}
    assert enter_password(password="secret-enough", headers=other).status_code == IN


@pytest.mark.asvs("6.3.1")
def test_one_password_tried_on_many_accounts_pauses_the_address(officer, now):
    for n in range(throttling.MOST_ACCOUNTS):
        enter_password(username=f"guess{n}")
    assert enter_password(password="secret-enough").status_code == PAUSED
    assert enter_password(password="secret-enough", REMOTE_ADDR="10.0.0.9").status_code == IN


def test_noise_from_others_keeps_nobody_out_of_a_browser_that_is_known(officer, stranger, now):
    desk = Client()
    assert enter_password(password="secret-enough", client=desk).status_code == IN
    desk.post("/account/sign-out/")
    for n in range(throttling.MOST_ACCOUNTS):
        enter_password(username=f"guess{n}")
    assert enter_password(username="stranger", password="secret-enough", client=desk).status_code == PAUSED
    assert enter_password(password="secret-enough", client=desk).status_code == IN


def test_a_browser_that_calls_itself_known_is_not(officer, now):
    liar = Client()
    liar.cookies["known"] = "WyJhIl0:1wAAAA:forged"
    for n in range(throttling.MOST_ACCOUNTS):
        enter_password(username=f"guess{n}")
    assert enter_password(password="secret-enough", client=liar).status_code == PAUSED


@pytest.mark.asvs("6.3.1")
def test_one_account_tried_from_many_addresses_is_paused(officer, now):
    for n in range(throttling.MOST_FAILURES):
        enter_password(REMOTE_ADDR=f"10.0.{n}.1")
    assert enter_password(password="secret-enough", REMOTE_ADDR="10.1.1.1").status_code == PAUSED


def test_each_lock_leaves_one_entry(officer, now):
    fail(8)
    entry = Entry.objects.get(action="lock_out")
    assert entry.detail == {"account": "officer"} and entry.address == "127.0.0.1"


def test_the_administrator_lifts_a_lock(officer, administrator, sign_in, now):
    fail(5)
    client = sign_in(administrator)
    assert "登录暂停中" in client.get(f"/account/{officer.pk}/").content.decode()
    client.post(f"/account/{officer.pk}/unlock/")
    assert "登录暂停中" not in client.get(f"/account/{officer.pk}/").content.decode()
    assert Entry.objects.filter(action="lift_lock", subject_id=officer.pk).exists()
    assert enter_password(password="secret-enough").status_code == IN


@pytest.mark.asvs("6.3.8")
def test_an_unknown_account_is_paused_like_a_known_one(officer, now):
    fail(4)
    fail(4, username="nobody")
    known, unknown = enter_password(), enter_password(username="nobody")
    assert known.status_code == unknown.status_code and body(known) == body(unknown)


def body(response) -> bytes:
    """The page without its one-time token."""
    return re.sub(rb"X-CSRFToken[^}]*", b"", response.content)


class Counted(MD5PasswordHasher):
    times = 0

    def encode(self, password, salt):
        type(self).times += 1
        return super().encode(password, salt)


@pytest.mark.asvs("6.3.8")
def test_every_kind_of_refusal_hashes_once(officer, now, settings):
    """The hashing takes the time: it happens once, whether the account exists, is closed, or has no password."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    build.make_user("closed", None)
    User.objects.filter(username="closed").update(is_active=False)
    User.objects.create(username="empty", name="x", password="!")
    counts = {}
    for username in ("officer", "nobody", "closed", "empty"):
        Counted.times = 0
        enter_password(username=username)
        counts[username] = Counted.times
    assert counts == dict.fromkeys(counts, 1)


@pytest.mark.turns(2)
def test_a_try_waits_for_another_of_the_same_account_so_that_both_are_counted(officer):
    with closing(psycopg2.connect(**connection.get_connection_params())) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", throttling.lock_of("officer"))
        with connection.cursor() as ours:
            ours.execute("SET LOCAL lock_timeout = '50ms'")
        with pytest.raises(OperationalError), transaction.atomic():
            enter_password()
        assert enter_password(username="another").status_code == WRONG


OWN_PAGE = "/account/password/"


def guess(client, old="wrong", **more):
    new = {"new_password1": "four quiet ponds 7", "new_password2": "four quiet ponds 7"}
    return client.post(OWN_PAGE, {"old_password": old} | new, **more)


@pytest.mark.asvs("6.3.1")
def test_a_wrong_old_password_is_a_guess_too(officer, auxiliary, sign_in, now):
    desk = sign_in(officer)
    assert [guess(desk).status_code for _each in range(5)] == [422] * 4 + [PAUSED]
    paused = guess(desk, "secret-enough")
    assert paused.status_code == PAUSED and "您仍保持登录" in paused.content.decode()
    assert enter_password(password="secret-enough").status_code == PAUSED
    now(minutes=15, seconds=1)
    assert guess(desk, "secret-enough").status_code == IN


def test_guesses_on_ones_own_page_hold_nobody_else_up(officer, auxiliary, sign_in, now):
    desk = sign_in(officer)
    for _each in range(6):
        guess(desk)
    assert enter_password("auxiliary", "secret-enough").status_code == IN
    assert guess(sign_in(auxiliary), "secret-enough").status_code == IN
    assert guess(desk, "secret-enough", REMOTE_ADDR="10.0.0.9").status_code == IN


def test_the_noise_of_others_keeps_nobody_from_changing_the_password(officer, sign_in, now):
    for n in range(throttling.MOST_ACCOUNTS):
        enter_password(username=f"guess{n}")
    assert guess(sign_in(officer), "secret-enough").status_code == IN


def test_a_right_old_password_forgets_the_guesses(officer, sign_in, now):
    desk = sign_in(officer)
    for _each in range(4):
        guess(desk)
    assert guess(desk, "secret-enough").status_code == IN
    assert fail(4) == [WRONG] * 4


def test_a_guess_leaves_an_entry_and_no_word_of_what_was_typed(officer, sign_in, now):
    guess(sign_in(officer), "a-word-typed-by-hand")
    assert Entry.objects.get(action="password_failed").actor_id == officer.pk
    stored = str(AccessAttempt.objects.values())
    assert "typed-by-hand" not in stored and "quiet ponds" not in stored


@pytest.mark.asvs("6.3.1")
def test_every_way_to_write_an_account_is_the_same_account(officer, now):
    names = ["officer", " officer ", "ｏｆｆｉｃｅｒ", "Officer", "OFFICER"]
    assert [enter_password(name).status_code for name in names] == [WRONG] * 4 + [PAUSED]
    assert enter_password(password="secret-enough").status_code == PAUSED
    assert len({throttling.lock_of(name) for name in names}) == 1


@pytest.fixture
def desk(officer, now):
    """A browser in which the officer has signed in before, signed out."""
    client = Client()
    assert enter_password(password="secret-enough", client=client).status_code == IN
    client.post("/account/sign-out/")
    return client


def again(client):
    """The officer signs in with the right password, and out."""
    status = enter_password(password="secret-enough", client=client).status_code
    client.post("/account/sign-out/")
    return status


@pytest.mark.asvs("6.1.1", "6.3.1")
def test_a_colleague_at_the_same_address_locks_nobody_out_of_a_known_browser(officer, desk):
    assert fail(7)[-1] == PAUSED and again(Client()) == PAUSED
    assert again(desk) == IN


@pytest.mark.asvs("6.3.1")
def test_a_known_browser_has_five_tries_of_its_own_wherever_it_is(officer, desk, now):
    tries = [enter_password(client=desk, REMOTE_ADDR=f"10.0.0.{n}").status_code for n in range(5)]
    assert set(tries) <= {WRONG, PAUSED}
    assert enter_password(password="secret-enough", client=desk, REMOTE_ADDR="10.0.9.9").status_code == PAUSED
    assert enter_password(password="secret-enough").status_code == IN  # its noise is that of nobody else
    now(minutes=15, seconds=1)
    assert again(desk) == IN


def test_a_known_browser_is_known_for_its_own_accounts_alone(officer, stranger, desk):
    fail(5, username="stranger")
    assert enter_password("stranger", "secret-enough", client=desk).status_code == PAUSED


def test_the_administrator_lifts_the_pause_of_a_known_browser_too(officer, desk, administrator, sign_in):
    fail(5, client=desk)
    assert again(desk) == PAUSED
    client = sign_in(administrator)
    assert "登录暂停中" in client.get(f"/account/{officer.pk}/").content.decode()
    client.post(f"/account/{officer.pk}/unlock/")
    assert again(desk) == IN


SECRET_WORD = "zixingche-Hongse-88"
PLACES_OF_TRIES = (SIGN_IN, "/account/activate/")


@pytest.mark.asvs("16.2.5", "14.2.4")
@pytest.mark.parametrize("url", PLACES_OF_TRIES)
def test_a_password_typed_for_the_account_is_stored_nowhere(officer, now, url, caplog):
    """Not in the trail, not in the counters, not in a session, not in a log; in no spelling."""
    typed = {"username": SECRET_WORD, "password": SECRET_WORD, "code": SECRET_WORD}
    for _each in range(7):
        Client(headers={"user-agent": SECRET_WORD, "accept": SECRET_WORD}).post(url, typed)
    assert AccessAttempt.objects.exists() and Entry.objects.filter(action="lock_out").exists()
    assert holding(SECRET_WORD) == [] and SECRET_WORD.lower() not in caplog.text.lower()
    Client().post(url, typed | {"username": "officer"})
    assert any(entry.detail.get("account") == "officer" for entry in Entry.objects.all())


def holding(word):
    """The tables of this database in which the word stands, in whatever case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" AS row WHERE row::text ILIKE %s)', [f"%{word}%"]
            )
            found += [table] if cursor.fetchone()[0] else []
    return found


def test_the_counters_hold_neither_account_nor_browser_nor_form(officer, now):
    enter_password(headers={"user-agent": "Something/1.0 of somebody", "accept": "x-private"})
    (row,) = AccessAttempt.objects.values()
    assert row["username"] == throttling.mark_of("officer") and len(row["username"]) == 20
    assert (row["get_data"], row["post_data"], row["http_accept"], row["user_agent"]) == ("", "", "", "")


@pytest.mark.asvs("13.2.2")
def test_the_counters_are_written_by_the_level_of_sign_in_alone(officer, now):
    enter_password()
    for level in guards.LEVELS:
        if level == "anonymous":
            continue
        for statement in (
            "SELECT 1 FROM axes_accessattempt",
            "UPDATE axes_accessattempt SET failures_since_start = 9",
            "DELETE FROM axes_accessattempt",
            "INSERT INTO axes_accesslog DEFAULT VALUES",
        ):
            refused = pytest.raises(ProgrammingError, match="permission denied")
            with refused, transaction.atomic(), acting(Acting(level, officer.pk)):
                connection.cursor().execute(statement)
    with acting(ANONYMOUS), transaction.atomic():
        assert AccessAttempt.objects.count() == 1
