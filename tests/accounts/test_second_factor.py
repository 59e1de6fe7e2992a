"""The second factor: who needs it, how it is set up, what is refused, and how it is taken away."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from accounts import actions, factors
from accounts.models import Factor, Session, User
from audit.models import Entry
from tests import build

SIGN_IN, CHECK, SET_UP = "/account/sign-in/", "/account/factor/", "/account/factor/new/"
HOME = "/account/me/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR = "required"


@pytest.fixture
def now(time_machine):
    time_machine.move_to("2026-03-20T09:00:00+08:00", tick=False)
    return lambda **duration: time_machine.shift(timedelta(**duration))


def enter_password(user, client=None, **more):
    client = client or Client()
    answer = client.post(SIGN_IN, {"username": user.username, "password": "secret-enough"} | more)
    return client, answer["Location"] if answer.status_code == 302 else answer.status_code


def code_of(secret, halves=0):
    clock = TOTP(bytes.fromhex(secret))
    clock.time = timezone.now().timestamp() + 30 * halves
    return f"{clock.token():06d}"


def with_factor(user):
    """The person has an authenticator; returns its secret."""
    secret = factors.new_secret()
    Factor.objects.create(user=user, secret=secret, last_step=-1)
    return secret


def is_in(client) -> bool:
    return client.get(HOME).status_code == 200


def give(client, code, **more):
    return client.post(CHECK, {"code": code}, **more)


@pytest.mark.asvs("6.3.3")
@pytest.mark.parametrize("who", ["clerk", "chief", "bureau", "leader", "auditor", "administrator", "grantor"])
def test_roles_that_see_much_set_it_up_before_anything_else(who, request, now):
    client, goes_to = enter_password(request.getfixturevalue(who))
    assert goes_to == SET_UP and not is_in(client)


@pytest.mark.asvs("6.3.3")
@pytest.mark.parametrize("who", ["officer", "auxiliary"])
def test_officers_and_auxiliaries_by_a_setting_of_their_own(who, request, settings, now):
    user = request.getfixturevalue(who)
    assert enter_password(user)[1] == "/"
    settings.SECOND_FACTOR_IN_THE_FIELD = "required"
    client, goes_to = enter_password(user)
    assert goes_to == SET_UP and not is_in(client)


@pytest.fixture
def phone(officer, settings, now):
    """An officer's phone on which the factor was given just now, signed out again: ``(client, secret)``."""
    settings.SECOND_FACTOR_IN_THE_FIELD = "required"
    secret = with_factor(officer)
    client, _goes = enter_password(officer)
    assert give(client, code_of(secret)).status_code == 302
    client.post("/account/sign-out/")
    return client, secret


def test_a_known_phone_is_asked_again_after_thirty_days(officer, phone, now):
    client, secret = phone
    now(days=29)
    assert enter_password(officer, client)[1] == "/" and is_in(client)
    assert Entry.objects.filter(action="sign_in").latest("pk").detail["second_factor"] == "phone"
    client.post("/account/sign-out/")
    now(days=1, seconds=1)
    assert enter_password(officer, client)[1] == CHECK and not is_in(client)
    assert give(client, code_of(secret)).status_code == 302
    client.post("/account/sign-out/")
    assert enter_password(officer, client)[1] == "/"


def test_another_browser_a_forged_cookie_and_another_person_are_asked(officer, auxiliary, phone, now):
    client, _secret = phone
    assert enter_password(officer)[1] == CHECK
    with_factor(auxiliary)
    assert enter_password(auxiliary, client)[1] == CHECK
    forged = Client()
    forged.cookies["known"] = client.cookies["known"].value[:-3] + "abc"
    assert enter_password(officer, forged)[1] == CHECK


@pytest.mark.parametrize("what", ["factor", "password"])
def test_a_known_phone_is_asked_after_a_reset(officer, phone, now, what):
    client, _secret = phone
    now(minutes=1)
    if what == "factor":
        Factor.objects.filter(user=officer).delete()
        with_factor(officer)
    else:  # taken away and given anew by somebody else
        User.objects.filter(pk=officer.pk).update(confirmed_at=timezone.now())
    assert enter_password(officer, client)[1] == CHECK and not is_in(client)


