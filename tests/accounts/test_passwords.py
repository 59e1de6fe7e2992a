"""First passwords, chosen passwords, and what they must be."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from hypothesis import given, strategies
from hypothesis import settings as settings_of_hypothesis

from accounts import actions, guessable, passwords
from accounts.models import User
from accounts.throttling import mark_of
from audit.models import Entry
from posts.models import County
from tests import build

pytestmark = pytest.mark.django_db  # places make a password easy to guess
GOOD = "三把旧雨伞 green kettle"
FORM = "/account/password/"


@pytest.fixture
def now(time_machine):
    time_machine.move_to("2026-03-20T09:00:00+08:00", tick=False)
    return lambda **duration: time_machine.shift(timedelta(**duration))


@pytest.fixture
def newcomer(post, now):
    """An officer with a first password: ``(user, password)``."""
    user = User(username="newcomer", name="新来的")
    first = actions.open_account(user, by=None)  # at the machine itself the person is known
    build.assign(user, "officer", post)
    return user, first


def enter(user, password):
    client = Client()
    client.post("/account/sign-in/", {"username": user.username, "password": password})
    return client


def choose(client, old, new, again=None):
    return client.post(FORM, {"old_password": old, "new_password1": new, "new_password2": again or new})


@pytest.mark.asvs("6.3.1")
def test_the_old_password_is_guessed_no_faster_than_at_sign_in(officer, sign_in, now):
    client = sign_in(officer)
    tries = [choose(client, f"wrong {n}", GOOD).status_code for n in range(settings.AXES_FAILURE_LIMIT)]
    assert tries == [422] * (len(tries) - 1) + [429]
    assert choose(client, "secret-enough", GOOD).status_code == 429
    assert Entry.objects.filter(action="password_failed", actor_id=officer.pk).count() == len(tries)
    credentials = {"username": "officer", "password": "secret-enough"}
    assert Client().post("/account/sign-in/", credentials).status_code == 429
    now(minutes=16)
    assert choose(client, "secret-enough", GOOD).status_code == 302


def test_what_is_kept_of_a_try_holds_no_password(officer, sign_in, now):
    choose(sign_in(officer), "my old one 12345", GOOD)
    stored = str(list(AccessAttempt.objects.values()))
    assert mark_of("officer") in stored and "my old one" not in stored and GOOD not in stored


def test_a_new_password_that_is_refused_is_no_guess(officer, sign_in, now):
    client = sign_in(officer)
    for _again in range(7):
        assert choose(client, "secret-enough", "123").status_code == 422
    assert not AccessAttempt.objects.exists()


@pytest.mark.asvs("6.4.1")
def test_a_first_password_opens_nothing_but_the_page_to_choose_another(newcomer):
    client = enter(*newcomer)
    for url in ("/", "/residents/visits/", "/account/me/", "/tasks/"):
        assert client.get(url)["Location"] == FORM
    page = client.get(FORM)
    assert page.status_code == 200 and "初始密码只能用于本页" in page.content.decode()
    assert client.post("/account/language/", {"language": "en"}).status_code == 302
    assert client.post("/account/sign-out/")["Location"] == "/account/sign-in/"


def test_a_first_password_saves_nothing_either(newcomer):
    client = enter(*newcomer)
    assert client.post("/residents/visits/new/", {})["Location"] == FORM
    fragment = client.get("/residents/households/pick/", headers={"hx-request": "true"})
    assert fragment.headers["HX-Redirect"] == FORM


@pytest.mark.asvs("6.2.2")
def test_a_chosen_password_opens_the_rest(newcomer):
    user, first = newcomer
    client = enter(user, first)
    assert choose(client, first, GOOD)["Location"] == "/"
    assert client.get("/residents/visits/").status_code == 200
    assert enter(user, GOOD).get("/residents/visits/").status_code == 200
    assert "sessionid" not in enter(user, first).cookies


def test_the_first_password_can_not_be_chosen_again(newcomer):
    user, first = newcomer
    assert choose(enter(user, first), first, first).status_code == 422
    user.refresh_from_db()
    assert user.must_change_password


@pytest.mark.asvs("6.2.3")
def test_a_change_takes_the_old_password(officer, sign_in):
    assert choose(sign_in(officer), "wrong", GOOD).status_code == 422
    officer.refresh_from_db()
    assert officer.check_password("secret-enough")


@pytest.mark.asvs("6.4.1")
def test_a_first_password_that_lay_about_for_a_week_opens_nothing(newcomer, now):
    now(days=7, seconds=1)
    client = Client()
    user, first = newcomer
    page = client.post("/account/sign-in/", {"username": user.username, "password": first})
    assert "一周内未使用" in page.content.decode() and "sessionid" not in client.cookies
    wrong = client.post("/account/sign-in/", {"username": user.username, "password": "x"})
    assert "一周内未使用" not in wrong.content.decode()


@pytest.mark.asvs("6.4.1")
def test_first_passwords_can_be_read_out_and_never_repeat():
    made = {passwords.first_password() for _each in range(200)}
    assert len(made) == 200 and all(
        re.fullmatch(r"([2-9a-hjkmnp-z]{4}-){3}[2-9a-hjkmnp-z]{4}", one) for one in made
    )


def test_one_does_not_reset_the_own_password(administrator, sign_in):
    assert sign_in(administrator).post(f"/account/{administrator.pk}/reset/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.reset_password(administrator, by=administrator)


def test_one_does_not_close_the_own_account(administrator, sign_in):
    assert sign_in(administrator).post(f"/account/{administrator.pk}/switch/").status_code == 404
    administrator.refresh_from_db()
    assert administrator.is_active


def refused(password, **fields) -> bool:
    user = User(**{"username": "yangjm", "name": "杨建敏", "badge": "990017"} | fields)
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


@pytest.mark.asvs("6.2.4")
@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop", "Password2026", "p@ssw0rd!!", "1qaz2wsx3edc"[:8] + "!!", "woaini1314520", "drowssap123",
        "aaaaaaaaaaaa", "abc1abc1abc1", "ｐａｓｓｗｏｒｄ１２３", "1234567890", "iloveyou!!!!",
    ],
)  # fmt: skip
def test_passwords_that_many_use_are_refused_in_any_disguise(password):
    assert refused(password)


@pytest.mark.asvs("6.2.4", "6.2.12")
@pytest.mark.parametrize(
    "password",
    [
        "wodemima123", "woaini5201314", "w0aini1314!", "Woaini.Laopo.520", "mima13800138000", "qwer1234asdf",
        "zaq12wsxcde3", "1q2w3e4r5t!!", "asdfzxcv0987", "13800138000ab", "19880315abcd", "ab19880315", "woshi19880315",
        "zhongguo2026!", "我爱你中国2026!!", "nihaonihao12", "qq1234567890", "aa123456789", "xiaomihuawei88",
    ],
)  # fmt: skip
def test_what_is_chosen_most_in_china_is_refused(db, password):
    assert refused(password)


@pytest.mark.asvs("6.1.2", "6.2.11")
@pytest.mark.parametrize(
    "password",
    [
        "派出所2026!!!!!", "zhucun-minjing-1", "Registry_2026_post", "yangjm20260320", "杨建敏990017990017",
        "驻村民警123456", "yangjianmin88", "Yang.Jian.Min.1988", "jianminyang!!1", "2026YangJianMin", "y4ngj14nmin2026",
        "yjm1988031512", "yjianmin1988", "qinghe2026", "Qinghe.Xian.110", "清禾县2026!!!", "dongmenpcs2026",
        "东门派出所1101",
        "LIUJIAHE-2026!", "柳家河村19880315", "chief1admin2026",
    ],
)  # fmt: skip
def test_words_of_the_office_names_and_places_are_refused(county, password):
    County.objects.filter(pk=county.pk).update(name="清禾县")
    station = build.make_station(county, name="东门派出所")
    build.make_village(build.make_post(station, name="东门警务室"), name="柳家河村村民委员会")
    assert refused(password)


def test_each_reading_of_a_name_is_known(db):
    assert refused("zengzhen2026", name="曾真") and refused("cengzhen2026", name="曾真")
    assert not refused("zengzhen river stone", name="曾真")


def test_a_name_of_letters_or_none_is_no_fault(db):
    assert refused("mariagarcia1", name="Maria Garcia") and not refused(GOOD, name="", username="", badge="")


@settings_of_hypothesis(max_examples=60)
@given(strategies.text(min_size=10, max_size=40))
def test_any_text_is_judged_without_a_fault(text):
    with mock.patch.object(guessable, "places", frozenset):
        assert 0 <= guessable.letters_left(text, ["杨建敏"]) <= len(guessable.plain(text))


@pytest.mark.asvs("6.2.1")
def test_nine_characters_are_too_few():
    assert refused("kettle 7x") and not refused("kettle 7xq")


@pytest.mark.asvs("6.2.9")
def test_long_passwords_are_taken_as_they_are(officer, sign_in):
    long = "旧雨伞 and a green kettle; " * 8
    long = long.strip()[:200]
    assert not refused(long) and refused("ab c" * 65)
    assert choose(sign_in(officer), "secret-enough", long).status_code == 302
    assert enter(officer, long).get("/account/me/").status_code == 200
    assert enter(officer, long[:-1]).get("/account/me/").status_code == 302


@pytest.mark.asvs("6.2.5")
@pytest.mark.parametrize(
    "password", [GOOD, "greenkettleboots", "三把旧雨伞挂在后院门口", "73 91 22 old boat"]
)
def test_no_kind_of_character_is_asked_for(password):
    assert not refused(password)


def test_classes_are_asked_for_where_the_scheme_wants_them(settings):
    settings.PASSWORD_NEEDS_CLASSES = 3
    assert refused("greenkettleboots") and not refused("Greenkettle7boots")


@pytest.mark.asvs("6.2.10")
def test_a_password_has_no_age_by_default(officer, sign_in, now):
    User.objects.update(password_changed_at="2020-01-01T00:00:00+08:00")
    assert sign_in(officer).get("/residents/visits/").status_code == 200


def test_a_password_ages_where_the_scheme_wants_it(officer, sign_in, settings, now):
    settings.PASSWORD_MAX_DAYS = 90
    User.objects.update(password_changed_at="2025-12-01T00:00:00+08:00")
    client = sign_in(officer)
    assert client.get("/residents/visits/")["Location"] == FORM
    assert "更换期限" in client.get(FORM).content.decode()


@pytest.mark.asvs("6.3.2")
def test_a_new_database_has_no_account(db):
    assert not User.objects.exists()


@pytest.mark.asvs("6.3.2")
def test_the_demonstration_is_not_loaded_under_settings_for_real_use(db, settings, capsys, monkeypatch):
    from django.core.management import call_command

    settings.DEMO = False
    monkeypatch.setenv("DEMO_PASSWORD", "x")
    call_command("load_demo")
    assert not User.objects.exists() and "正式运行" in capsys.readouterr().out


def test_a_new_account_chooses_its_password_before_anybody_assigns_it(db, now):
    user = User(username="newcomer", name="新来的")
    first = actions.open_account(user, by=None)
    client = enter(user, first)
    assert client.get("/tasks/")["Location"] == FORM
    assert choose(client, first, GOOD).status_code == 302
    user = User.objects.get(pk=user.pk)
    assert user.check_password(GOOD) and not user.must_change_password
    assert Entry.objects.get(action="change_password").actor_id == user.pk
    assert client.get("/tasks/").status_code == 200
