"""Sessions: who, where, how long, and what ends them."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from accounts.sessions import SessionStore, hashed
from accounts.tasks import clear_sessions
from audit.models import Entry
from tests import build

PHONE = "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36"
HOME = "/residents/visits/"


@pytest.fixture
def now(time_machine):
    """``now(minutes=31)``: move on."""
    time_machine.move_to("2026-03-20T09:00:00+08:00", tick=False)

    def later(**duration):
        time_machine.shift(timedelta(**duration))

    return later


def enter(user, client=None, password="secret-enough", **more):
    client = client or Client(headers={"user-agent": PHONE})
    client.post("/account/sign-in/", {"username": user.username, "password": password}, **more)
    return client


def is_in(client) -> bool:
    return client.get(HOME).status_code == 200


def why(client) -> str:
    return parse_qs(urlsplit(client.get(HOME)["Location"]).query).get("ended", [""])[0]


def test_a_session_names_person_address_and_browser_but_not_its_key(officer, now):
    client = enter(officer, REMOTE_ADDR="10.1.2.3")
    row, key = Session.objects.get(user=officer), client.cookies["sessionid"].value
    assert (row.address, row.browser, row.started_at) == ("10.1.2.3", "Chrome · Android", timezone.now())
    assert row.key_hash == hashed(key) and key not in row.data


@pytest.mark.asvs("7.3.1")
def test_a_chief_is_signed_out_after_half_an_hour_without_a_page(chief, now):
    client = enter(chief)
    now(minutes=29)
    assert is_in(client)
    now(minutes=29)
    assert is_in(client)
    now(minutes=31)
    assert why(client) == "idle" and not Session.objects.exists()


@pytest.mark.asvs("7.3.1")
def test_an_officer_on_the_way_stays_signed_in_for_hours(officer, now):
    client = enter(officer)
    now(hours=3, minutes=59)
    assert is_in(client)
    now(hours=4, minutes=1)
    assert why(client) == "idle"


@pytest.mark.asvs("7.3.2")
def test_a_sign_in_lasts_half_a_day_however_busy(officer, now):
    client = enter(officer)
    for _hour in range(11):
        now(hours=1)
        assert is_in(client)
    now(hours=1)
    assert why(client) == "age"


def test_the_sign_in_page_says_why_and_leads_back(chief, now):
    client = enter(chief)
    now(hours=1)
    page = client.get("/residents/visits/?page=2", follow=True)
    assert "一段时间没有操作" in page.content.decode()
    assert page.context["next"] == "/residents/visits/?page=2"


def test_a_browser_that_was_never_signed_in_is_told_no_reason(client, db):
    assert "ended" not in client.get(HOME)["Location"]


@pytest.mark.asvs("7.2.4")
def test_a_key_from_before_the_sign_in_is_worth_nothing_after_it(officer, client):
    planted = SessionStore()
    planted.create()
    client.cookies["sessionid"] = planted.session_key
    enter(officer, client)
    assert client.cookies["sessionid"].value != planted.session_key
    assert not SessionStore().exists(planted.session_key)


@pytest.mark.asvs("7.2.4")
def test_signing_in_twice_gives_two_sessions_with_keys_of_their_own(officer, now):
    first, second = enter(officer), enter(officer)
    assert first.cookies["sessionid"].value != second.cookies["sessionid"].value
    assert is_in(first) and is_in(second)


@pytest.mark.asvs("7.4.1")
def test_a_signed_out_key_opens_nothing(officer, now):
    client = enter(officer)
    cookie = client.cookies["sessionid"].value
    client.post("/account/sign-out/")
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert not is_in(thief)


def test_one_ends_a_session_of_ones_own(officer, now):
    first, second = enter(officer), enter(officer)
    row = Session.objects.get(key_hash=hashed(second.cookies["sessionid"].value))
    page = first.get("/account/me/").content.decode()
    assert page.count("Chrome · Android") == 2 and row.key_hash not in page
    first.post(f"/account/sessions/{row.pk}/end/")
    assert is_in(first) and why(second) == "ended"
    assert Entry.objects.filter(action="end_session", actor_id=officer.pk).exists()


@pytest.mark.asvs("8.2.2")
def test_nobody_ends_the_session_of_another(officer, stranger, now):
    other = enter(officer)
    answer = enter(stranger).post(f"/account/sessions/{Session.objects.get(user=officer).pk}/end/")
    assert answer.status_code == 404 and is_in(other)


def test_signing_out_everywhere_ends_this_session_too(officer, now):
    first, second = enter(officer), enter(officer)
    answer = first.post("/account/sessions/end/")
    assert answer["Location"] == "/account/sign-in/" and "storage" in answer["Clear-Site-Data"]
    assert not is_in(first) and not is_in(second)


@pytest.mark.asvs("7.5.2")
def test_one_ends_all_others_and_stays(officer, stranger, now):
    first, second, third, other = enter(officer), enter(officer), enter(officer), enter(stranger)
    page = first.get("/account/me/").content.decode()
    assert page.count("Chrome · Android") == 3 and page.count("127.0.0.1") == 3 and "其他" in page
    assert first.post("/account/sessions/end-others/")["Location"] == "/account/me/"
    assert is_in(first) and is_in(other) and why(second) == why(third) == "ended"
    assert "end-others" not in first.get("/account/me/").content.decode()
    assert Entry.objects.get(action="end_sessions").detail["sessions"] == 2


@pytest.mark.asvs("7.4.3")
def test_a_changed_password_ends_the_other_sessions_only(officer, now):
    first, second = enter(officer), enter(officer)
    new = "走访村口的大榕树2026"
    answer = first.post(
        "/account/password/",
        {"old_password": "secret-enough", "new_password1": new, "new_password2": new},
    )
    assert answer.status_code == 302 and is_in(first) and not is_in(second)


@pytest.mark.asvs("7.4.2")
@pytest.mark.parametrize("step", ["reset", "switch"])
def test_the_administrator_ends_all_sessions_with_the_password_or_the_account(
    step, administrator, officer, now
):
    client, sent = enter(officer), {"version": User.objects.get(pk=officer.pk).version}
    enter(administrator).post(f"/account/{officer.pk}/{step}/", sent)
    assert not is_in(client) and not Session.objects.filter(user=officer).exists()


def test_a_changed_place_ends_the_sessions(grantor, officer, now):
    client = enter(officer)
    assignment = officer.assignments.get()
    sent = {"version": assignment.version, "ends_on": "2026-03-19"}
    enter(grantor).post(f"/account/assignments/{assignment.pk}/end/", sent)
    assert why(client) == "ended"


def test_an_ended_session_is_not_brought_back_by_a_page_that_was_under_way(officer, now):
    client = enter(officer)
    under_way = SessionStore(client.cookies["sessionid"].value)
    under_way["seen"] = True
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        under_way.save()
    assert not Session.objects.exists()


def test_sessions_that_are_over_are_cleared_at_night(officer, chief, now):
    enter(officer)
    enter(chief)
    now(hours=1)
    clear_sessions()
    assert list(Session.objects.values_list("user", flat=True)) == [officer.pk]


def test_a_page_a_second_writes_once_a_minute(officer, now, django_assert_num_queries):
    client = enter(officer)
    now(seconds=30)
    client.get(HOME)
    assert Session.objects.get().last_seen_at < timezone.now()
    now(seconds=31)
    client.get(HOME)
    assert Session.objects.get().last_seen_at == timezone.now()


@pytest.mark.asvs("7.2.3")
@pytest.mark.django_db
def test_keys_are_long_and_never_the_same():
    keys = {SessionStore()._get_new_session_key() for _each in range(50)}
    assert len(keys) == 50 and min(map(len, keys)) >= 32


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome · Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Version/17.4 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/124.0 Safari/537.36 Edg/124.0", "Edge · Windows"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_family_and_system(agent, name):
    from accounts.browsers import called

    assert called(agent) == name


def test_a_person_without_an_assignment_meets_a_friendly_page(db):
    nobody = build.make_user("nobody", None)
    client = enter(nobody)
    assert client.get("/").status_code == 200 and client.get("/account/me/").status_code == 200