def test_a_desk_is_asked_each_time_however_well_known(chief, now):
    secret = with_factor(chief)
    client, _goes = enter_password(chief)
    assert give(client, code_of(secret)).status_code == 302
    client.post("/account/sign-out/")
    assert enter_password(chief, client)[1] == CHECK


@pytest.mark.asvs("7.5.1", "7.4.3")
def test_whoever_sits_at_an_open_desk_sets_no_factor_up(officer, sign_in, now):
    desk, other = sign_in(officer), sign_in(officer)
    code = code_of(shown(desk.get(SET_UP)))
    for typed in ({}, {"old_password": ""}, {"old_password": "wrong"}):
        assert desk.post(SET_UP, {"code": code} | typed).status_code == 422
    assert not Factor.objects.exists() and Entry.objects.filter(action="password_failed").count() == 1
    done = desk.post(SET_UP, {"code": code, "old_password": "secret-enough"})
    assert done.status_code == 200 and len(done.context["codes"]) == 10
    assert is_in(desk) and not is_in(other)  # whoever else had signed in knows no factor


@pytest.mark.asvs("6.3.1")
def test_the_password_beside_the_factor_is_guessed_no_faster_than_at_sign_in(officer, sign_in, now):
    desk = sign_in(officer)
    typed = {"code": "000000", "old_password": "wrong"}
    assert [desk.post(SET_UP, typed).status_code for _each in range(6)] == [422] * 4 + [429] * 2
    assert not Factor.objects.exists()


def test_setting_up_leads_in_and_shows_the_recovery_codes_once(chief, now):
    client, _goes = enter_password(chief, next="/figures/months/")
    page = client.get(SET_UP)
    assert page.context["picture"].startswith("data:image/svg+xml") and page["Cache-Control"] == "no-store"
    done = client.post(SET_UP, {"code": code_of(shown(page))})
    assert done.status_code == 200 and is_in(client)
    assert len(done.context["codes"]) == 10 and done.context["goes_to"] == "/figures/months/"
    assert client.get(SET_UP).status_code == 302
    assert [e.action for e in Entry.objects.order_by("pk")][-2:] == ["set_up_factor", "sign_in"]


def shown(page) -> str:
    from base64 import b32decode

    return b32decode(page.context["secret"].replace(" ", "")).hex()


def test_a_wrong_code_sets_nothing_up_and_keeps_the_picture(chief, now):
    client, _goes = enter_password(chief)
    secret = shown(client.get(SET_UP))
    answer = client.post(SET_UP, {"code": "000000"})
    assert answer.status_code == 422 and shown(answer) == secret and not Factor.objects.exists()


def test_another_browser_is_shown_another_secret(chief, now):
    first, second = enter_password(chief)[0], enter_password(chief)[0]
    assert shown(first.get(SET_UP)) != shown(second.get(SET_UP))


def test_the_secret_is_sealed_in_the_database_and_in_the_session(chief, now):
    client, _goes = enter_password(chief)
    secret = shown(client.get(SET_UP))
    assert secret not in str(Session.objects.get().data)
    client.post(SET_UP, {"code": code_of(secret)})
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_factor")
        assert secret.encode() not in bytes(cursor.fetchone()[0])
    assert Factor.objects.get().secret == secret


def test_from_then_on_each_sign_in_asks(chief, now):
    secret = with_factor(chief)
    client, goes_to = enter_password(chief, next="/figures/months/")
    assert goes_to == CHECK and not is_in(client)
    assert give(client, code_of(secret))["Location"] == "/figures/months/" and is_in(client)
    assert Entry.objects.get(action="sign_in").detail["second_factor"] == "TOTP"


def test_whoever_has_set_one_up_is_asked_even_where_it_is_optional(officer, settings, now):
    settings.SECOND_FACTOR = "optional"
    with_factor(officer)
    assert enter_password(officer)[1] == CHECK


def test_a_code_may_be_typed_with_a_gap(chief, now):
    code = code_of(with_factor(chief))
    client, _goes = enter_password(chief)
    assert give(client, f" {code[:3]} {code[3:]} ").status_code == 302


@pytest.mark.asvs("6.5.1")
def test_a_code_is_taken_once(chief, now):
    code = code_of(with_factor(chief))
    first, second = enter_password(chief)[0], enter_password(chief)[0]
    assert give(first, code).status_code == 302
    assert give(second, code).status_code == 422 and not is_in(second)


