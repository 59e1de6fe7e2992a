"""What every address holds to: tokens, methods, fields, files, the log."""

import logging
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts import known_browsers
from accounts.models import Factor
from audit.models import Entry
from residents.models import Visit
from tests import build
from tests.asvs.table import ROOT
from tests.settings_of import ENVIRONMENT, production
from tests.test_access import ACCESS, OPEN, SIGN_IN, address

pytestmark = pytest.mark.usefixtures("in_march")
WITHOUT_SIGN_IN = (
    "health",
    "health-ready",
    "health-live",
    "health-well",
    "public",
)  # the page of a slip's code has no cookie, and so nothing to be abused
NO_METHODS = ("TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "DEBUG")


@pytest.mark.turns(2)
@pytest.mark.asvs("3.5.1")
def test_nothing_is_changed_without_the_token_of_a_page(rows, officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    answers = {
        name: client.post(address(name, rows)).status_code for name in ACCESS if name not in WITHOUT_SIGN_IN
    }
    assert set(answers.values()) <= {
        403,
        405,
        SIGN_IN,
    }  # 302: the way out, which asks for a second factor or a sign-in
    assert {name for name, status in answers.items() if status == SIGN_IN and ACCESS[name] != OPEN} == set()


@pytest.mark.asvs("4.1.4", "13.4.4")
@pytest.mark.turns(6)
@pytest.mark.parametrize("method", NO_METHODS)
def test_methods_that_no_page_has_are_refused(rows, officer, sign_in, method, share):
    """Each address is asked by one of them; by all of them in ``make matrix``."""
    client, names = sign_in(officer), sorted(ACCESS)
    asked = names if share == 1 else names[NO_METHODS.index(method) :: len(NO_METHODS)]
    answers = {name: client.generic(method, address(name, rows)).status_code for name in asked}
    assert {name: status for name, status in answers.items() if status not in {302, 403, 404, 405}} == {}


@pytest.mark.asvs("15.3.3")
def test_fields_that_the_form_does_not_have_are_not_taken(village, officer, chief, elsewhere, sign_in):
    foreign = build.keys(elsewhere)
    given = {
        "household": build.make_household(village).pk, "occurred_on": "2026-03-20", "outcome": "met", "talks": "1",
        "state": "accepted", "recorded_by": chief.pk, "reviewed_by": chief.pk, "is_late": "on", "reason": "x",
        "post": foreign["post"].pk, "station": foreign["station"].pk, "county": 99, "id": 77, "pk": 77,
    }  # fmt: skip
    assert sign_in(officer).post("/residents/visits/new/", given).status_code == 302
    visit = Visit.objects.get()
    assert (visit.state, visit.recorded_by, visit.reviewed_by, visit.is_late) == (
        "recorded",
        officer,
        None,
        False,
    )
    assert visit.post == build.keys(village)["post"] and visit.pk != 77


@pytest.mark.asvs("13.4.1", "13.4.3", "13.4.7")
@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/static/", "/static/registry/", "/static/../config/settings/base.py", "/static/%2e%2e/manage.py",
     "/static/..%2fmanage.py", "/.env", "/manage.py", "/var/secrets.json", "/static/registry/registry.css.bak"],
)  # fmt: skip
def test_no_folder_and_no_file_but_static_ones_is_served(officer, sign_in, path):
    assert sign_in(officer).get(path).status_code == 404


@pytest.mark.asvs("16.4.1")
def test_nobody_writes_lines_into_the_log(officer, sign_in, caplog):
    sign_in(officer).get("/nowhere/%0d%0a2026-03-20 ERROR root forged%1b[31m")
    lines = [logging.Formatter("%(message)s").format(record) for record in caplog.records]
    assert any("nowhere" in line for line in lines)
    assert not any(re.search(r"[\r\x1b]|\n2026", line) for line in lines)


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_password_fields_hide_what_is_typed_and_let_managers_paste(officer, client, sign_in):
    for page in (client.get("/account/sign-in/"), sign_in(officer).get("/account/password/")):
        fields = re.findall(r"<input[^>]*password[^>]*>", page.content.decode())
        assert fields and all('type="password"' in one and "onpaste" not in one for one in fields)
        assert all("maxlength" not in one for one in fields)


