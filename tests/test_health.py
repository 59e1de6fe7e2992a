"""Monitoring gets three answers in time, whatever hangs, and no page of HTML; only the third tells more than yes."""

import time
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from audit.models import Seal
from config import health, version, wellness
from jobs.models import Heartbeat, Job
from jobs.tasks import beat

ELSEWHERE = {"REMOTE_ADDR": "10.1.2.3"}


@pytest.fixture
def at_once(db, monkeypatch):
    """The questions are asked in the transaction of the test, not in a thread of their own."""
    monkeypatch.setattr(health.Bounded, "answer", health.Bounded.asked)


def test_ready_tells_what_lives(client, at_once):
    for address in ("/health/", "/health/ready/"):
        Heartbeat.objects.all().delete()
        assert client.get(address).json() == {
            "database": True, "broker": True, "worker": False, "version": version.current(),
        }  # fmt: skip
        beat()
        assert client.get(address).json()["worker"] is True


def test_a_process_that_answers_is_live_whatever_the_database_does(client, monkeypatch):
    monkeypatch.setattr(health, "DATABASE", health.Bounded(lambda: 1 / 0))
    assert client.get("/health/live/").json() == {"live": True, "version": version.current()}
    assert client.get("/health/ready/").status_code == 503


def test_ready_is_bad_without_a_broker(client, at_once, settings):
    settings.CACHES = settings.CACHES | {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert client.get("/health/ready/").status_code == 503


@pytest.mark.parametrize("address", ["/health/", "/health/ready/", "/health/live/", "/health/well/"])
def test_a_monitor_may_ask_an_address_without_https_and_gets_json(at_once, settings, address):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["registry.example.org"], True
    client = Client(SERVER_NAME="10.0.0.7")
    client.cookies["session"] = "of-nobody"
    answer = client.get(address)
    assert answer["Content-Type"] == "application/json" and answer.status_code in (200, 503)
    assert answer["Cache-Control"] == "no-store" and not answer.cookies
    assert client.get("/account/sign-in/").status_code == 400  # everything else knows its hosts


def test_what_hangs_is_answered_in_two_seconds_and_costs_one_thread(monkeypatch):
    asked = []

    def hang():
        asked.append(1)
        time.sleep(2.5)

    hanging = health.Bounded(hang)
    monkeypatch.setattr(health, "WITHIN", 0.2)
    begun = time.monotonic()
    assert [hanging.answer() for _try in range(3)] == [None] * 3
    assert time.monotonic() - begun < 1.5 and len(asked) == 1


@pytest.fixture
def well(at_once, client, officer, bureau, chief, auditor, administrator, grantor, sign_in):
    """Everything is done that has to be done."""
    sign_in(officer).get("/")
    Seal.objects.create(
        number=1, from_tx=0, to_tx=1, count=1, root="0" * 64, rows=[], shape={}, previous="", mac="0" * 64,
        sealed_at=timezone.now(),
    )  # fmt: skip
    for name in ("worker", "backup"):
        Heartbeat.objects.create(name=name)
    assert client.get("/health/well/").json()["wrong"] == []
    return client


def set_back(name: str, age: timedelta) -> None:
    Heartbeat.objects.filter(name=name).update(at=timezone.now() - age)


def make_job(state: str, age: timedelta) -> None:
    job = Job.objects.create(task="x", title="x", state=state, done_at=timezone.now())
    Job.objects.filter(pk=job.pk).update(asked_at=timezone.now() - age)


BEHIND = {
    "worker_age": lambda: set_back("worker", timedelta(minutes=4)),
    "backup_age": lambda: set_back("backup", timedelta(days=2)),
    "oldest_job_age": lambda: make_job(Job.State.QUEUED, timedelta(hours=2)),
    "failed_jobs_of_a_day": lambda: make_job(Job.State.FAILED, timedelta(0)),
}


def test_each_thing_that_is_behind_is_named(well, auditor):
    for name, fall_behind in BEHIND.items():
        fall_behind()
        answer = well.get("/health/well/")
        assert answer.status_code == 503 and name in answer.json()["wrong"], name
    auditor.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert "empty_offices" in well.get("/health/well/").json()["wrong"]


@pytest.mark.parametrize(
    ("fact", "value", "is_wrong"),
    [("seal_age", 400, True), ("seal_age", 20, False), ("free_megabytes", 100, True), ("touched_months", 9_000, True),
     ("messages_waiting", None, False), ("seal_age", None, True), ("writes", 0, True)],
)  # fmt: skip
def test_a_fact_beyond_its_limit_or_missing_is_wrong(fact, value, is_wrong):
    assert (fact in wellness.wrong({fact: value})) == is_wrong


def test_how_well_it_is_only_this_machine_is_told_and_who_has_the_token(settings):
    def may(**more):
        return health.may_know(RequestFactory().get("/health/well/", **more))

    assert may() and not may(**ELSEWHERE) and not may(**ELSEWHERE, HTTP_AUTHORIZATION="Bearer ")
    settings.HEALTH_TOKEN = "a-token-of-the-monitoring"
    assert may(**ELSEWHERE, HTTP_AUTHORIZATION="Bearer a-token-of-the-monitoring")
    assert not may(**ELSEWHERE, HTTP_AUTHORIZATION="Bearer another")
    settings.PROXIES = 1  # behind a proxy of this machine the address is that of who asks
    assert not may(HTTP_X_FORWARDED_FOR="10.1.2.3")


def test_a_form_without_its_cookie_is_told_in_the_style_of_the_house(db):
    answer = Client(enforce_csrf_checks=True).post("/account/sign-in/", {"username": "x", "password": "y"})
    assert answer.status_code == 403 and "registry.css" in answer.content.decode()


def test_headers_keep_the_page_to_itself(client, db):
    answer = client.get("/account/sign-in/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "script-src 'self'" in policy
    assert answer["X-Frame-Options"] == "DENY" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin" and "camera=()" in answer["Permissions-Policy"]