@pytest.mark.asvs("6.5.1")
def test_an_older_code_is_not_taken_after_a_newer_one(chief, now):
    secret = with_factor(chief)
    assert give(enter_password(chief)[0], code_of(secret)).status_code == 302
    assert give(enter_password(chief)[0], code_of(secret, -1)).status_code == 422


@pytest.mark.asvs("6.5.5")
@pytest.mark.parametrize(("halves", "status"), [(-2, 422), (-1, 302), (0, 302), (1, 302), (2, 422)])
def test_clocks_may_differ_by_half_a_minute(chief, now, halves, status):
    secret = with_factor(chief)
    assert give(enter_password(chief)[0], code_of(secret, halves)).status_code == status


@pytest.mark.parametrize(
    "code", ["", "abc", "12345", "1234567", "１２３４５６", "-12345", "0x1f40", "x" * 500, "\0"]
)
def test_what_is_no_code_is_refused(chief, now, code):
    with_factor(chief)
    client = enter_password(chief)[0]
    assert give(client, code).status_code == 422 and not is_in(client)


@pytest.mark.asvs("6.6.3")
def test_five_wrong_codes_pause_the_factor_from_everywhere_and_longer_each_time(chief, now):
    secret = with_factor(chief)
    for n in range(5):
        assert give(enter_password(chief)[0], "000000", REMOTE_ADDR=f"10.0.0.{n}").status_code == 422
    paused = give(enter_password(chief)[0], code_of(secret), REMOTE_ADDR="10.9.9.9")
    assert paused.status_code == 429 and paused["Retry-After"] == "900"
    now(minutes=15, seconds=1)
    for _n in range(5):
        give(enter_password(chief)[0], "000000")
    now(minutes=29)
    assert give(enter_password(chief)[0], code_of(secret)).status_code == 429
    now(minutes=1, seconds=1)
    assert give(enter_password(chief)[0], code_of(secret)).status_code == 302
    assert Factor.objects.get().wrong == 0


def test_the_pause_never_passes_a_day():
    factor = Factor(wrong=500, wrong_at=timezone.now())
    assert factors.paused_until(factor) <= timezone.now() + timedelta(days=1)


@pytest.fixture
def codes(chief, now):
    """The chief's recovery codes."""
    client, _goes = enter_password(chief)
    return client.post(SET_UP, {"code": code_of(shown(client.get(SET_UP)))}).context["codes"]


@pytest.mark.asvs("6.5.1")
def test_a_recovery_code_opens_once(chief, codes):
    assert give(enter_password(chief)[0], codes[3].upper()).status_code == 302
    assert give(enter_password(chief)[0], codes[3]).status_code == 422
    assert give(enter_password(chief)[0], codes[4]).status_code == 302
    assert Entry.objects.filter(action="use_recovery_code").count() == 2


def test_of_a_secret_that_can_not_be_read_no_code_is_right_and_paper_still_opens(chief, bureau, codes, now):
    with_factor(bureau)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_factor t SET secret = s.secret FROM accounts_factor s "
            "WHERE t.user_id = %s AND s.user_id = %s",
            [chief.pk, bureau.pk],
        )
    client = enter_password(chief)[0]
    for secret in ("", "00" * 20):
        assert give(client, code_of(secret)).status_code == 422
    assert give(enter_password(chief)[0], codes[3]).status_code == 302


@pytest.mark.asvs("6.5.2")
def test_recovery_codes_are_kept_as_password_hashes(chief, codes):
    stored = list(chief.recovery_codes.values_list("code_hash", flat=True))
    assert len(stored) == 10 and all(identify_hasher(one) for one in stored)
    assert not any(code in one for code in codes for one in stored)


@pytest.mark.asvs("6.5.4")
def test_recovery_codes_are_long_enough_and_all_different(codes):
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"\d(-[2-9a-hjkmnp-z]{4}){3}", code) for code in codes)


def test_the_code_of_another_person_opens_nothing(chief, bureau, codes):
    with_factor(bureau)
    assert give(enter_password(bureau)[0], codes[0]).status_code == 422