@pytest.mark.asvs("7.4.4")
def test_every_page_leads_to_the_way_out(village, officer, sign_in):
    client = sign_in(officer)
    assert 'href="/account/me/"' in client.get("/residents/visits/").content.decode()
    assert 'action="/account/sign-out/"' in client.get("/account/me/").content.decode()


@pytest.mark.asvs("14.3.1")
def test_signing_out_clears_what_the_browser_kept(officer, sign_in):
    header = sign_in(officer).post("/account/sign-out/").headers["Clear-Site-Data"]
    assert "storage" in header and "cache" in header


@pytest.mark.asvs("16.2.1")
def test_an_entry_says_who_what_when_and_from_where(village, officer, sign_in):
    visit = build.make_visit(village, by=officer)
    sign_in(officer).get(visit.get_absolute_url(), REMOTE_ADDR="10.1.1.1")
    entry = Entry.objects.get(action="read")
    assert (entry.actor_id, entry.subject_id, entry.address) == (officer.pk, visit.pk, "10.1.1.1")
    assert entry.at.tzinfo is not None


@pytest.mark.asvs("3.3.5")
def test_the_cookie_of_a_desk_that_many_share_stays_small(db):
    request = RequestFactory().get("/")
    for number in range(12):
        response, user = HttpResponse(), build.make_user(f"officer{number:03d}", None)
        Factor.objects.create(user=user, secret="00" * 20, last_step=0)
        known_browsers.remember(request, response, user, factor=True)
        request.COOKIES[settings.KNOWN_COOKIE_NAME] = response.cookies[settings.KNOWN_COOKIE_NAME].value
    assert len(response.cookies[settings.KNOWN_COOKIE_NAME].OutputString()) < 4_096


@pytest.mark.asvs("3.5.7")
def test_scripts_are_files_that_are_the_same_for_everybody(village, officer, chief, sign_in):
    for who in (officer, chief):
        sources = re.findall(r"<script[^>]*src=\"([^\"]+)\"", sign_in(who).get("/").content.decode())
        assert sources and all(source.startswith("/static/") for source in sources)


@pytest.mark.asvs("5.3.2")
def test_no_file_name_that_was_sent_becomes_a_path():
    writing = re.compile(r"default_storage|FileSystemStorage|\.save_as|upload_to|temporary_file_path")
    own = [path for room in ("disputes", "ledgers", "jobs") for path in (ROOT / room).rglob("*.py")]
    assert [path.name for path in own if writing.search(path.read_text("utf-8"))] == []
    assert "InMemoryStorage" in settings.STORAGES["default"]["BACKEND"]


@pytest.mark.asvs("11.4.2")
def test_production_keeps_passwords_by_argon2():
    settings = production("PASSWORD_HASHERS", "DEMO", "SECOND_FACTOR", "SECOND_FACTOR_IN_THE_FIELD")
    assert settings["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert settings["DEMO"] is False and settings["SECOND_FACTOR"] == "required"
    assert settings["SECOND_FACTOR_IN_THE_FIELD"] == "required"


@pytest.mark.asvs("13.2.3")
@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(missing):
    given = {name: value for name, value in (os.environ | ENVIRONMENT).items() if name != missing}
    done = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"],
        env=given,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0 and missing in done.stderr


@pytest.mark.asvs("6.4.3")
def test_a_new_first_password_leaves_the_second_factor_in_place(chief, administrator, sign_in):
    Factor.objects.create(user=chief, secret="JBSWY3DPEHPK3PXP", last_step=0)
    since = {"since": chief.password_changed_at.isoformat()}
    assert sign_in(administrator).post(f"/account/{chief.pk}/reset/", since).status_code == 200
    assert Factor.objects.filter(user=chief).exists()
