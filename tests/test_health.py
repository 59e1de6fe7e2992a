"""The health page tells three facts and nothing else."""

from django.test import Client

from config import version
from jobs.tasks import beat


def test_health_tells_what_lives(client, db):
    assert client.get("/health/").json() == {
        "database": True, "broker": True, "worker": False, "version": version.current(),
    }  # fmt: skip
    beat()
    assert client.get("/health/").json()["worker"] is True


def test_health_is_bad_without_a_broker(client, db, settings):
    settings.CACHES = settings.CACHES | {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert client.get("/health/").status_code == 503


def test_a_form_without_its_cookie_is_told_in_the_style_of_the_house(db):
    answer = Client(enforce_csrf_checks=True).post("/account/sign-in/", {"username": "x", "password": "y"})
    assert answer.status_code == 403 and "registry.css" in answer.content.decode()


def test_headers_keep_the_page_to_itself(client, db):
    answer = client.get("/account/sign-in/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "script-src 'self'" in policy
    assert answer["X-Frame-Options"] == "DENY" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin" and "camera=()" in answer["Permissions-Policy"]