def test_without_the_password_there_is_no_page_for_a_code(chief, now):
    with_factor(chief)
    for url in (CHECK, SET_UP):
        assert Client().get(url)["Location"] == SIGN_IN
        assert Client().post(url, {"code": "123456"})["Location"] == SIGN_IN


def test_the_password_is_good_for_ten_minutes(chief, now):
    secret = with_factor(chief)
    client = enter_password(chief)[0]
    now(minutes=10, seconds=1)
    assert give(client, code_of(secret))["Location"] == SIGN_IN and not is_in(client)


@pytest.mark.parametrize("change", ["close", "password"])
def test_what_changes_meanwhile_counts(chief, now, change):
    secret = with_factor(chief)
    client = enter_password(chief)[0]
    if change == "close":
        User.objects.update(is_active=False)
    else:
        actions.change_password(chief, "three green kettles", session_key=None)
    assert give(client, code_of(secret))["Location"] == SIGN_IN and not is_in(client)


@pytest.mark.asvs("7.2.4")
def test_the_session_has_another_key_at_each_step(chief, now):
    secret = with_factor(chief)
    client = Client()
    client.cookies["sessionid"] = "planted" * 5
    enter_password(chief, client)
    between = client.cookies["sessionid"].value
    give(client, code_of(secret))
    after = client.cookies["sessionid"].value
    assert len({"planted" * 5, between, after}) == 3 and Session.objects.count() == 1


def test_sent_twice_it_signs_in_once_and_leads_home(chief, now):
    """The second of two clicks arrives with the key of before: nothing breaks, and the first one stands."""
    secret = with_factor(chief)
    client = enter_password(chief)[0]
    twin = Client()
    twin.cookies["sessionid"] = client.cookies["sessionid"].value
    assert give(client, code_of(secret)).status_code == 302
    assert give(twin, code_of(secret))["Location"] == SIGN_IN and is_in(client)


@pytest.mark.parametrize(
    "next_page", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_the_way_through_the_factor_leads_to_no_other_site(chief, now, next_page):
    secret = with_factor(chief)
    client = enter_password(chief, next=next_page)[0]
    assert give(client, code_of(secret))["Location"] == "/"


def test_the_grant_administrator_resets_a_lost_factor(chief, grantor, sign_in, now, settings):
    secret = with_factor(chief)
    client = enter_password(chief)[0]
    give(client, code_of(secret))
    settings.SECOND_FACTOR = "optional"
    assert sign_in(grantor).post(f"/account/{chief.pk}/factor/").status_code == 302
    settings.SECOND_FACTOR = "required"
    assert (
        not is_in(client) and enter_password(chief)[1] == 200
    )  # waits to be confirmed: test_factor_resets.py
    assert Entry.objects.get(action="reset_factor").subject_id == chief.pk


def test_nobody_resets_the_own_factor(grantor, sign_in, now, settings):
    settings.SECOND_FACTOR = "optional"
    with_factor(grantor)
    assert sign_in(grantor).post(f"/account/{grantor.pk}/factor/").status_code == 404
    with pytest.raises(PermissionDenied):
        factors.reset(grantor, by=grantor)


def test_a_role_that_begins_at_midnight_finds_nobody_signed_in_with_a_password_alone(post, station, now):
    person = build.make_user("rising", "officer", post)
    person.assignments.update(ends_on="2026-03-20")
    person.assignments.create(role="chief", station=station, starts_on="2026-03-21")
    now(hours=13)
    client = enter_password(person)[0]
    assert is_in(client)
    now(hours=2, minutes=30)
    assert client.get(HOME)["Location"] == f"{SIGN_IN}?ended=factor"
    assert "双因素认证" in client.get(f"{SIGN_IN}?ended=factor").content.decode()


def test_an_officer_may_set_one_up_from_the_page_me(officer, sign_in, now):
    client = sign_in(officer)
    assert SET_UP in client.get(HOME).content.decode()
    typed = {"code": code_of(shown(client.get(SET_UP))), "old_password": "secret-enough"}
    done = client.post(SET_UP, typed)
    assert done.context["goes_to"] == HOME and is_in(client)
    assert "剩余恢复码 10 个" in client.get(HOME).content.decode()


def test_production_requires_it():
    from config.settings import base

    assert base.SECOND_FACTOR == "required"
