"""The headers of every answer: pages, refusals, static files, downloads."""

import pytest
from django.urls import reverse

from jobs.models import Job, JobFile
from posts import job_files
from tests import build
from tests.settings_of import production

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STATIC = "/static/registry/registry.css"


@pytest.fixture
def download(officer) -> str:
    from datetime import timedelta

    from django.utils import timezone

    job = Job.objects.create(task="none", title="无", by=officer, state="done")
    JobFile.objects.create(
        job=job, name="走访 2026-03.csv", content_type="text/csv; charset=utf-8", content=b"a", size=1, sha256="0" * 64,
        expires_at=timezone.now() + timedelta(days=1), place=job_files.mark(officer),
    )  # fmt: skip
    return reverse("jobs:download", args=[job.pk])


@pytest.fixture
def answers(officer, village, download, sign_in, client):
    """One answer of every kind, by what it is."""
    build.make_visit(village)
    mine = sign_in(officer)
    return {
        "page": mine.get("/residents/visits/"),
        "sign-in": client.get("/account/sign-in/"),
        "redirect": client.get("/residents/visits/"),
        "400": mine.get("/", HTTP_HOST="evil.example.org"),
        "403": mine.get("/trail/"),
        "404": mine.get("/residents/visits/999999/"),
        "405": mine.delete("/residents/visits/"),
        "422": mine.post("/residents/visits/new/", {}),
        "static": client.get(STATIC),
        "download": mine.get(download),
        "health": client.get("/health/"),
    }


@pytest.mark.asvs("3.2.1", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "3.4.8", "3.5.8")
def test_every_answer_carries_the_same_protection(answers):
    for kind, answer in answers.items():
        headers = {name: answer.headers.get(name) for name in ALWAYS}
        assert headers == ALWAYS, kind
        assert "camera=()" in answer.headers["Permissions-Policy"], kind


@pytest.mark.asvs("3.4.3")
def test_every_answer_has_a_policy_without_inline_script_or_foreign_sources(answers):
    for kind, answer in answers.items():
        policy = directives(answer.headers["Content-Security-Policy"])
        assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == ["'none'"], kind
        assert policy["frame-ancestors"] == policy["worker-src"] == ["'none'"], kind
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"], kind
        loose = {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"}
        assert not any(loose & set(sources) for sources in policy.values()), kind


@pytest.mark.asvs("14.2.2", "14.3.2")
def test_nothing_but_static_files_is_kept_by_a_browser_or_a_proxy(answers):
    for kind, answer in answers.items():
        assert ("no-store" in answer.headers["Cache-Control"]) == (kind != "static"), kind


@pytest.mark.asvs("3.2.1", "5.4.2", "4.1.1")
def test_a_download_is_a_file_and_never_a_page(answers):
    headers = answers["download"].headers
    assert headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert headers["Content-Type"].startswith("text/csv")


@pytest.mark.asvs("4.1.1")
def test_every_answer_with_a_body_names_its_type_and_charset(answers):
    for kind, answer in answers.items():
        if answer.status_code in {200, 400, 403, 404, 422}:
            content_type = answer.headers["Content-Type"].replace('"', "")
            assert "charset=utf-8" in content_type or content_type == "application/json", kind


@pytest.mark.asvs("13.4.6")
def test_no_answer_names_the_software_behind_it(answers):
    for kind, answer in answers.items():
        assert not {"Server", "X-Powered-By", "Via"} & set(answer.headers), kind


@pytest.mark.asvs("3.4.2")
def test_no_answer_opens_the_registry_to_scripts_of_other_sites(answers):
    for kind, answer in answers.items():
        assert "Access-Control-Allow-Origin" not in answer.headers, kind


@pytest.mark.asvs("3.4.1", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "12.2.1")
def test_production_insists_on_https_and_on_cookies_of_this_host_alone():
    found = production(
        "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME",
        "KNOWN_COOKIE_NAME", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE",
        "CONTENT_SECURITY_POLICY", "DEBUG",
    )  # fmt: skip
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000 and found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["upgrade-insecure-requests"] is True
    assert all(found[name] is True for name in found if name.endswith(("_SECURE", "_HTTPONLY", "_REDIRECT")))
    assert all(found[name].startswith("__Host-") for name in found if name.endswith("COOKIE_NAME"))
    assert {found[name] for name in found if name.endswith("_SAMESITE")} == {"Lax"}
    assert found["DEBUG"] is False


def directives(header: str) -> dict[str, list[str]]:
    parts = (one.split() for one in header.split(";"))
    return {name: values for name, *values in parts}
