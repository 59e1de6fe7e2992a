"""Settings out of the environment: an unknown value stops the start; ``check --deploy`` names what is weaker."""

import ast
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import environ
import psycopg2
import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from audit import seals
from config import given
from ops import services
from ops.instance import Instance
from policies import deployment
from tests.settings_of import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = sorted((ROOT / "config" / "settings").glob("*.py"))
READERS = {"one_of", "whole", "switch"}
ODD = ("", " ", "yes", "Required", "True", "-1", "1.5", "１", "0x1", "99999999999999999999a", "none")
SAFE = {
    "SECOND_FACTOR": "required",
    "SECOND_FACTOR_IN_THE_FIELD": "required",
    "ALLOWED_HOSTS": ["registry.example.org"],
    "PROXIES": 1,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "CSRF_TRUSTED_ORIGINS": [],
    "TRAIL_KEY": "",
    "PUBLICATION_KEY": "",
    "HEALTH_TOKEN": "",
    "DEMO": False,
    "ACCOUNT_UNUSED_DAYS": 90,
}
WEAKER = {
    "W010": ("SECOND_FACTOR", "optional"),
    "W011": ("SECOND_FACTOR_IN_THE_FIELD", "optional"),
    "W012": ("ALLOWED_HOSTS", ["registry.example.org", ".example.org"]),
    "W013": ("PROXIES", 0),
    "W014": ("CSRF_TRUSTED_ORIGINS", ["http://registry.example.org"]),
    "W015": ("SECURE_PROXY_SSL_HEADER", None),
    "W016": ("TRAIL_KEY", "k" * 48),
    "W017": ("PUBLICATION_KEY", "k"),
    "W018": ("TRAIL_KEY", "short"),
    "W019": ("HEALTH_TOKEN", "short"),
    "W020": ("DEMO", True),
    "W021": ("ACCOUNT_UNUSED_DAYS", 0),
}


def read_strictly() -> list[ast.Call]:
    """Every call of config/given.py in the settings."""
    calls = (node for path in SETTINGS for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return [
        one
        for one in calls
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in READERS
    ]


def test_no_setting_with_a_closed_set_of_values_is_read_by_a_lenient_reader():
    calls = (node for path in SETTINGS for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    lenient = [
        ast.unparse(one)
        for one in calls
        if isinstance(one, ast.Call)
        and isinstance(one.func, ast.Attribute)
        and one.func.attr in {"int", "bool", "float"}
        and ast.unparse(one.func.value) == "env"
    ]
    assert lenient == []
    assert {one.args[0].value for one in read_strictly()} >= {
        "SECOND_FACTOR", "SECOND_FACTOR_IN_THE_FIELD", "FIELD_CIPHER", "PROXIES", "DEBUG", "LOAD_DEMO", "HSTS_SECONDS",
    }  # fmt: skip


@pytest.mark.asvs("13.4.2")
def test_every_setting_refuses_every_unknown_value_with_one_sentence(monkeypatch):
    """As they stand in the settings: each call is made again with each odd value in the environment."""
    calls = read_strictly()
    assert len(calls) > 15
    for call in calls:
        name = call.args[0].value
        again = compile(ast.Expression(call), "settings", "eval")
        for value in ODD:
            monkeypatch.setenv(name, value)
            with pytest.raises(ImproperlyConfigured) as refusal:
                eval(again, {"given": given, "FACTOR_CHOICES": ("required", "optional")})
            text = str(refusal.value)
            assert text.startswith(f"{name} is {value!r}") and text.endswith(".") and "\n" not in text
        monkeypatch.delenv(name)


@pytest.mark.parametrize("entry", ["manage.py check", "-c 'import config.wsgi'"])
def test_a_typo_stops_the_start_without_a_traceback(entry):
    command = [
        sys.executable,
        *([entry.split()[0], "check"] if "manage" in entry else ["-c", "import config.wsgi"]),
    ]
    environment = os.environ | ENVIRONMENT | {"SECOND_FACTOR": "Required"}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    said = "The registry does not start. SECOND_FACTOR is 'Required'; it is one of: required, optional."
    assert done.returncode != 0 and done.stderr.strip() == said and done.stdout == ""


def named(settings, **changed):
    for name, value in (SAFE | changed).items():
        setattr(settings, name, value)
    return {warning.id.removeprefix("policies.") for warning in deployment.weaker()}


def test_the_check_names_each_weaker_choice_and_nothing_of_a_safe_one(settings):
    assert named(settings) == set()
    assert WEAKER.keys() == deployment.CASES.keys()
    for number, (name, value) in WEAKER.items():
        assert number in named(settings, **{name: value}), number
    assert named(settings, ALLOWED_HOSTS=["*"]) == {"W012"}


@pytest.mark.asvs("13.2.2")
def test_the_check_names_the_owner_and_is_silent_about_the_login_role(db):
    """These tests connect as the owner; production as the login role, which owns nothing (tests/test_guards.py)."""
    assert [one.id for one in deployment.check_login_role(None)] == ["policies.W022"]
    login = environ.Env().db_url("DATABASE_URL")
    as_login = connection.get_connection_params() | {"user": login["USER"], "password": login["PASSWORD"]}
    with closing(psycopg2.connect(**as_login)) as other, other.cursor() as cursor:
        assert not deployment.stands_above_policies(cursor)


def test_the_checks_are_registered_for_deployment(db):
    found = {one.id for one in run_checks(include_deployment_checks=True)}
    assert found >= {
        "policies.W020",
        "policies.W022",
    }  # the settings of the tests are those of a demonstration


@pytest.mark.asvs("13.3.2")
def test_only_the_worker_and_the_owner_get_the_key_of_the_trail(tmp_path, monkeypatch):
    monkeypatch.setenv("TRAIL_KEY", "t" * 48)
    monkeypatch.setenv("PUBLICATION_KEY", "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
    instance = Instance(tmp_path)
    stores = services.Services("postgresql://login@h/d", "postgresql://owner@h/d", "redis://h")
    web = stores.environment(instance, "config.settings.prod")
    secrets = {"TRAIL_KEY", "PUBLICATION_KEY", "DATABASE_OWNER_URL"}
    assert not secrets & web.keys() and "owner@" not in str(web) and "t" * 48 not in str(web)
    assert (web | services.keys_of_worker(instance)).keys() & secrets == {"TRAIL_KEY", "PUBLICATION_KEY"}
    owner = stores.environment(instance, "config.settings.prod", owner=True)
    assert owner["TRAIL_KEY"] == "t" * 48 and "PUBLICATION_KEY" not in owner


def test_nothing_is_sealed_without_a_key(settings):
    settings.TRAIL_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="TRAIL_KEY is not set"):
        seals.key()


def test_a_worker_without_the_key_does_not_begin(settings):
    from config.celery import seals_the_trail

    settings.TRAIL_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="TRAIL_KEY"):
        seals_the_trail()
